"""On which reception days somebody can still book, and what became of those that are over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from wolaiban.duty.booked import Booking, ReceptionDay
from wolaiban.duty.booking_process import CANCELLED, DONE, MISSED, OVER, PUBLISHED
from wolaiban.duty.labels import called
from wolaiban.duty.months import Month
from wolaiban.people.models import Post
from wolaiban.places.models import Unit
from wolaiban.process.calendar import BEIJING, is_working_day

IN_ORDER = (
    "day",
    Case(When(half="morning", then=Value(0)), default=Value(1), output_field=IntegerField()),
    "pk",
)
GOOD_NOTICE = timedelta(days=5)
FREE_TOLD = 3  # to whoever wanted another one


def holding_seats() -> QuerySet[Booking]:
    return Booking.objects.exclude(stage=str(CANCELLED))


def bookings_over(before: datetime) -> QuerySet[Booking]:
    """Of days that were over before a moment, whatever became of them."""
    return Booking.objects.filter(reception_day__day__lt=before.astimezone(BEIJING).date())


def with_taken(days: QuerySet[ReceptionDay]) -> QuerySet[ReceptionDay]:
    """With how many seats are held, in the same query."""
    held = holding_seats().filter(reception_day=OuterRef("pk")).order_by().values("reception_day")
    counted = held.annotate(number=Count("pk")).values("number")
    return days.annotate(taken=Coalesce(Subquery(counted), 0))


def published_ahead(moment: datetime) -> QuerySet[ReceptionDay]:
    """From today on, the first first, with what is taken; of all units."""
    today = moment.astimezone(BEIJING).date()
    days = ReceptionDay.objects.filter(stage=str(PUBLISHED), day__gte=today)
    return with_taken(days).select_related("unit__studio", "leader").order_by(*IN_ORDER)


def days_of(unit: Unit, moment: datetime) -> list[ReceptionDay]:
    """Of one unit: those that did not begin yet, full ones among them, and none that became a day off."""
    return [day for day in published_ahead(moment).filter(unit=unit) if why_not_now(day, moment) is None]


def days_near(unit: Unit, moment: datetime) -> list[ReceptionDay]:
    """The same with those of the leaders of its township; of villages that share a studio, those of its door."""
    near = Q(unit=unit) | Q(unit=unit.township_id, leader__isnull=False)
    if unit.studio_id is not None and unit.is_studio_level:
        near |= Q(unit__studio=unit.studio_id)
    found = published_ahead(moment).filter(near)
    return [day for day in found if why_not_now(day, moment) is None]


def why_not_now(day: ReceptionDay, moment: datetime) -> str | None:
    """Why nobody can book a day at this moment any more, whatever is taken."""
    if day.stage != PUBLISHED:
        return f"{day.when_words}的接待已经取消或者过去了。"
    if day.begins_at <= moment:
        return f"{day.when_words}的接待已经开始了。"
    if not is_working_day(day.day):
        return f"{day.when_words}放假，那天不接待。"
    return None


def free_days(unit: Unit, moment: datetime, *, but: int | None = None) -> list[ReceptionDay]:
    """Those with a seat left."""
    return [
        day
        for day in days_of(unit, moment)
        if day.taken < day.slots and day.pk != but  # type: ignore[attr-defined]
    ]


def seats_of(day: ReceptionDay) -> set[int]:
    """Those that are held. Under the lock of the day nobody takes another."""
    return set(holding_seats().filter(reception_day=day.pk).values_list("seat", flat=True))


def receivers_called(days: Iterable[ReceptionDay]) -> dict[int, str]:
    """How each leader is called in public on their day, by its key: surname and function; one query."""
    led = [day for day in days if day.leader_id is not None]
    posts = Post.objects.not_over(min((day.day for day in led), default=date.max))
    held = posts.filter(user__in={day.leader_id for day in led}, unit__in={day.unit_id for day in led})
    functions = {(post.user_id, post.unit_id): post.function_word for post in held.order_by("-starts")}
    return {
        day.pk: called(day.leader.name, functions.get((day.leader.pk, day.unit_id)))
        for day in led
        if day.leader is not None
    }


@dataclass(frozen=True)
class DaysOfMonth:
    """Of reception days that are over: how many, how many a leader's, how many of these were told of in good time.

    `kept` and `missed` are booked talks; they are of days and seats, never of a person.
    """

    month: Month
    held: int
    led: int
    in_good_time: int
    called_off: int
    kept: int
    missed: int

    @property
    def share_kept(self) -> int | None:
        """In hundredths, cut."""
        booked = self.kept + self.missed
        return self.kept * 100 // booked if booked else None


def days_of_month(days: QuerySet[ReceptionDay], month: Month) -> DaysOfMonth:
    """Of those that somebody may see; two queries."""
    within = days.filter(day__range=(month.first, month.last)).order_by()
    over, led = Q(stage=str(OVER)), Q(leader__isnull=False)
    early = Q(published_at__date__lte=F("day") - GOOD_NOTICE)
    counts = within.aggregate(
        held=Count("pk", filter=over),
        led=Count("pk", filter=over & led),
        in_good_time=Count("pk", filter=over & led & early),
        called_off=Count("pk", filter=Q(stage="called_off")),
    )
    booked = Booking.objects.filter(reception_day__in=within.values("pk"))
    ended = booked.aggregate(
        kept=Count("pk", filter=Q(stage=str(DONE))), missed=Count("pk", filter=Q(stage=str(MISSED)))
    )
    return DaysOfMonth(month=month, **counts, **ended)
