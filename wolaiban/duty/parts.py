"""What is read around a roster, a rotation and a reception: their rows, what may be chosen, who may see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from wolaiban.catalogue.models import Category
from wolaiban.catalogue.queries import current_edition
from wolaiban.duty.drawing import RotationRule, Taken
from wolaiban.duty.models import (
    Reception,
    ReceptionReceiver,
    Roster,
    Rotation,
    RotationPlace,
    Shift,
    Swap,
    ToldGap,
)
from wolaiban.duty.months import Month
from wolaiban.duty.process import IN_FORCE
from wolaiban.duty.rules import counted_functions, wanted_words
from wolaiban.duty.words import DutyPart, HolidayDuty, ShiftOrigin
from wolaiban.people.actor import Actor
from wolaiban.people.models import Absence, Post, User
from wolaiban.people.officers import officers_of, served_as
from wolaiban.places.models import STUDIO_KINDS, Unit
from wolaiban.process.words import LEADS, OFFICERS, Function
from wolaiban.workflow.parts import Parts, rows
from wolaiban.workflow.visible import in_office

MONTHS_AHEAD = 3  # that may be drawn up: this one and the next two
TOLD_ABOVE = 2  # see `steps.LEVELS`
RECEIVE = OFFICERS | {Function.LEADER_IN_CHARGE}


class UnitParts(Parts[Roster | Rotation]):
    """What a roster and a rotation both know of the unit at whose door they are."""

    @property
    def unit(self) -> Unit:
        unit: Unit = self.subject.unit
        return unit

    @property
    def begins_on(self) -> date:
        return localdate()

    @cached_property
    def posts(self) -> list[Post]:
        """Of those who work at this door, not over by the first day that concerns us; leads first."""
        return posts_of([self.unit], self.begins_on)

    @cached_property
    def may_hold(self) -> list[User]:
        return list({post.user_id: post.user for post in self.posts}.values())

    @cached_property
    def absences(self) -> list[Absence]:
        """Of those who work here, not over by the first day that concerns us."""
        people = {post.user_id for post in self.posts}
        return list(Absence.objects.filter(user__in=people, ends__gt=self.begins_on))

    def is_away(self, person: int | None, day: date) -> bool:
        return any(one.user_id == person and one.starts <= day < one.ends for one in self.absences)

    def is_in_office(self, person: int, day: date) -> bool:
        return any(post.user_id == person and _is_held(post, day) for post in self.posts)

    def is_there(self, person: int, day: date) -> bool:
        return self.is_in_office(person, day) and not self.is_away(person, day)

    def counts(self, person: int | None, day: date) -> bool:
        """Whether somebody holds one of the functions of which one must be there, that day. Any, above the studios."""
        wanted = counted_functions() if self.unit.is_studio_level else OFFICERS
        held = any(
            post.user_id == person and post.function_word in wanted and _is_held(post, day)
            for post in self.posts
        )
        return held and not self.is_away(person, day)

    def leaves_on(self, person: User) -> date | None:
        """The first day on which somebody works here no more, if that is known."""
        ends = [post.ends for post in self.posts if post.user_id == person.pk]
        return None if None in ends else max((end for end in ends if end), default=None)


def _is_held(post: Post, day: date) -> bool:
    return post.starts <= day and (post.ends is None or day < post.ends)


class RosterParts(UnitParts):
    """What the table of a roster asks for by name."""

    subject: Roster
    shifts = rows(Shift, "person", as_digest=True)
    swaps = rows(Swap, "shift__person", "asked_by", "whom", "taker", "gives__person", as_digest=True)
    told_gaps = rows(ToldGap, "shift")

    def __init__(self, subject: Roster) -> None:
        """Where many are drawn up, what is asked of each was read for some together (`actions.next_month`)."""
        super().__init__(subject)
        vars(self).update(subject.known)

    @property
    def begins_on(self) -> date:
        return self.subject.month or localdate()

    @cached_property
    def months(self) -> list[Month]:
        """Those to be drawn up that have no roster yet."""
        this = Month.of(localdate())
        wanted = [this, this.next, this.next.next][:MONTHS_AHEAD]
        drawn = Roster.objects.filter(unit=self.unit, month__in=[month.first for month in wanted])
        there = set(drawn.values_list("month", flat=True))
        return [month for month in wanted if month.first not in there]

    @cached_property
    def rule(self) -> RotationRule:
        """That of the rotation in force; without one all who count take turns."""
        rotation = Rotation.objects.filter(unit=self.unit, stage=str(IN_FORCE)).first()
        if rotation is not None:
            return RotationParts(rotation).rule_for(secretaries(self.posts))
        people = [person.pk for person in self.may_hold if self._ever_counts(person)]
        return RotationRule(
            self.begins_on, HolidayDuty.SAME, tuple(people), secretaries=secretaries(self.posts)
        )

    def _ever_counts(self, person: User) -> bool:
        wanted = counted_functions() if self.unit.is_studio_level else OFFICERS
        return any(post.user_id == person.pk and post.function_word in wanted for post in self.posts)

    def elsewhere(self, people: Iterable[User]) -> frozenset[Taken]:
        """What they do at other doors in this month."""
        month = self.subject.as_month
        others = Shift.objects.filter(
            person__in=[one.pk for one in people], day__range=(month.first, month.last)
        )
        taken = others.exclude(roster=self.subject.pk).values_list("person", "day", "part")
        return frozenset((person, day, str(part)) for person, day, part in taken if person)

    @property
    def shifts_ahead(self) -> list[Shift]:
        """Those of today and later: what is past is never changed."""
        today = localdate()
        return [shift for shift in in_order_of_days(self.shifts) if shift.day >= today]

    @property
    def shifts_past(self) -> list[Shift]:
        today = localdate()
        return [shift for shift in in_order_of_days(self.shifts) if shift.day < today][::-1]

    @property
    def swaps_ahead(self) -> list[Swap]:
        today = localdate()
        return [swap for swap in self.swaps if swap.shift.day >= today]

    def is_lacking(self, shift: Shift) -> bool:
        """Whether a day has nobody of those of whom one must be there, nor anybody whom the township sent."""
        if shift.part != DutyPart.DAY:
            return False
        if shift.origin == ShiftOrigin.COVER:
            return not any(person.pk == shift.person_id for person in self.stand_ins)
        return not self.counts(shift.person_id, shift.day)

    @property
    def lacking(self) -> list[Shift]:
        return [shift for shift in in_order_of_days(self.shifts) if self.is_lacking(shift)]

    @property
    def lacking_ahead(self) -> list[Shift]:
        today = localdate()
        return [shift for shift in self.lacking if shift.day >= today]

    @property
    def days_lacking_unknown_above(self) -> list[date]:
        """Of these, those of which the township has not been told."""
        told = {gap.shift_id for gap in self.told_gaps if gap.told >= TOLD_ABOVE}
        return [shift.day for shift in self.lacking_ahead if shift.pk not in told]

    @property
    def wanted(self) -> str:
        return wanted_words() if self.unit.is_studio_level else "人"

    @property
    def above(self) -> list[Unit]:
        """Of the district itself, itself."""
        return [self.unit.parent or self.unit]

    @property
    def district(self) -> list[Unit]:
        return [Unit.objects.district()]

    @cached_property
    def stand_ins(self) -> list[User]:
        """Who may be sent from the unit above; nobody stands above the district."""
        above = self.unit.parent
        posts = officers_of(above) if above is not None else []
        return list({post.user_id: post.user for post in posts}.values())

    @property
    def leads(self) -> list[User]:
        today = localdate()
        posts = [post for post in self.posts if post.function_word in LEADS and _is_held(post, today)]
        return [post.user for post in posts]

    @property
    def people(self) -> list[User]:
        """Everybody who has a shift."""
        return list({shift.person_id: shift.person for shift in self.shifts if shift.person}.values())

    @property
    def receiving(self) -> list[User]:
        """Who plans, and who is to receive from today on."""
        ahead = [shift.person for shift in self.shifts_ahead if shift.part == DutyPart.SECRETARY]
        return list({one.pk: one for one in [*self.leads, *ahead] if one}.values())

    @property
    def last_swap(self) -> list[Swap]:
        return self.swaps[-1:]


class RotationParts(UnitParts):
    subject: Rotation
    places = rows(RotationPlace, "person")

    @property
    def is_set_up(self) -> bool:
        return Rotation.objects.filter(unit=self.unit, stage=str(IN_FORCE)).exists()

    def order(self, part: DutyPart) -> list[RotationPlace]:
        return sorted((one for one in self.places if one.part == part), key=lambda one: one.place)

    @property
    def after_first(self) -> list[RotationPlace]:
        """All who have somebody before them."""
        return [one for part in (DutyPart.DAY, DutyPart.NIGHT) for one in self.order(part)[1:]]

    def rule_for(self, receiving: tuple[int, ...]) -> RotationRule:
        """`receiving` are those who receive as secretaries."""
        rotation = self.subject
        assert rotation.since
        return RotationRule(
            rotation.since, HolidayDuty(rotation.on_holiday),
            tuple(one.person_id for one in self.order(DutyPart.DAY)),
            tuple(one.person_id for one in self.order(DutyPart.NIGHT)),
            receiving,
        )  # fmt: skip


class ReceptionParts(Parts[Reception]):
    subject: Reception
    receivers = rows(ReceptionReceiver, "post__user", "post__unit")

    @property
    def unit(self) -> Unit:
        unit: Unit = self.subject.unit
        return unit

    @property
    def topics(self) -> list[Category]:
        return fields_of_today()

    @cached_property
    def receiving(self) -> list[Post]:
        return officers_of(self.unit, RECEIVE)

    @property
    def may_receive(self) -> list[User]:
        return list({post.user_id: post.user for post in self.receiving}.values())

    def post_of(self, person: User) -> Post:
        """The first in which somebody receives here."""
        return next(post for post in self.receiving if post.user_id == person.pk)


def fields_of_today() -> list[Category]:
    """The fields of the catalogue: coarse enough to be chosen in one press."""
    return list(Category.objects.of(current_edition().pk).active().filter(parent=None))


Office = tuple[bool, int | None]  # of villages that share a studio, the studio's key


def office_of(unit: Unit) -> Office:
    """The same of two units at whose doors the same people work."""
    return (True, unit.studio_id) if unit.is_studio_level else (False, unit.pk)


def posts_of(units: Iterable[Unit], since: date) -> list[Post]:
    """Of all who work at some doors, not over by a day; leads first."""
    keys = [office_of(unit) for unit in units]
    if not keys:
        return []
    studios, others = ([key for at_studio, key in keys if at_studio is which] for which in (True, False))
    here = (Q(unit__studio__in=studios) if studios else Q()) | (Q(unit__in=others) if others else Q())
    held = Post.objects.as_any_of(sorted(OFFICERS)).not_over(since).filter(here, user__is_active=True)
    found = held.select_related("user", "unit").order_by("starts", "pk")
    return sorted(found, key=lambda post: post.function_word not in LEADS)


def secretaries(posts: list[Post]) -> tuple[int, ...]:
    """Who receives in a studio: its leaders."""
    return tuple(dict.fromkeys(post.user_id for post in posts if post.function_word in LEADS))


def in_order_of_days(shifts: list[Shift]) -> list[Shift]:
    parts = list(DutyPart)
    return sorted(shifts, key=lambda shift: (shift.day, parts.index(shift.part_word)))


def whole_day(parts: RosterParts, shift: Shift) -> list[Shift]:
    """A shift with the others of its day that are the same person's."""
    return [one for one in parts.shifts if (one.day, one.person_id) == (shift.day, shift.person_id)]


def visible_rosters(actor: Actor) -> QuerySet[Roster]:
    """To those who work there, to the township above, to the district. Leaders in charge are told of gaps elsewhere."""
    return in_office(Roster, actor, served_as(actor, OFFICERS, "unit"), _below(actor))


def visible_rotations(actor: Actor) -> QuerySet[Rotation]:
    return in_office(Rotation, actor, served_as(actor, OFFICERS, "unit"), _below(actor))


def visible_receptions(actor: Actor) -> QuerySet[Reception]:
    """As rosters; and to leaders in charge those in which they received. What was said is for the door alone.

    Of millions: found by the doors, one after the other, never by looking at each (`Kind.audiences` says of the words).
    """
    received = ReceptionReceiver.objects.filter(post__user__in=actor.selves)
    near = [Q(unit__in=doors_of(actor).values("pk"))] if actor.posts_as(OFFICERS) else []
    near += [Q(pk__in=received.values("reception"))] if actor.holds(Function.LEADER_IN_CHARGE) else []
    return in_office(Reception, actor, *(near or [Q(pk__in=[])]))


def doors_of(actor: Actor) -> QuerySet[Unit]:
    """The units that somebody serves, and those below their townships."""
    posts = actor.posts_as(OFFICERS)
    studios = [post.unit.studio_id for post in posts if post.unit.is_studio_level]
    townships = [post.unit_id for post in posts if post.unit.is_township]
    beside = Q(studio__in=studios, kind__in=sorted(STUDIO_KINDS))
    return Unit.objects.filter(
        Q(pk__in=[post.unit_id for post in posts]) | beside | Q(township__in=townships)
    )


def _below(actor: Actor) -> Q:
    townships = [post.unit_id for post in actor.posts_as(OFFICERS) if post.unit.is_township]
    return Q(unit__township__in=townships)
