"""Sponsored cases at the desk: a leader is named on the page of a case, looks, and finds what is due; the lists and figures."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.http import urlencode
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from wolaiban.desk.subjects.faces import Card, Face
from wolaiban.desk.subjects.showing import addresses
from wolaiban.people.actor import Actor
from wolaiban.people.officers import served_as
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.answers import YEARS
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import LEADS, SEES_UNIT
from wolaiban.sponsorship.kind import KIND
from wolaiban.sponsorship.models import Sponsorship
from wolaiban.sponsorship.parts import LEADING, SponsorshipParts, leading_posts
from wolaiban.sponsorship.process import FOUR
from wolaiban.sponsorship.queries import LookPlace, looks_of, page_of
from wolaiban.web.pages import cursor

USUALLY_AFTER = timedelta(days=7)
OWN = "mine"


def around(request: SignedInRequest, found: Sponsorship, step: str) -> dict[str, Any]:
    """How each of the four things stands, by what was noted last of it; and every look, the last first."""
    parts = SponsorshipParts(found)
    looks = parts.looks[::-1]
    questions = KIND.process.questions
    four = [(questions[name].label, _last_noted(looks, name)) for name in FOUR]
    return {"parts": parts, "looks": looks, "four": four if found.pk else []}


def _last_noted(looks: list[Any], name: str) -> tuple[Any, Any] | None:
    """The look and the words."""
    return next(((look, getattr(look, name)) for look in looks if getattr(look, name) is not None), None)


def initial(request: SignedInRequest, found: Sponsorship, step: str) -> dict[str, Any]:
    return {"next_look": localdate() + USUALLY_AFTER}


def waits(actor: Actor) -> Q | None:
    """The look that is due today or was; and for those who named a leader, that this one leads there no more."""
    if not actor.posts_as(SEES_UNIT):
        return None
    tomorrow = datetime.combine(localdate() + timedelta(days=1), time(0), tzinfo=BEIJING)
    still = leading_posts().filter(user=OuterRef("leader"), unit=OuterRef("unit"))
    due = Q(leader__in=actor.selves, deadline__lt=tomorrow) & Q(Exists(still))
    return due | served_as(actor, LEADS, "host") & ~Q(Exists(still))


FACE = Face(
    kind=KIND,
    name="desk:sponsorship",
    cards=(Card("四包", "four", needs="four"), Card("过问", "looks", needs="looks")),
    with_cards={"look"},
    related=("case__township", "leader", "unit", "host", "plan"),
    around=around,
    initial=initial,
    waits=waits,
    called=lambda sponsorship: f"{sponsorship.case.heading}：包案过问",
)


@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    """Those that somebody may see, or that they stand for themselves: what is late first, page by page."""
    actor = request.actor
    if not actor.posts_as(SEES_UNIT):
        raise Http404
    own = OWN in request.GET
    found = KIND.visible_to(actor).select_related(*FACE.related)
    found = found.filter(leader__in=actor.selves) if own else found
    after, older = LookPlace.read(request.GET.get("after", "")), cursor(request, "older")
    page = page_of(found, after, older)
    kept = {OWN: "1"} if own else {}
    facts = {
        "face": FACE,
        "page": page,
        "own": own,
        "leads": bool(actor.posts_as(LEADING)),
        "begun": after is not None or older is not None,
        "first": urlencode(kept),
        "next": urlencode({**kept, **page.next}) if page.next else "",
    }
    return render(request, "desk/sponsorships/list.html", facts)


@require_safe
def figures(request: SignedInRequest) -> HttpResponse:
    """In how many a look was due in a month, and was taken in time, by township: of what somebody may see."""
    if not request.actor.posts_as(SEES_UNIT):
        raise Http404
    this = localdate().replace(day=1)
    first = min(_month_in(request.GET.get("month", "")) or this, this)
    after = _next_month(first)
    lines = looks_of(KIND.visible_to(request.actor), first, after - timedelta(days=1), now())
    facts = {
        "lines": lines[:-1],
        "whole": lines[-1],
        "month": first,
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": after if after <= this else None,
    }
    return render(request, "desk/sponsorships/figures.html", facts)


def _month_in(text: str) -> date | None:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return first if first.year in YEARS else None


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


urlpatterns = [
    path("sponsorships/", listing, name="sponsorships"),
    path("sponsorships/figures/", figures, name="sponsorship_figures"),
    *addresses(FACE, "sponsorships", begins="sponsor")[1:],  # its list is the one above
]
