"""Reception days at the desk: drawn up, published, called off; who comes; and the calendar of those one watches over."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from wolaiban.cases.models import Case
from wolaiban.desk.subjects.faces import Face
from wolaiban.desk.subjects.showing import addresses
from wolaiban.duty.actions.opening_days import USUAL_SLOTS
from wolaiban.duty.booked import ReceptionDay
from wolaiban.duty.booking_process import DRAFT
from wolaiban.duty.kind import RECEPTION_DAYS
from wolaiban.duty.months import Month
from wolaiban.duty.queries.days import days_of_month, holding_seats, published_ahead, receivers_called
from wolaiban.duty.queries.doors import own_door
from wolaiban.duty.words import DayWay
from wolaiban.people.actor import Actor
from wolaiban.people.officers import served_as, works_for
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.words import OFFICERS, SEES_UNIT

CALENDAR_SHOWN = 60


def fresh(request: SignedInRequest) -> ReceptionDay:
    """For the door of whoever draws up, or another of theirs that the address names."""
    return ReceptionDay(unit=own_door(request.actor, request.GET.get("unit", "")))


def may_read_list(actor: Actor, day: ReceptionDay) -> bool:
    """Whoever works there, and whoever receives: others read how many come."""
    return works_for(actor, day.unit) or day.leader_id in actor.selves


def around(request: SignedInRequest, day: ReceptionDay, step: str) -> dict[str, Any]:
    """On the page who comes: about what, and which case; never who."""
    if step:
        return {}
    bookings = list(
        holding_seats().filter(reception_day=day.pk).select_related("topic", "case").order_by("seat")
    )
    seen = Case.objects.visible_to(request.actor).filter(
        pk__in=[one.case_id for one in bookings if one.case_id]
    )
    return {
        "bookings": bookings if may_read_list(request.actor, day) else [],
        "number": len(bookings),
        "seen": set(seen.values_list("pk", flat=True)),
        "works_here": works_for(request.actor, day.unit),
        "receiver": receivers_called([day]).get(day.pk, "当天值班的书记"),
    }


def initial(request: SignedInRequest, day: ReceptionDay, step: str) -> dict[str, Any]:
    if step == "set_slots":
        return {"slots": day.slots}
    if not day.pk:
        unit = day.unit if day.unit_id else None
        way = DayWay.SECRETARY if unit and unit.is_studio_level else DayWay.LEADER
        place = unit.studio.address if unit and unit.studio else ""
        return {"slots": USUAL_SLOTS, "way": way.value, "place": place}
    names = ("day", "half", "way", "place", "topics", "slots")
    return {**{name: getattr(day, name) for name in names}, "leader": day.leader_id}


def waits(actor: Actor) -> Q | None:
    """Drafts to be published."""
    return Q(stage=DRAFT) & served_as(actor, OFFICERS, "unit") if actor.posts_as(OFFICERS) else None


def beside(actor: Actor) -> list[tuple[str, str]]:
    return [
        ("日历", "desk:reception_day_calendar"),
        ("预约", "desk:bookings_ahead"),
        ("接访", "desk:receptions"),
    ]


FACE = Face(
    kind=RECEPTION_DAYS,
    name="desk:reception_day",
    begins="draw_up",
    fresh=fresh,
    open="现在和以后的",
    over="过去的",
    beside=beside,
    related=("unit__township", "unit__parent", "unit__studio", "leader"),
    around=around,
    initial=initial,
    waits=waits,
    called=lambda day: f"{day.unit} {day.when_words}",
)


@require_safe
def calendar(request: SignedInRequest) -> HttpResponse:
    """The days to come of all units that somebody sees, and how a month went."""
    if not request.actor.posts_as(SEES_UNIT):
        raise Http404
    seen = RECEPTION_DAYS.visible_to(request.actor)
    found = list(published_ahead(now()).filter(pk__in=seen.values("pk"))[: CALENDAR_SHOWN + 1])
    shown, called = found[:CALENDAR_SHOWN], receivers_called(found)
    lines = [(day, called.get(day.pk, "书记")) for day in shown]
    facts = {
        "days": [(when, list(some)) for when, some in groupby(lines, key=lambda line: line[0].day)],
        "more": len(found) > CALENDAR_SHOWN,
        "drafts": seen.filter(stage=str(DRAFT)).count(),
        **_month(request, localdate()),
        "told": days_of_month(seen, _asked(request) or Month.of(localdate())),
    }
    return render(request, "desk/reception_days/calendar.html", facts)


def _month(request: SignedInRequest, today: date) -> dict[str, Any]:
    this = Month.of(today)
    month = _asked(request) or this
    return {"before": month.before, "after": month.next if month < this else None}


def _asked(request: SignedInRequest) -> Month | None:
    try:
        first = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return None
    return Month(first) if 2000 < first.year < 2100 else None


urlpatterns = [
    path("reception-days/calendar/", calendar, name="reception_day_calendar"),
    *addresses(FACE, "reception-days"),
]
