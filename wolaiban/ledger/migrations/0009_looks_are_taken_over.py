"""Write the first trace of every look that was taken before looks left traces. Reads them once; nothing is undone backwards."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.utils.timezone import now

from wolaiban.traces.leaving import AT_A_TIME, as_traced, linked

KIND, COLUMNS = "residents.look", ("resident_id", "actor_id", "post_id", "reason", "case_number", "at")


def take_over(apps: Any, editor: Any) -> None:
    trace = apps.get_model("traces", "Trace")
    last = trace.objects.order_by("-seq").values_list("seq", "hash").first() or (0, b"")
    looks = apps.get_model(KIND).objects.order_by("pk").values("pk", *COLUMNS)
    rows = ((KIND, look["pk"], as_traced(look, COLUMNS, {"reason"})) for look in looks.iterator())
    links = linked((last[0], bytes(last[1])), rows, act="taken_over", by=None, at=now())
    trace.objects.bulk_create((trace(**link) for link in links), batch_size=AT_A_TIME)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0008_receipts_are_marked")]
    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
