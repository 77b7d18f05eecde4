"""Which cases an actor may see: the only door. Pages, lists, counts, search, exports and attachments go through it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import now

from wolaiban.asking import AnyOf, Given, Keys, Question, among, gaps
from wolaiban.people.actor import Actor
from wolaiban.process.words import OPEN_STAGES, SEES_UNIT, Function, RequestKind

if TYPE_CHECKING:
    from wolaiban.cases.models import Case


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> Self:
        return self.filter(stage__in=sorted(OPEN_STAGES))

    def overdue(self, at: datetime | None = None) -> Self:
        """Open, past the service deadline, and not paused."""
        return self.open().filter(deadline__lt=at or now(), paused_at=None)

    def with_parties(self) -> Self:
        """Bring along what a line of a list names: units, category, handler."""
        return self.select_related("unit", "township", "holder", "agent", "category", "handler")

    def newest_first(self) -> Self:
        return self.order_by("-id")

    def visible_to(self, actor: Actor) -> Self:
        """Cases this actor may know of. Whatever is not here answers 404, as if it did not exist.

        A district post sees the district, a township post its subtree, a studio post what its studio
        received, a department what it was ever summoned to, a volunteer what she reported, a resident
        what they complained of, a receipt the case of its complaint (design, "Who sees what").
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
        return self if sight.sees_all else self.filter(_known_from(sight))


def visible_one(actor: Actor, number: str, *around: str) -> Case | None:
    """The case of this number if the actor may know of it, with what `around` names; as `visible_to` would find it."""
    if actor.user is None:
        cases: CaseQuerySet = apps.get_model("cases", "Case").objects.all()
        return cases.visible_to(actor).select_related(*around).filter(number=number).first()
    sight = Sight.of(actor)
    return _one_seen(gaps(sight), around).one(number, **vars(sight))


@cache
def _one_seen(sight: Sight, around: tuple[str, ...]) -> Question[Case]:
    """One for each kind of person: there are no more kinds than combinations of posts."""
    cases = apps.get_model("cases", "Case").objects
    return Question(lambda number: cases.all().seen_from(sight).select_related(*around).filter(number=number))


@dataclass(frozen=True)
class Sight:
    """What a person with an account sees cases by: themselves, and the units of the posts that see theirs."""

    account: int | Given
    sees_all: bool = False
    takes_down: bool = False  # a volunteer sees what she reported
    seen_townships: Keys = ()
    seen_units: Keys = ()
    seen_studios: Keys = ()
    summoned: Keys = ()

    @classmethod
    def of(cls, actor: Actor) -> Self:
        assert actor.user is not None
        units = [post.unit for post in actor.posts_as(SEES_UNIT)]
        villages = [unit for unit in units if unit.is_studio_level]
        return cls(
            account=actor.user.pk,
            sees_all=any(unit.is_district for unit in units),
            takes_down=actor.holds(Function.VOLUNTEER),
            seen_townships=tuple(unit.pk for unit in units if unit.is_township),
            seen_units=tuple(unit.pk for unit in villages),
            seen_studios=tuple(unit.studio_id for unit in villages if unit.studio_id),
            summoned=tuple(unit.pk for unit in units if unit.is_department),
        )


def _known_from(sight: Sight) -> Q:
    complained = apps.get_model("cases", "Complainant").objects.filter(resident__account=sight.account)
    mine = Q(AnyOf(F("pk"), ArraySubquery(complained.values("case"))))
    if sight.seen_townships:
        mine |= among("township", sight.seen_townships)
    if sight.seen_units:
        mine |= among("unit", sight.seen_units) | among("agent", sight.seen_studios)
    if sight.summoned:
        summonses = apps.get_model("cases", "Summons").objects.filter(case=OuterRef("pk"))
        mine |= Q(Exists(summonses.filter(among("department", sight.summoned))))
    if sight.takes_down:
        # An accusation she took down is out of her unit's sight, and so out of hers.
        mine |= Q(registered_by=sight.account) & ~Q(kind=RequestKind.ACCUSATION)
    return mine
