"""Conferences at the desk: proposed from a case, called, their minutes taken, their tasks followed."""

from __future__ import annotations

from typing import Any

from wolaiban.cases.models import Case
from wolaiban.desk.subjects.faces import Card, Face
from wolaiban.desk.subjects.showing import addresses
from wolaiban.mediation.kind import KIND
from wolaiban.mediation.models import Conference
from wolaiban.mediation.parts import ConferenceParts
from wolaiban.people.officers import works_for
from wolaiban.people.requests import SignedInRequest


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


FACE = Face(
    kind=KIND,
    name="desk:conference",
    cards=(Card("议程", "items"), Card("任务", "tasks", needs="tasks")),
    with_cards={"settle_item", "give_task", "sign"},
    related=("host", "chair", "recorder", "case"),
    around=agenda,
)
urlpatterns = addresses(FACE, "conferences", begins="propose")
