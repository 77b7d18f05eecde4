"""Typical answers at the desk: the list, the page of one; its steps are the engine's."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wolaiban.cases.history.case_view import visible_case
from wolaiban.desk.cases.page import CasePage
from wolaiban.desk.subjects.faces import Face, buttons, history
from wolaiban.desk.subjects.taking import get_or_post, take
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.words import SEES_UNIT
from wolaiban.publicity.kind import KIND
from wolaiban.publicity.models import TypicalAnswer
from wolaiban.web.pages import cursor

FORM = "desk/typical/form.html"
SHOWN = 30


def around(request: SignedInRequest, found: TypicalAnswer, step: str) -> dict[str, Any]:
    """Beside the form stand the words of the case, as far as the reader may read them."""
    if step not in FACE.templates:
        return {}
    case = visible_case(request.actor, found.case.number)
    back = {} if found.pk else {"back": reverse("desk:case", args=[case.number])}
    return {"page": CasePage(case, request.actor), "case": case, **back}


def initial(request: SignedInRequest, found: TypicalAnswer, step: str) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("question", "answer", "checked_by_hand")}


FACE = Face(
    kind=KIND,
    page=lambda pk: reverse("desk:typical", args=[pk]),
    step=lambda pk, step: reverse("desk:typical_step", args=[pk, step]),
    templates={"write": FORM, "rewrite": FORM},
    around=around,
    initial=initial,
    says={"withdraw": "撤下以后，居民立刻看不到，也不能再恢复。"},
    said={
        "write": "已拟好，等另一位负责人审核公布。",
        "rewrite": "已保存。修改过的人不能自己公布。",
        "release": "已公布，居民现在可以看到。",
        "withdraw": "已撤下，居民看不到了。",
    },
)


@require_safe
def typical_answers(request: SignedInRequest) -> HttpResponse:
    """Those that wait to be released first, then the others, newest first, page by page."""
    if not request.actor.posts_as(SEES_UNIT):
        raise Http404
    found = TypicalAnswer.objects.visible_to(request.actor).select_related("township")
    older = cursor(request, "older")
    others = found.exclude(stage="draft").order_by("-pk")
    rows = list((others if older is None else others.filter(pk__lt=older))[: SHOWN + 1])
    facts = {
        "waiting": list(found.filter(stage="draft").order_by("-pk")[:SHOWN]) if older is None else [],
        "others": rows[:SHOWN],
        "older_than": rows[SHOWN - 1].pk if len(rows) > SHOWN else None,
        "begun": older is not None,
    }
    return render(request, "desk/typical/list.html", facts)


@require_safe
def typical(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = TypicalAnswer.objects.visible_to(request.actor)
    found = get_object_or_404(rows.select_related("case__unit", "case__holder", "township"), pk=pk)
    facts = {
        "typical": found,
        "buttons": buttons(FACE, request, found),
        "history": history(FACE, request, found),
    }
    return render(request, "desk/typical/typical.html", facts)


@get_or_post
def write_typical(request: SignedInRequest, number: str) -> HttpResponse:
    case = visible_case(request.actor, number)
    return take(FACE, request, TypicalAnswer(case=case), "write")
