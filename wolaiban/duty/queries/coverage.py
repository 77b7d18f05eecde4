"""How duty stands at many doors: what a township, the district and the leaders in charge look after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from wolaiban.duty.models import Roster, Shift, ToldGap
from wolaiban.duty.months import Month
from wolaiban.duty.process import POSTED
from wolaiban.duty.queries.gaps import lacking_shifts
from wolaiban.duty.words import DutyPart
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.places.models import STUDIO_KINDS, Unit
from wolaiban.process.words import OFFICERS, SEES_UNIT

LOOKED_AHEAD = timedelta(days=14)
SHOWN = 60


@dataclass(frozen=True)
class Coverage:
    """`doors` are the studios where somebody works; `days` those of this month's posted rosters that are over.

    `gaps` lie in the coming fortnight, the next first, with what was `told` of them; `silent` are doors without a
    roster that was posted for this month. Of both a page is here, and after which it goes on; they are counted whole.
    """

    doors: int
    posted: int
    days: int
    days_covered: int
    receptions: int
    gaps: list[Shift]
    gaps_in_all: int
    silent: list[Unit]
    more_gaps: str = ""
    more_silent: str = ""

    @property
    def silent_in_all(self) -> int:
        return self.doors - self.posted

    @property
    def share(self) -> int | None:
        """In hundredths, cut: a hundred is only what is whole."""
        return self.days_covered * 100 // self.days if self.days else None


def watched_by(actor: Actor) -> QuerySet[Unit] | None:
    """The studios below somebody's townships, or all for the district; None for those who watch over none."""
    above = [
        post.unit for post in actor.posts_as(SEES_UNIT) if post.unit.is_township or post.unit.is_district
    ]
    if not above:
        return None
    return Unit.objects.active().subtree(*above).filter(kind__in=sorted(STUDIO_KINDS))


def manned_doors(units: QuerySet[Unit], today: date) -> QuerySet[Unit]:
    """Of units that share a studio, the one where it stands; those where somebody works."""
    manned = Post.objects.current(today).as_any_of(sorted(OFFICERS)).filter(unit__studio=OuterRef("studio"))
    return units.filter(Q(studio__code=None) | Q(studio__code=F("code"))).filter(Exists(manned))


def gaps_after(text: str) -> Q:
    """Those behind a day and the code of a unit, as `Coverage.more_gaps` has them; all, where that is neither."""
    day, _, code = text.partition(".")
    try:
        reached = date.fromisoformat(day)
    except ValueError:
        return Q()
    return Q(day__gt=reached) | Q(day=reached, roster__unit__code__gt=code)


def coverage(
    units: QuerySet[Unit], today: date, *, gaps_from: Q | None = None, silent_from: str = ""
) -> Coverage:
    month, doors = Month.of(today), manned_doors(units, today)
    posted = Roster.objects.filter(unit=OuterRef("pk"), month=month.first, stage=str(POSTED))
    silent = doors.filter(~Exists(posted)).select_related("township").order_by("code")
    of_theirs = {"roster__unit__in": units.values("pk")}
    past = Shift.objects.filter(
        roster__stage=str(POSTED), day__range=(month.first, today - timedelta(days=1)), **of_theirs
    )
    lacking = lacking_shifts(month.first, today - timedelta(days=1), as_it_was=True).filter(**of_theirs)
    days = past.filter(part=str(DutyPart.DAY)).count()
    gaps = lacking_shifts(today, today + LOOKED_AHEAD).filter(**of_theirs)
    told = ToldGap.objects.filter(shift=OuterRef("pk")).values("told")
    shown = gaps.select_related("roster__unit__township", "person").annotate(told=Subquery(told))
    number = doors.count()
    listed: list[Any] = list(
        shown.filter(gaps_from or Q()).order_by("day", "roster__unit__code")[: SHOWN + 1]
    )
    unposted = list(silent.filter(code__gt=silent_from)[: SHOWN + 1])
    return Coverage(
        doors=number,
        posted=number - silent.count(),
        days=days,
        days_covered=days - lacking.count(),
        receptions=past.filter(part=str(DutyPart.SECRETARY), person__isnull=False).count(),
        gaps=listed[:SHOWN],
        gaps_in_all=gaps.count(),
        silent=unposted[:SHOWN],
        more_gaps=_last_gap(listed[SHOWN - 1]) if len(listed) > SHOWN else "",
        more_silent=unposted[SHOWN - 1].code if len(unposted) > SHOWN else "",
    )


def _last_gap(shift: Shift) -> str:
    return f"{shift.day.isoformat()}.{shift.roster.unit.code}"
