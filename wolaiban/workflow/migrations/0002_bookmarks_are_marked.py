"""Give bookmarks a column for their marks, and write the first trace of every event that a reader has set aside.

The marks themselves are made by the rooms that have readers. A few rows, read once; their traces are not undone
backwards.
"""

from typing import Any

from django.db import migrations, models
from django.utils.timezone import now

from wolaiban.traces.leaving import AT_A_TIME, as_traced, linked

KIND, COLUMNS = "workflow.setaside", ("reader", "source", "event")


def take_over(apps: Any, editor: Any) -> None:
    trace = apps.get_model("traces", "Trace")
    last = trace.objects.order_by("-seq").values_list("seq", "hash").first() or (0, b"")
    standing = apps.get_model(KIND).objects.order_by("pk").values("pk", *COLUMNS)
    rows = ((KIND, row["pk"], as_traced(row, COLUMNS)) for row in standing)
    links = linked((last[0], bytes(last[1])), rows, act="taken_over", by=None, at=now())
    trace.objects.bulk_create((trace(**link) for link in links), batch_size=AT_A_TIME)


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_tables"), ("traces", "0001_traces")]
    operations = [
        migrations.AddField("bookmark", "mark", models.BinaryField(null=True)),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
