"""Conferences at the desk: the list, the page of one, the minutes; its steps are the engine's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wolaiban.cases.history.case_view import visible_case
from wolaiban.cases.models import Case
from wolaiban.desk.subjects.faces import Face, buttons, history
from wolaiban.desk.subjects.taking import get_or_post, take
from wolaiban.mediation.kind import KIND
from wolaiban.mediation.models import Conference
from wolaiban.mediation.parts import ConferenceParts
from wolaiban.mediation.queries import visible_to
from wolaiban.people.officers import works_for
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.words import SEES_UNIT
from wolaiban.web.pages import cursor

SHOWN = 30
MINUTES = "desk/conferences/minutes.html"


def agenda(request: SignedInRequest, found: Conference) -> dict[str, Any]:
    """What of it the reader may read: an item of a sensitive case is for those who may see the case."""
    parts, actor = ConferenceParts(found), request.actor
    listed = [item.case_id for item in parts.items]
    opened = set(Case.objects.visible_to(actor).filter(pk__in=listed).values_list("pk", flat=True))
    items = [item for item in parts.items if item.case_id in opened or not item.case.sensitive]
    told = [task for task in parts.tasks if task.item in items or works_for(actor, task.owner)]
    return {
        "parts": parts,
        "opened": opened,
        "items": items,
        "tasks": told,
        "hidden": len(listed) - len(items),
    }


def around(request: SignedInRequest, found: Conference, step: str) -> dict[str, Any]:
    return agenda(request, found) if found.pk else {"back": reverse("desk:case", args=[found.case.number])}


FACE = Face(
    kind=KIND,
    page=lambda pk: reverse("desk:conference", args=[pk]),
    step=lambda pk, step: reverse("desk:conference_step", args=[pk, step]),
    templates={"settle_item": MINUTES, "give_task": MINUTES, "sign": MINUTES},
    around=around,
    says={"sign": "签发以后，议定的内容和任务不能再改，各任务开始计时。"},
    said={
        "propose": "已提请会商，等召集单位通知开会。",
        "call": "已定下会期和参会单位。",
        "settle_item": "已记下这个议题。",
        "sign": "纪要已签发，任务开始计时。",
        "report_task": "已报上去，等召集单位核实销号。",
        "check_off": "已销号。",
    },
)


@require_safe
def conferences(request: SignedInRequest) -> HttpResponse:
    """The newest first, page by page."""
    if not request.actor.posts_as(SEES_UNIT):
        raise Http404
    found, older = visible_to(request.actor).select_related("host").order_by("-pk"), cursor(request, "older")
    begun = older is not None
    rows = list((found.filter(pk__lt=older) if begun else found)[: SHOWN + 1])
    older_than = rows[SHOWN - 1].pk if len(rows) > SHOWN else None
    facts = {"conferences": rows[:SHOWN], "older_than": older_than, "begun": begun}
    return render(request, "desk/conferences/list.html", facts)


@require_safe
def conference(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = visible_to(request.actor).select_related("host", "chair", "recorder", "case")
    found = get_object_or_404(rows, pk=pk)
    read, story = agenda(request, found), history(FACE, request, found)
    if read["hidden"]:  # words may be about what the reader is not shown
        story = [replace(telling, quotations=()) for telling in story]
    facts = {**read, "conference": found, "buttons": buttons(FACE, request, found), "history": story[::-1]}
    return render(request, "desk/conferences/conference.html", facts)


@get_or_post
def propose(request: SignedInRequest, number: str) -> HttpResponse:
    case = visible_case(request.actor, number)
    return take(FACE, request, Conference(case=case), "propose")
