"""Begin reading for notices after the last event that there is, and write the first trace of every wording that stands.

Each event up to there has its own job, put out by the version that wrote it: told, or still in the queue, where the
worker finds it as before (`notices.tell`). To read them once more would tell those who came to a post since.

From here on verifying finds a wording that was changed by hand. A few rows, read once; their traces are not undone
backwards.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.utils.timezone import now

from wolaiban.database.migrating import put_nothing_off
from wolaiban.traces.leaving import AT_A_TIME, as_traced, linked

BEGIN = """
INSERT INTO workflow_bookmark (reader, source, read_to, pending_to, version)
SELECT 'notices', 'cases_event', coalesce(max(id), 0), 0, 0 FROM cases_event
ON CONFLICT DO NOTHING
"""
KIND, COLUMNS = "notices.wording", ("text", "words", "by_id", "at")


def take_over(apps: Any, editor: Any) -> None:
    trace = apps.get_model("traces", "Trace")
    last = trace.objects.order_by("-seq").values_list("seq", "hash").first() or (0, b"")
    standing = apps.get_model(KIND).objects.order_by("pk").values("pk", *COLUMNS)
    rows = ((KIND, row["pk"], as_traced(row, COLUMNS, {"words"})) for row in standing)
    links = linked((last[0], bytes(last[1])), rows, act="taken_over", by=None, at=now())
    trace.objects.bulk_create((trace(**link) for link in links), batch_size=AT_A_TIME)


class Migration(migrations.Migration):
    replaces = [
        ("notices", "0003_told_by_the_reader"),
        ("notices", "0004_wordings_leave_traces"),
        ("notices", "0005_pages_of_subjects"),
    ]
    dependencies = [
        ("notices", "0001_tables"),
        ("ledger", "0001_tables"),
        ("traces", "0001_traces"),
        ("workflow", "0001_tables"),
    ]
    operations = [
        migrations.RunSQL(BEGIN, "DELETE FROM workflow_bookmark WHERE reader = 'notices'"),
        migrations.RunPython(take_over, migrations.RunPython.noop),
        migrations.AddField(
            "message", "page", models.CharField(blank=True, max_length=60, verbose_name="页面")
        ),
        migrations.RunPython(put_nothing_off, migrations.RunPython.noop),
    ]
