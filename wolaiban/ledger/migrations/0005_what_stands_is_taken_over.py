"""Write the first trace of everything that stands and had none, marked as taken over at this moment.

From here on verifying compares each row with its last trace; what was there before can be vouched for no further back.
Reads every account, post, unit, edition and log of changes once; on a live site a matter of seconds. Nothing is undone
backwards: the traces go with their table.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import migrations, models
from django.utils.timezone import now

from wolaiban.traces.leaving import AT_A_TIME, as_traced, linked

SETTLED, PART_OF_SETTLED = ~models.Q(state="draft"), ~models.Q(edition__state="draft")
# What each kind told when this was written; later formats say in their own migrations what they add.
COLUMNS: dict[str, tuple[str, ...]] = {
    "people.user": ("username", "name", "is_active", "invented", "password"),
    "people.post": ("user_id", "unit_id", "function", "starts", "ends", "appointed_by_id"),
    "people.token": (
        "user_id", "name", "prefix", "digest", "scope", "created_at", "expires_at", "revoked_at",
    ),
    "people.change": ("user_id", "kind", "post_id", "by_id", "at", "facts"),
    "people.studiochange": ("studio_id", "by_id", "at", "facts"),
    "places.studio": ("code", "name", "phone", "address", "hours", "notice"),
    "places.unit": ("code", "name", "short_name", "kind", "parent_id", "township_id", "studio_id", "active"),
    "catalogue.edition": (
        "label", "state", "note", "report_in_hours", "urgent_report_in_hours", "published_at", "published_by_id",
    ),
    "catalogue.category": (
        "edition_id", "code", "name", "parent_id", "path", "usual_tier", "owner_id", "active", "position",
    ),
    "catalogue.limit": ("edition_id", "category_id", "stage", "tier", "amount", "measure"),
    "residents.erasure": ("resident_id", "actor_id", "post_id", "reason", "at"),
    "publicity.edit": ("typical_id", "kind", "by_id", "at"),
    "ledger.drill": ("began_at", "took", "sound", "said"),
}  # fmt: skip
HASHED = {"people.user": {"username", "name", "password"}, "residents.erasure": {"reason"}}
WHEN = {
    "catalogue.edition": SETTLED,
    "catalogue.category": PART_OF_SETTLED,
    "catalogue.limit": PART_OF_SETTLED,
}


def standing(apps: Any) -> Iterator[tuple[str, int, dict[str, Any]]]:
    for kind, columns in COLUMNS.items():
        rows = apps.get_model(kind).objects.filter(WHEN.get(kind, models.Q())).order_by("pk")
        for row in rows.values("pk", *columns).iterator():
            yield kind, row["pk"], as_traced(row, columns, HASHED.get(kind, ()))


def take_over(apps: Any, editor: Any) -> None:
    trace = apps.get_model("traces", "Trace")
    links = linked((0, b""), standing(apps), act="taken_over", by=None, at=now())
    trace.objects.bulk_create((trace(**link) for link in links), batch_size=AT_A_TIME)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_a_note_beside_a_phone_may_change"),
        ("traces", "0001_traces"),
        ("places", "0001_initial"),
    ]
    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
