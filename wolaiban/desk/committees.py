"""Mediation committees at the desk: who is a member, what the law asks that is not there; and what is lacking below."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from wolaiban.associates.committees import CommitteeParts
from wolaiban.associates.figures import committee_coverage, places_below
from wolaiban.associates.kind import COMMITTEES
from wolaiban.associates.models import MediationCommittee
from wolaiban.associates.parts import own_counter
from wolaiban.desk.subjects.faces import Card, Face
from wolaiban.desk.subjects.showing import addresses
from wolaiban.people.actor import Actor
from wolaiban.people.requests import SignedInRequest

STARTS_WITH = ("elected_by", "starts", "ends", "women", "minority")


def fresh(request: SignedInRequest) -> MediationCommittee:
    """Where whoever writes it down works, or another place of theirs that the address names."""
    return MediationCommittee(unit=own_counter(request.actor, request.GET.get("unit", "")))


def around(request: SignedInRequest, found: MediationCommittee, step: str) -> dict[str, Any]:
    return {} if step else {"members": CommitteeParts(found).members}


def initial(request: SignedInRequest, found: MediationCommittee, step: str) -> dict[str, Any]:
    """As it is written down now; of another election nothing is known."""
    return {} if step == "renew" or not found.pk else {name: getattr(found, name) for name in STARTS_WITH}


def beside(actor: Actor) -> list[tuple[str, str]]:
    watched = [("各村居还差什么", "desk:lacking_committees")] if places_below(actor) is not None else []
    return [*watched, ("队员", "desk:associates")]


FACE = Face(
    kind=COMMITTEES,
    name="desk:committee",
    begins="establish",
    fresh=fresh,
    open="在任",
    over="已撤销",
    beside=beside,
    cards=(Card("委员", "members", needs="members"),),
    related=("unit__township", "unit__parent", "unit__studio"),
    around=around,
    initial=initial,
    called=lambda committee: f"{committee.unit}人民调解委员会",
)


@require_safe
def lacking(request: SignedInRequest) -> HttpResponse:
    """Of the villages and communities that somebody watches over: which have none, and what the others lack."""
    units = places_below(request.actor)
    if units is None:
        raise Http404
    facts = {"found": committee_coverage(units, localdate())}
    return render(request, "desk/committees/lacking.html", facts)


urlpatterns = [
    path("associates/committees/lacking/", lacking, name="lacking_committees"),
    *addresses(FACE, "associates/committees"),
]
