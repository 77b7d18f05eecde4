"""Which cases an actor may see: the only door. Pages, lists, counts, search, exports and attachments go through it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import now

from wolaiban.database.prepared import AnyOf, Given, Keys, PreparedQuery, among, gaps
from wolaiban.people.actor import Actor
from wolaiban.process.words import (
    CONFIDANTS,
    OFFICERS,
    OPEN_STAGES,
    SEES_UNIT,
    AccusedOffice,
    Function,
    RequestKind,
)

if TYPE_CHECKING:
    from wolaiban.cases.models import Case
    from wolaiban.places.models import Unit

SOON = timedelta(days=1)  # what is due within it stands out everywhere


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> Self:
        return self.filter(stage__in=sorted(OPEN_STAGES))

    def overdue(self, at: datetime | None = None) -> Self:
        """Open, past the service deadline, and not paused."""
        return self.open().filter(deadline__lt=at or now(), paused_at=None)

    def due_within(self, span: timedelta, at: datetime | None = None) -> Self:
        """Open, not paused, and past the service deadline once this time has gone by, though not yet."""
        moment = at or now()
        return self.open().filter(deadline__gte=moment, deadline__lt=moment + span, paused_at=None)

    def pressing(self, span: timedelta, at: datetime | None = None) -> Self:
        """Either of the two."""
        return self.open().filter(deadline__lt=(at or now()) + span, paused_at=None)

    def with_parties(self) -> Self:
        """Bring along what a line of a list names: units, category, handler."""
        return self.select_related("unit", "township", "holder", "agent", "category", "handler")

    def newest_first(self) -> Self:
        return self.order_by("-id")

    def visible_to(self, actor: Actor) -> Self:
        """Cases this actor may know of. Whatever is not here answers 404, as if it did not exist.

        A district post sees the district, a township post its subtree, a studio post what its studio
        received, a department what it was ever summoned to, a volunteer what she reported, a resident
        what they complained of, a receipt the case of its complaint (design, "Who sees what"). Of these
        units those who do not lead see nothing sensitive that they neither handle nor took down; and what
        is said of the district's office is not for it (decision 0108).
        """
        if actor.is_clock:
            return self
        if actor.complaint is not None:
            complaints = apps.get_model("cases", "Complainant").objects
            return self.filter(pk__in=complaints.filter(pk=actor.complaint).values("case"))
        if actor.user is None:
            return self.none()  # `account=None` would find everybody who has no account
        return self.seen_from(Sight.of(actor))

    def seen_from(self, sight: Sight) -> Self:
        """The same for somebody with an account, by what they see from; the values may be `Given` later."""
        return self.filter(_of_the_district(sight) if sight.sees_all else _known_from(sight))


def visible_one(actor: Actor, number: str, *around: str) -> Case | None:
    """The case of this number if the actor may know of it, with what `around` names; as `visible_to` would find it."""
    if actor.user is None:
        cases: CaseQuerySet = apps.get_model("cases", "Case").objects.all()
        return cases.visible_to(actor).select_related(*around).filter(number=number).first()
    sight = Sight.of(actor)
    return _one_seen(gaps(sight), around).one(number, **vars(sight))


@cache
def _one_seen(sight: Sight, around: tuple[str, ...]) -> PreparedQuery[Case]:
    """One for each kind of person: there are no more kinds than combinations of posts."""
    cases = apps.get_model("cases", "Case").objects
    return PreparedQuery(
        lambda number: cases.all().seen_from(sight).select_related(*around).filter(number=number)
    )


@dataclass(frozen=True)
class Sight:
    """What a person with an account sees cases by: themselves, and the units of the posts that see theirs.

    `led_` are the units where they also see what is sensitive, whoever handles it: as a lead, or a leader in charge.
    """

    account: int | Given
    sees_all: bool = False
    directs: bool = False  # the district's office, and hears what is said of it
    takes_down: bool = False  # a volunteer sees what she reported
    seen_townships: Keys = ()
    seen_units: Keys = ()
    seen_studios: Keys = ()
    led_townships: Keys = ()
    led_units: Keys = ()
    led_studios: Keys = ()
    summoned: Keys = ()
    hears_of_office: Keys = ()  # as an officer of a department: the one of discipline holds what is said of the office

    @classmethod
    def of(cls, actor: Actor) -> Self:
        assert actor.user is not None
        led = {post.unit_id: post.unit for post in actor.posts_as(CONFIDANTS)}
        units = {post.unit_id: post.unit for post in actor.posts_as(SEES_UNIT)}
        seen = [unit for pk, unit in units.items() if pk not in led]
        officer = [post.unit for post in actor.posts_as(OFFICERS)]
        return cls(
            account=actor.user.pk,
            sees_all=any(unit.is_district for unit in units.values()),
            directs=any(post.unit.is_district for post in actor.posts_as({Function.DISTRICT_DIRECTOR})),
            takes_down=actor.holds(Function.VOLUNTEER),
            seen_townships=_townships(seen),
            seen_units=_villages(seen),
            seen_studios=_studios(seen),
            led_townships=_townships(led.values()),
            led_units=_villages(led.values()),
            led_studios=_studios(led.values()),
            summoned=tuple(pk for pk, unit in units.items() if unit.is_department),
            hears_of_office=tuple(unit.pk for unit in officer if unit.is_department),
        )


def _townships(units: Iterable[Unit]) -> tuple[int, ...]:
    return tuple(unit.pk for unit in units if unit.is_township)


def _villages(units: Iterable[Unit]) -> tuple[int, ...]:
    return tuple(unit.pk for unit in units if unit.is_studio_level)


def _studios(units: Iterable[Unit]) -> tuple[int, ...]:
    return tuple(unit.studio_id for unit in units if unit.is_studio_level and unit.studio_id)


def _of_the_district(sight: Sight) -> Q:
    """Everything but what is said of the office itself: that its director hears, and of him the discipline department."""
    heard = Q(about="") | Q(about=AccusedOffice.OFFICE) if sight.directs else Q(about="")
    return heard | _held_by_discipline(sight) if sight.hears_of_office else heard


def _held_by_discipline(sight: Sight) -> Q:
    return ~Q(about="") & among("holder", sight.hears_of_office)


def _known_from(sight: Sight) -> Q:
    complained = apps.get_model("cases", "Complainant").objects.filter(resident__account=sight.account)
    mine = Q(AnyOf(F("pk"), ArraySubquery(complained.values("case"))))
    # What is sensitive is seen by whoever handles it or took it down, and by those who lead.
    mine_to_know = Q(sensitive=False) | Q(handler=sight.account) | Q(registered_by=sight.account)
    if sight.seen_townships:
        mine |= among("township", sight.seen_townships) & mine_to_know
    if sight.seen_units:
        mine |= (among("unit", sight.seen_units) | among("agent", sight.seen_studios)) & mine_to_know
    if sight.led_townships:
        mine |= among("township", sight.led_townships)
    if sight.led_units:
        mine |= among("unit", sight.led_units) | among("agent", sight.led_studios)
    if sight.hears_of_office:
        mine |= _held_by_discipline(sight)
    if sight.summoned:
        summonses = apps.get_model("cases", "Summons").objects.filter(case=OuterRef("pk"))
        mine |= Q(Exists(summonses.filter(among("department", sight.summoned))))
    if sight.takes_down:
        # An accusation she took down is out of her unit's sight, and so out of hers.
        mine |= Q(registered_by=sight.account) & ~Q(kind=RequestKind.ACCUSATION)
    return mine
