"""Conferences at the desk: proposed from a case, called, their minutes taken, their tasks followed."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from wolaiban.cases.models import Case
from wolaiban.desk.subjects.faces import Card, Face
from wolaiban.desk.subjects.showing import addresses
from wolaiban.mediation.kind import KIND
from wolaiban.mediation.models import Conference, ConferenceTask
from wolaiban.mediation.parts import ConferenceParts
from wolaiban.mediation.process import CALLED, HELD, PLANNED, TRACKED
from wolaiban.people.actor import Actor
from wolaiban.people.officers import served_as, works_for
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.tasks import TaskState
from wolaiban.process.words import LEADS, OFFICERS


def agenda(request: SignedInRequest, found: Conference, step: str) -> dict[str, Any]:
    """What of it the reader may read: an item of a sensitive case is for those who may see the case.

    Where one is hidden the history is told without words, as these may be about it.
    """
    parts, actor = ConferenceParts(found), request.actor
    listed = Case.objects.visible_to(actor).filter(pk__in=[item.case_id for item in parts.items])
    opened = set(listed.values_list("pk", flat=True))
    items = [item for item in parts.items if item.case_id in opened or not item.case.sensitive]
    tasks = [task for task in parts.tasks if task.item in items or works_for(actor, task.owner)]
    shown = {"parts": parts, "opened": opened, "items": items, "tasks": tasks}
    return {**shown, "hidden": len(parts.items) - len(items)}


def waits(actor: Actor) -> Q | None:
    """To be called, held, settled and signed by whoever chairs or records; tasks to be reported, and checked off."""
    if not actor.posts_as(OFFICERS):
        return None
    chairs = Q(chair__in=actor.selves) | Q(chair=None) & served_as(actor, LEADS, "host")
    records, tasks = Q(recorder__in=actor.selves), ConferenceTask.objects.filter(conference=OuterRef("pk"))
    owed = tasks.filter(served_as(actor, OFFICERS, "owner"), state__in=TaskState.owed_ones())
    reported = tasks.filter(state=TaskState.REPORTED).exclude(person__in=actor.selves)
    checks = served_as(actor, OFFICERS, "host") & Q(Exists(reported))
    return (
        Q(stage=PLANNED) & chairs
        | Q(stage=CALLED) & records
        | Q(stage=HELD) & (chairs | records)
        | Q(stage=TRACKED) & (Q(Exists(owed)) | checks)
    )


FACE = Face(
    kind=KIND,
    name="desk:conference",
    cards=(Card("议程", "items"), Card("任务", "tasks", needs="tasks")),
    with_cards={"settle_item", "give_task", "sign"},
    related=("host", "chair", "recorder", "case"),
    around=agenda,
    waits=waits,
    called=lambda conference: f"{conference.host}会商 {conference.number}",
)
urlpatterns = addresses(FACE, "conferences", begins="propose")
