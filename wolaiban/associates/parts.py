"""What is read of an associate and around them: what may be chosen, who may see them."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from wolaiban.associates.models import (
    AppointmentTerm,
    Area,
    AreaAssignment,
    Associate,
    HoursCertificate,
    ToldReminder,
    VolunteerHours,
)
from wolaiban.associates.process import ACTIVE
from wolaiban.associates.twins import twins_of
from wolaiban.associates.words import EXPERTS, AssociateKind, FreeTime, Skill
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.people.officers import served_as, works_for
from wolaiban.places.models import Unit
from wolaiban.process.words import OFFICERS, Function
from wolaiban.workflow.parts import Parts, rows

SEES_ALL = OFFICERS | {Function.AUDITOR}  # of the district. A leader in charge is told numbers elsewhere


class AssociateParts(Parts[Associate]):
    """What its table asks for by name."""

    areas = rows(AreaAssignment, "area")
    hours = rows(VolunteerHours, "stated_by", as_digest=True)
    certificates = rows(HoursCertificate, as_digest=True)
    terms = rows(AppointmentTerm)
    reminders = rows(ToldReminder, as_digest=True)

    @cached_property
    def twins(self) -> list[Associate]:
        """Who is registered here already, of whoever offers to help."""
        return twins_of(self.subject)

    @property
    def all_kinds(self) -> list[AssociateKind]:
        return list(AssociateKind)

    @property
    def all_skills(self) -> list[Skill]:
        return list(Skill)

    @property
    def all_times(self) -> list[FreeTime]:
        return list(FreeTime)

    @property
    def areas_of_unit(self) -> list[Area]:
        """Those not claimed yet by this associate; others may look after them as well."""
        claimed = [one.area_id for one in self.areas]
        return list(Area.objects.filter(unit=self.subject.unit).exclude(pk__in=claimed).order_by("name"))

    @property
    def settled(self) -> list[VolunteerHours]:
        """The last first."""
        found = [one for one in self.hours if one.state_word.is_settled]
        return sorted(found, key=lambda one: one.day, reverse=True)

    @property
    def hours_lately(self) -> list[VolunteerHours]:
        return sorted(self.hours, key=lambda one: (one.day, one.pk), reverse=True)

    def settled_minutes(self, starts: date, ends: date) -> int:
        return sum(one.counted for one in self.settled if starts <= one.day <= ends)

    @property
    def terms_running(self) -> list[AppointmentTerm]:
        """Those that are not over, also if they only begin later; one that was ended before it began has no day."""
        return [one for one in self.terms if one.ends > max(one.starts, localdate())]

    @property
    def themselves(self) -> list[User]:
        """Nobody where they have no account."""
        return [self.subject.account] if self.subject.account else []

    @property
    def both(self) -> list[User | Unit]:
        """Those who are told what concerns somebody: themselves, and where they enlisted."""
        return [*self.themselves, self.subject.unit]

    @property
    def accounts(self) -> list[User]:
        """Of the volunteers there, those that are nobody else's."""
        taken = Associate.objects.filter(stage=str(ACTIVE), account__isnull=False).exclude(pk=self.subject.pk)
        volunteers = User.objects.in_post(at=self.subject.unit, functions=[Function.VOLUNTEER])
        return list(volunteers.exclude(pk__in=taken.values("account")))


def is_of(actor: Actor, associate: Associate) -> bool:
    """Whether it is the actor's own. No deputy is somebody else in this."""
    return actor.user is not None and associate.account_id == actor.user.pk


def own_counter(actor: Actor, code: str = "") -> Unit | None:
    """The unit with this code, if somebody works there; without one, that of their longest post. Departments have none."""
    units = [post.unit for post in actor.posts_as(OFFICERS) if post.unit.studio_id]
    if not code:
        return units[0] if units else None
    named = Unit.objects.select_related("studio", "parent", "township").filter(code=code).first()
    return named if named and works_for(actor, named) else None


def visible_to(actor: Actor) -> QuerySet[Associate]:
    """Their own; where they enlisted, the township above, the district; experts of a township to its studios as well."""
    everything = Associate.objects.all()
    if actor.is_clock or any(post.unit.is_district for post in actor.posts_as(SEES_ALL)):
        return everything
    own = Q(account=actor.user) if actor.user else Q(pk__in=[])
    return everything.filter(own | served_as(actor, OFFICERS, "unit") | _below(actor) | _experts_above(actor))


def _below(actor: Actor) -> Q:
    townships = [post.unit_id for post in actor.posts_as(OFFICERS) if post.unit.is_township]
    return Q(unit__township__in=townships)


def _experts_above(actor: Actor) -> Q:
    units = [post.unit for post in actor.posts_as(OFFICERS) if post.unit.is_studio_level]
    wanted = [str(kind) for kind in sorted(EXPERTS)]
    townships = [unit.township_id for unit in units if unit.township_id]
    return Q(unit__in=townships, kinds__overlap=wanted, stage=str(ACTIVE))
