"""Write the first trace of every wording that stands: from here on verifying finds one that was changed by hand.

A few rows, read once. Nothing is undone backwards.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.utils.timezone import now

from wolaiban.traces.leaving import AT_A_TIME, as_traced, linked

KIND, COLUMNS = "notices.wording", ("text", "words", "by_id", "at")


def take_over(apps: Any, editor: Any) -> None:
    trace = apps.get_model("traces", "Trace")
    last = trace.objects.order_by("-seq").values_list("seq", "hash").first() or (0, b"")
    standing = apps.get_model(KIND).objects.order_by("pk").values("pk", *COLUMNS)
    rows = ((KIND, row["pk"], as_traced(row, COLUMNS, {"words"})) for row in standing)
    links = linked((last[0], bytes(last[1])), rows, act="taken_over", by=None, at=now())
    trace.objects.bulk_create((trace(**link) for link in links), batch_size=AT_A_TIME)


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_told_by_the_reader"), ("ledger", "0009_looks_are_taken_over")]
    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
