"""Write the events of each edition that there is: drafted, published, replaced, as far as its columns say when and by whom.

Its columns have other names now, so what is settled leaves a trace once more, as it stands. A few editions; each is read
once with its categories and limits. Nothing is undone backwards.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import migrations
from django.utils.timezone import now

from wolaiban.traces.leaving import as_traced, linked
from wolaiban.workflow import chain

OWN = "edition"
EDITION = (
    "label",
    "stage",
    "note",
    "report_in_hours",
    "urgent_report_in_hours",
    "published_at",
    "published_by_id",
)
CATEGORY = ("edition_id", "code", "name", "parent_id", "path", "usual_tier", "owner_id", "active", "position")
LIMIT = ("edition_id", "category_id", "stage", "tier", "amount", "measure")


def carry_over(apps: Any, editor: Any) -> None:
    editions = list(apps.get_model("catalogue", "Edition").objects.order_by("pk"))
    published = [edition.published_at for edition in editions if edition.published_at]
    for edition in editions:
        edition.salt = secrets.token_bytes(16)
        edition.number = f"ML-{edition.created_at.year}-{edition.pk:06d}"
        next_one = min(
            (at for at in published if edition.published_at and at > edition.published_at), default=None
        )
        events = list(_events(apps, edition, next_one, first=edition is editions[0]))
        edition.version, edition.changed_at = len(events), events[-1].at
        apps.get_model("workflow", "Event").objects.bulk_create(events)
        edition.save()
    _leave(apps, [edition for edition in editions if edition.stage != "draft"])


def _events(apps: Any, edition: Any, replaced_at: datetime | None, *, first: bool) -> Iterator[Any]:
    who = edition.published_by_id
    lives: list[tuple[str, str, datetime, int | None]] = [
        ("load" if first else "draft", "draft", edition.created_at, who)
    ]
    if edition.published_at:
        lives.append(("publish", "published", edition.published_at, who))
    if edition.stage == "replaced":
        lives.append(("replace", "replaced", replaced_at or edition.published_at, None))
    source = ""
    for seq, (step, target, at, actor) in enumerate(lives, 1):
        role = "caretaker" if actor else "clock"
        told = {
            "process": OWN, "subject": edition.number, "format": 1, "seq": seq, "step": step, "source": source,
            "target": target, "at": at, "actor": actor, "post": None, "unit": None, "role": role, "answers": {},
            "after": _after(apps, edition, target),
        }  # fmt: skip
        body, alg, prev = chain.canonical(told), chain.alg_of_today(), bytes(edition.head)
        edition.seq = seq
        edition.head = chain.event_hash(alg=alg, number=edition.number, seq=seq, prev=prev, body=body)
        yield apps.get_model("workflow", "Event")(
            process=OWN, subject=edition.pk, seq=seq, step=step, source=source, target=target, at=at,
            actor_id=actor, role=role, alg=alg, prev=prev, hash=edition.head, body=body,
        )  # fmt: skip
        source = target


def _after(apps: Any, edition: Any, stage: str) -> dict[str, Any]:
    was_published = stage != "draft"
    return {
        "stage": stage,
        "report_in_hours": edition.report_in_hours,
        "urgent_report_in_hours": edition.urgent_report_in_hours,
        "published_at": chain.plain(edition.published_at) if was_published else None,
        "published_by_id": edition.published_by_id if was_published else None,
        "worded": chain.commitment(edition.salt, f"{edition.label}\n{edition.note}").hex(),
        "categories": _digest(apps.get_model("catalogue", "Category"), edition.pk, CATEGORY),
        "limits": _digest(apps.get_model("catalogue", "Limit"), edition.pk, LIMIT),
    }


def _digest(model: Any, edition: int, columns: tuple[str, ...]) -> str:
    rows = list(model.objects.filter(edition=edition).order_by("pk").values("pk", *columns))
    return sha256(chain.canonical({"rows": rows})).hexdigest()


def _leave(apps: Any, editions: list[Any]) -> None:
    """Each settled edition under its columns of today; its categories and limits stand as they were traced."""
    traces = apps.get_model("traces", "Trace")
    last = traces.objects.order_by("-seq").values_list("seq", "hash").first()
    rows = (
        ("catalogue.edition", each.pk, as_traced({name: getattr(each, name) for name in EDITION}, EDITION))
        for each in editions
    )
    links = linked((last[0], bytes(last[1])) if last else (0, b""), rows, act="taken_over", by=None, at=now())
    traces.objects.bulk_create(traces(**link) for link in links)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_columns_of_a_subject")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
