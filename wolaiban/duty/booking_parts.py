"""What is read around a reception day and a booking: what may be chosen, who receives, who may see them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate, now

from wolaiban.catalogue.models import Category
from wolaiban.catalogue.queries import current_edition
from wolaiban.duty.booked import Booking, ReceptionDay
from wolaiban.duty.booking_process import AHEAD
from wolaiban.duty.models import Reception, Shift
from wolaiban.duty.parts import RECEIVE
from wolaiban.duty.process import RECORDED
from wolaiban.duty.queries.days import days_of
from wolaiban.duty.words import DutyPart
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.people.officers import officers_of, served_as
from wolaiban.places.models import Unit
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import OFFICERS
from wolaiban.workflow.parts import Parts
from wolaiban.workflow.visible import in_office

POSTED = ("posted", "over")


class ReceptionDayParts(Parts[ReceptionDay]):
    subject: ReceptionDay

    @property
    def unit(self) -> Unit:
        unit: Unit = self.subject.unit
        return unit

    @property
    def may_receive(self) -> list[User]:
        return list({post.user_id: post.user for post in officers_of(self.unit, RECEIVE)}.values())

    @property
    def receivers(self) -> list[User]:
        """The leader who is named, or the secretary whom the posted roster has that day."""
        if self.subject.leader is not None:
            return [self.subject.leader]
        shifts = Shift.objects.filter(
            roster__unit=self.unit,
            roster__stage__in=POSTED,
            day=self.subject.day,
            part=str(DutyPart.SECRETARY),
        )
        return [shift.person for shift in shifts.select_related("person") if shift.person is not None]

    @cached_property
    def ahead(self) -> list[Booking]:
        """The bookings of those who are still to come, by their seats."""
        return list(bookings_ahead(self.subject))

    @property
    def has_begun(self) -> bool:
        return self.subject.begins_at <= now()


def bookings_ahead(day: ReceptionDay) -> QuerySet[Booking]:
    return Booking.objects.filter(reception_day=day.pk, stage__in=sorted(AHEAD)).order_by("seat")


class BookingParts(Parts[Booking]):
    subject: Booking

    @property
    def unit(self) -> Unit:
        unit: Unit = self.subject.unit
        return unit

    @cached_property
    def days(self) -> list[ReceptionDay]:
        """All that did not begin yet, full ones among them: whoever wants one of these is told which are not."""
        return days_of(self.unit, now())

    @property
    def other_days(self) -> list[ReceptionDay]:
        return [day for day in self.days if day.pk != self.subject.reception_day_id]

    @property
    def topics(self) -> list[Category]:
        """The fields of the catalogue."""
        return list(Category.objects.of(current_edition().pk).active().filter(parent=None))

    @property
    def receptions(self) -> list[Reception]:
        """Of the day itself and the next, that no other booking led to."""
        first = self.subject.reception_day.day
        taken = Booking.objects.filter(unit=self.unit, reception__isnull=False).values("reception")
        near = Q(at__date__range=(first, first + timedelta(days=1)))
        found = Reception.objects.filter(near, unit=self.unit, stage=str(RECORDED)).exclude(pk__in=taken)
        return list(found.order_by("-pk"))

    @property
    def has_begun(self) -> bool:
        begins: datetime = self.subject.reception_day.begins_at
        return begins <= now()

    @property
    def is_today(self) -> bool:
        day: date = self.subject.reception_day.day
        return day == localdate()

    @property
    def letter(self) -> dict[str, str]:
        """What is told of it outside: when, where; never about what."""
        day = self.subject.reception_day
        hour = day.begins_at.astimezone(BEIJING)
        return {"by": f"{day.when_words}{hour:%H:%M}", "unit": day.place}


def visible_days(actor: Actor) -> QuerySet[ReceptionDay]:
    """To those who work there, to the township above, to the district, and to the leader whose day it is."""
    townships = [post.unit_id for post in actor.posts_as(OFFICERS) if post.unit.is_township]
    own = Q(leader__in=actor.selves)
    near = served_as(actor, OFFICERS, "unit") | Q(unit__township__in=townships)
    return in_office(ReceptionDay, actor, near, own)


def visible_bookings(actor: Actor) -> QuerySet[Booking]:
    """To those who work at the door alone: a topic, a place and an hour are enough to know somebody by."""
    if actor.is_clock:
        return Booking.objects.all()
    if actor.slip:
        return Booking.objects.filter(number=actor.slip)
    return Booking.objects.filter(served_as(actor, OFFICERS, "unit"))
