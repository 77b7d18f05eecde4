"""How the places below somebody stand: who helps there, what they did, what runs out, what committees lack.

Nothing is counted by person, and nothing is told of what fewer than three people did: that would be a person again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from wolaiban.associates.committees import with_members
from wolaiban.associates.models import AppointmentTerm, Associate, MediationCommittee, VolunteerHours
from wolaiban.associates.parts import visible_to
from wolaiban.associates.process import ACTIVE, IN_OFFICE, OFFERED
from wolaiban.associates.words import AppointedTo, AssociateKind, HoursState, ServiceWork, time_words
from wolaiban.people.actor import Actor
from wolaiban.places.models import STUDIO_KINDS, Unit
from wolaiban.process.words import SEES_UNIT

SHOWN = 60
FEW = 3
YEAR, SOON = timedelta(days=365), timedelta(days=60)
SETTLED = [str(state) for state in HoursState if state.is_settled]


@dataclass(frozen=True)
class CommitteeCoverage:
    """`lacking` and `without` are cut at `SHOWN`, and counted whole."""

    places: int
    complete: int
    lacking: list[MediationCommittee]
    lacking_in_all: int
    without: list[Unit]
    without_in_all: int


@dataclass(frozen=True)
class UnitHours:
    """What was done at a place within a year, in hours, by sort; the longest first."""

    unit: Unit
    works: list[tuple[str, str]]


@dataclass(frozen=True)
class AssociateFigures:
    associates: int
    waiting: int
    kinds: list[tuple[str, int]]
    ending: int
    ending_soonest: list[AppointmentTerm]
    hours: list[UnitHours]
    hours_in_all: str
    advised: int
    committees: CommitteeCoverage


def places_below(actor: Actor) -> QuerySet[Unit] | None:
    """The townships of somebody with all that lies in them, all for the district; None for those who watch over none."""
    above = [
        post.unit for post in actor.posts_as(SEES_UNIT) if post.unit.is_township or post.unit.is_district
    ]
    return Unit.objects.active().subtree(*above) if above else None


def committee_coverage(units: QuerySet[Unit], today: date) -> CommitteeCoverage:
    """Of the villages and communities among these units. Two lists, and one number."""
    places = units.filter(kind__in=sorted(STUDIO_KINDS))
    standing = MediationCommittee.objects.filter(stage=str(IN_OFFICE))
    theirs = standing.filter(unit__in=places.values("pk")).order_by("unit__code")
    found = list(with_members(theirs).select_related("unit__township", "unit__parent"))
    lacking = [committee for committee in found if committee.lacking]
    without = places.exclude(pk__in=standing.values("unit")).select_related("township").order_by("code")
    nowhere = without.count()
    return CommitteeCoverage(
        places=len(found) + nowhere,
        complete=len(found) - len(lacking),
        lacking=lacking[:SHOWN],
        lacking_in_all=len(lacking),
        without=list(without[:SHOWN]),
        without_in_all=nowhere,
    )


def figures(actor: Actor, units: QuerySet[Unit], today: date) -> AssociateFigures:
    here = Associate.objects.filter(unit__in=units.values("pk"))
    active = here.filter(stage=str(ACTIVE))
    counted = active.aggregate(all=Count("pk"), **_by_kind())
    terms = AppointmentTerm.objects.filter(associate__in=active.values("pk"), ends__gt=today)
    ending = terms.filter(ends__lte=today + SOON)
    told = _told_hours(here, today)
    return AssociateFigures(
        associates=counted["all"],
        waiting=here.filter(stage=str(OFFERED)).count(),
        kinds=[(kind.label, counted[kind.value]) for kind in AssociateKind if counted[kind.value]],
        ending=ending.count(),
        ending_soonest=_soonest(actor, ending),
        hours=_by_unit(told),
        hours_in_all=time_words(sum(minutes for works in told.values() for minutes, _ in works)),
        advised=_advised(terms, today),
        committees=committee_coverage(units, today),
    )


def _soonest(actor: Actor, ending: QuerySet[AppointmentTerm]) -> list[AppointmentTerm]:
    """Of those whom somebody may see: a leader in charge is told the number alone."""
    seen = ending.filter(associate__in=visible_to(actor).values("pk")).order_by("ends", "pk")
    return list(seen.select_related("associate__resident", "associate__unit")[:SHOWN])


def _advised(terms: QuerySet[AppointmentTerm], today: date) -> int:
    """The villages and communities that have a legal adviser of their own now."""
    advisers = terms.filter(body=str(AppointedTo.ADVISER), starts__lte=today)
    at_doors = advisers.filter(associate__unit__kind__in=sorted(STUDIO_KINDS))
    return at_doors.order_by().values("associate__unit").distinct().count()


def _by_kind() -> dict[str, Any]:
    """Somebody who is two things counts as both."""
    return {kind.value: Count("pk", filter=Q(kinds__contains=[kind.value])) for kind in AssociateKind}


def _told_hours(here: QuerySet[Associate], today: date) -> dict[int, list[tuple[int, str]]]:
    """By place, and there by sort of work, the minutes of a year; of few people nothing, so that no sum tells of one."""
    settled = VolunteerHours.objects.filter(associate__in=here.values("pk"), state__in=SETTLED)
    lately = settled.filter(day__gt=today - YEAR, day__lte=today).order_by()
    rows = lately.values("associate__unit", "work").annotate(
        sum=Sum(Coalesce(F("corrected"), F("minutes"))), people=Count("associate", distinct=True)
    )
    told = defaultdict[int, list[tuple[int, str]]](list)
    for row in rows.filter(people__gte=FEW).order_by("associate__unit__code", "work"):
        told[row["associate__unit"]].append((row["sum"], ServiceWork(row["work"]).label))
    return told


def _by_unit(told: dict[int, list[tuple[int, str]]]) -> list[UnitHours]:
    shown = list(told)[:SHOWN]
    units = Unit.objects.select_related("township").in_bulk(shown)
    return [
        UnitHours(units[pk], [(work, time_words(each)) for each, work in sorted(told[pk], reverse=True)])
        for pk in shown
    ]
