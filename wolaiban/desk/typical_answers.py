"""Typical answers at the desk: written after a closed case, released by somebody else, taken back."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from wolaiban.cases.history.case_view import visible_case
from wolaiban.desk.cases.page import CasePage
from wolaiban.desk.subjects.faces import Face
from wolaiban.desk.subjects.showing import addresses
from wolaiban.people.actor import Actor
from wolaiban.people.officers import served_as
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.words import DISTRICT_OFFICERS, LEADS, OFFICERS
from wolaiban.publicity.kind import KIND
from wolaiban.publicity.models import TypicalAnswer
from wolaiban.publicity.process import DRAFT
from wolaiban.workflow.models import Event

MOST_SUGGESTED = 5
FORM = "desk/typical_answers/form.html"


def around(request: SignedInRequest, found: TypicalAnswer, step: str) -> dict[str, Any]:
    """Beside the form stand the words of the case, as far as the reader may read them."""
    if step not in FACE.templates:
        return {}
    case = visible_case(request.actor, found.case.number)
    return {"page": CasePage(case, request.actor), "case": case}


def initial(request: SignedInRequest, found: TypicalAnswer, step: str) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("question", "answer", "checked_by_hand")}


def waits(actor: Actor) -> Q | None:
    """Drafts that somebody else wrote, to be released by the leads where the matter lay, or the district's office."""
    leads = actor.posts_as(LEADS | DISTRICT_OFFICERS)
    if not leads:
        return None
    written = Event.objects.filter(process=KIND.name, subject=OuterRef("pk"), step__in=["write", "rewrite"])
    drafts = Q(stage=DRAFT) & ~Q(Exists(written.filter(actor__in=actor.selves)))
    if any(post.unit.is_district for post in leads):
        return drafts
    of_theirs = Q(case__township__in=[post.unit_id for post in leads])
    return drafts & (of_theirs | served_as(actor, LEADS, "case__unit"))


FACE = Face(
    kind=KIND,
    name="desk:typical_answer",
    open="待审",
    over="已公布和已撤下",
    related=("case__unit", "case__holder", "township"),
    templates={"write": FORM, "rewrite": FORM},
    around=around,
    initial=initial,
    waits=waits,
)


@require_safe
def suggested(request: SignedInRequest) -> HttpResponse:
    """Released ones to be put into an answer: found by words, first those about the kind of matter at hand."""
    if not request.actor.posts_as(OFFICERS):
        raise Http404
    words, kind = request.GET.get("typical", ""), request.GET.get("topic", "")
    found = TypicalAnswer.objects.released().about(words)
    ours = Case(When(topic=kind, then=0), default=1) if kind else Value(0)
    shown = found.order_by(ours, "-id")[:MOST_SUGGESTED]
    return render(request, "desk/typical_answers/suggested.html", {"typical": shown, "words": words})


urlpatterns = [
    path("suggest/typical/", suggested, name="suggest_typical"),
    *addresses(FACE, "typical", begins="write"),
]
