"""Duty in figures: how a month stood at each door of a township, or in each township of the district."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from wolaiban.duty.models import Reception, Shift
from wolaiban.duty.months import Month
from wolaiban.duty.process import OVER, POSTED, RECORDED
from wolaiban.duty.queries.coverage import LOOKED_AHEAD, manned_doors
from wolaiban.duty.queries.gaps import lacking_shifts
from wolaiban.duty.receptions import reception_days
from wolaiban.duty.rules import reception_rule
from wolaiban.duty.words import DutyPart
from wolaiban.people.actor import Actor
from wolaiban.people.models import Absence
from wolaiban.places.models import STUDIO_KINDS, Unit
from wolaiban.process.calendar import BEIJING, is_working_day
from wolaiban.process.words import SEES_UNIT

PUBLISHED = POSTED, OVER


@dataclass(frozen=True)
class DutyFigures:
    """Of one door, of a township with all its doors, or of all that are shown (`place` is None).

    `days` are those of rosters that were posted, up to yesterday, `covered` those with somebody of whom one must be
    there. `due` are the reception days of the studios by then, posted or not, `held` those with a secretary there.
    `gaps` lie in the coming fortnight, whatever the month.
    """

    place: Unit | None
    doors: int = 0
    days: int = 0
    covered: int = 0
    due: int = 0
    held: int = 0
    receptions: int = 0
    heads: int = 0
    gaps: int = 0

    @property
    def covered_share(self) -> int | None:
        return _share(self.covered, self.days)

    @property
    def held_share(self) -> int | None:
        return _share(self.held, self.due)


def _share(part: int, whole: int) -> int | None:
    """In hundredths, cut: a hundred is only what is whole."""
    return part * 100 // whole if whole else None


COUNTED = ("doors", "days", "covered", "due", "held", "receptions", "heads", "gaps")
Numbers = dict[Any, int]  # by the key of the place


def watched_townships(actor: Actor) -> QuerySet[Unit] | None:
    """Those of somebody's posts, or all for the district; None for whoever watches over none."""
    above = [
        post.unit for post in actor.posts_as(SEES_UNIT) if post.unit.is_township or post.unit.is_district
    ]
    return Unit.objects.active().subtree(*above).townships().order_by("code") if above else None


def by_township(townships: Iterable[Unit], month: Month, today: date) -> list[DutyFigures]:
    """A line for each, with its own door and those below it."""
    places = list(townships)
    below = Unit.objects.active().filter(township__in=[place.pk for place in places])
    return _figures(places, _Sought(below, month, today, "township"))


def by_door(township: Unit, month: Month, today: date) -> list[DutyFigures]:
    """A line for each door of a township where somebody works, its own first."""
    units = Unit.objects.active().of_township(township)
    places = manned_doors(units, today).select_related("township").order_by("code")
    return _figures(list(places), _Sought(units, month, today, ""))


def whole_of(lines: Iterable[DutyFigures]) -> DutyFigures:
    found = list(lines)
    return DutyFigures(None, **{name: sum(getattr(one, name) for one in found) for name in COUNTED})


@dataclass(frozen=True)
class _Sought:
    """`up` leads from a unit to the place it is counted at; empty: it is counted by itself."""

    units: QuerySet[Unit]
    month: Month
    today: date
    up: str

    @property
    def until(self) -> date:
        return min(self.month.last, self.today - timedelta(days=1))

    def at(self, path: str) -> str:
        return "__".join(filter(None, (path, self.up))) or "pk"

    def counted(self, rows: QuerySet[Any], path: str) -> Numbers:
        """How many there are of each place."""
        return dict(rows.order_by().values_list(self.at(path)).annotate(Count("pk")))

    def shifts(self, rows: QuerySet[Shift]) -> Numbers:
        return self.counted(rows.filter(roster__unit__in=self.units.values("pk")), "roster__unit")


def _figures(places: list[Unit], sought: _Sought) -> list[DutyFigures]:
    """Seven queries, however many places there are."""
    doors = manned_doors(sought.units, sought.today)
    studios = sought.counted(doors.filter(kind__in=sorted(STUDIO_KINDS)), "")
    receives = [day for day in _reception_days(sought.month) if day <= sought.until]
    past = Shift.objects.filter(
        roster__stage__in=[str(stage) for stage in PUBLISHED], day__range=(sought.month.first, sought.until)
    )
    days = sought.shifts(past.filter(part=str(DutyPart.DAY)))
    lacking = sought.shifts(
        lacking_shifts(sought.month.first, sought.until, as_it_was=True, stages=PUBLISHED)
    )
    found = {
        "doors": sought.counted(doors, ""),
        "days": days,
        "covered": {place: number - lacking.get(place, 0) for place, number in days.items()},
        "due": {place: number * len(receives) for place, number in studios.items()},
        "held": sought.shifts(_held(past, receives)),
        "gaps": sought.shifts(lacking_shifts(sought.today, sought.today + LOOKED_AHEAD)),
        **_heard(sought),
    }
    return [
        DutyFigures(place, **{name: found[name].get(place.pk, 0) for name in COUNTED}) for place in places
    ]


def _reception_days(month: Month) -> list[date]:
    return reception_days(reception_rule(), month, is_working_day)


def _held(past: QuerySet[Shift], receives: list[date]) -> QuerySet[Shift]:
    """Reception days for which somebody was put on, who was not away."""
    away = Absence.objects.filter(
        user=OuterRef("person"), starts__lte=OuterRef("day"), ends__gt=OuterRef("day")
    )
    put_on = past.filter(part=str(DutyPart.SECRETARY), day__in=receives, person__isnull=False)
    return put_on.exclude(Exists(away))


def _heard(sought: _Sought) -> dict[str, Numbers]:
    """批次 and 人次, what was struck not counted."""
    begins, beyond = (
        datetime.combine(day, time(0), tzinfo=BEIJING)
        for day in (sought.month.first, sought.month.next.first)
    )
    written = Reception.objects.filter(
        at__gte=begins, at__lt=beyond, stage=str(RECORDED), unit__in=sought.units.values("pk")
    )
    kinds = written.order_by().values_list(sought.at("unit"))
    rows = list(kinds.annotate(Count("pk"), Sum("heads")))
    return {
        "receptions": {place: number for place, number, _ in rows},
        "heads": {place: heads for place, _, heads in rows},
    }
