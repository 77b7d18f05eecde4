"""Bookings at the desk: who comes today and on the next days, and booking for whoever is on the telephone."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.timezone import localdate, now
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from wolaiban.cases.models import Case
from wolaiban.cases.receipt_codes import grouped
from wolaiban.desk.subjects.faces import Face
from wolaiban.desk.subjects.forms import step_form
from wolaiban.desk.subjects.showing import addresses
from wolaiban.duty.actions.booking import BEGINS, VisitWish, booked, refuse_unfit
from wolaiban.duty.booked import Booking, ReceptionDay
from wolaiban.duty.booking_parts import BookingParts
from wolaiban.duty.booking_process import ARRIVED, BookingStage
from wolaiban.duty.booking_steps import NotFree
from wolaiban.duty.kind import BOOKINGS
from wolaiban.duty.queries.days import published_ahead
from wolaiban.duty.queries.doors import own_door
from wolaiban.duty.slips import code_of
from wolaiban.people.actor import Actor
from wolaiban.people.officers import served_as
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import OFFICERS, SEES_UNIT, RequestKind
from wolaiban.residents import vault
from wolaiban.residents.actions import REASON_LENGTH, reveal
from wolaiban.residents.errors import AlreadyErased
from wolaiban.web.forms import StepForm
from wolaiban.web.keys import REUSED, key_for, once_of
from wolaiban.web.refusing import show_refusal
from wolaiban.workflow.idempotency import KeyReused
from wolaiban.workflow.offers import require

LONGEST_NUMBER = 24
DAYS_SHOWN = 14  # half days
NO_SUCH_CASE = "没有这个件号，或者您看不到它。检举控告不在这里约。"


def fresh(request: SignedInRequest) -> Booking:
    """At the door of whoever books, or another of theirs that the address names."""
    return Booking(unit=own_door(request.actor, request.GET.get("unit", "")))


def around(request: SignedInRequest, booking: Booking, step: str) -> dict[str, Any]:
    if step:
        return {}
    seen = Case.objects.visible_to(request.actor)
    return {
        "day": booking.reception_day,
        "case": seen.filter(pk=booking.case_id).first() if booking.case_id else None,
        "phone": vault.masked(booking.resident),
        "by_call": vault.is_told_by_call(booking.resident),
        "is_open": booking.stage_word.is_open,
        "has_slip": wrote(request.actor, booking),
    }


def wrote(actor: Actor, booking: Booking) -> bool:
    """Whether they booked it themself: with its code one acts as whoever comes, so nobody else here is shown it."""
    return actor.user is not None and BookingParts(booking).beginner == actor.user


def waits(actor: Actor) -> Q | None:
    """Whoever came and was not written down yet."""
    return Q(stage=ARRIVED) & served_as(actor, OFFICERS, "unit") if actor.posts_as(OFFICERS) else None


def beside(actor: Actor) -> list[tuple[str, str]]:
    return [("今天和以后", "desk:bookings_ahead"), ("接待日", "desk:reception_days")]


FACE = Face(
    kind=BOOKINGS,
    name="desk:booking",
    begins=BEGINS,
    fresh=fresh,
    open="还没有来的",
    over="过去的",
    beside=beside,
    related=(
        "unit__township", "unit__parent", "unit__studio", "topic", "resident", "reception_day__leader", "case",
    ),
    around=around,
    waits=waits,
    called=lambda booking: f"{booking.reception_day.when_words}的预约",
)  # fmt: skip


@require_safe
def ahead(request: SignedInRequest) -> HttpResponse:
    """Today and the next days at the doors of whoever works there: who comes, and which seats are free."""
    if not request.actor.posts_as(SEES_UNIT):
        raise Http404
    days = list(published_ahead(now()).filter(served_as(request.actor, OFFICERS, "unit"))[:DAYS_SHOWN])
    found = BOOKINGS.visible_to(request.actor).filter(reception_day__in=days)
    facts = {
        "days": _with_bookings(days, found.select_related("topic", "resident").order_by("seat")),
        "may_book": bool(days),
        "today": localdate(),
    }
    return render(request, "desk/bookings/ahead.html", facts)


def _with_bookings(
    days: Iterable[ReceptionDay], found: Iterable[Booking]
) -> list[tuple[ReceptionDay, list[Booking]]]:
    """Those who come first by their seats, then the others."""
    of_day: dict[int, list[Booking]] = {}
    for booking in found:
        of_day.setdefault(booking.reception_day_id, []).append(booking)
    return [(day, of_day.get(day.pk, [])) for day in days]


# ---- For whoever is on the telephone


class CounterForm:
    """The questions of the table, and the number of a case they come about."""

    def __init__(self, request: SignedInRequest, booking: Booking) -> None:
        self.request, self.booking = request, booking
        offered = require(request.actor, booking, BEGINS)
        sent = request.POST if request.method == "POST" else None
        preset = {"day": request.GET["day"]} if "day" in request.GET and sent is None else {}
        self.step: StepForm = step_form(offered, booking, request.actor, initial=preset, data=sent)
        self.step.fields["number"] = forms.CharField(
            label="来谈哪一件", max_length=LONGEST_NUMBER, required=False, help_text="已经登记过的，写件号"
        )

    def wish(self) -> VisitWish:
        """Raises BadAnswer where the case is none to be talked about here."""
        given = self.step.answers
        number = given.get("number", "").strip().upper()
        open_to = Case.objects.visible_to(self.request.actor).exclude(kind=RequestKind.ACCUSATION)
        case = open_to.filter(number=number).first() if number else None
        if number and case is None:
            raise BadAnswer({"number": NO_SUCH_CASE})
        return VisitWish(given["day"], given["phone"], given.get("topic"), case)

    def refuse_gone(self) -> None:
        """Raise NotFree for a day that was offered when the form was drawn, and is not any more."""
        chosen = ReceptionDay.objects.filter(unit=self.booking.unit, number=self.request.POST.get("day", ""))
        for day in chosen.select_related("unit"):
            refuse_unfit(day)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: SignedInRequest) -> HttpResponse:
    """A form that is sent twice takes one seat. What they are to know is on the slip that follows."""
    if not request.actor.posts_as(SEES_UNIT):
        raise Http404
    form = CounterForm(request, fresh(request))
    if request.method != "POST":
        return _draw(request, form)
    try:
        form.refuse_gone()
        if not form.step.is_valid():
            return _draw(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        booking = booked(form.wish(), by=request.actor, once=once_of(request))
    except KeyReused:
        form.step.add_error(None, REUSED)
        return _draw(request, form, HTTPStatus.UNPROCESSABLE_ENTITY, anew=True)
    except NotFree as refusal:
        show_refusal(form.step, refusal)
        return _draw(request, form, HTTPStatus.CONFLICT)
    except BadAnswer as refusal:
        show_refusal(form.step, refusal)
        return _draw(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("desk:booking_slip", booking.pk)


def _draw(
    request: SignedInRequest, form: CounterForm, status: HTTPStatus = HTTPStatus.OK, *, anew: bool = False
) -> HttpResponse:
    facts = {
        "form": form.step,
        "unit": form.booking.unit,
        "key": key_for(request, anew=anew),
        "face": FACE,
    }
    return render(request, "desk/bookings/book.html", facts, status=status)


@require_safe
def slip(request: SignedInRequest, pk: int) -> HttpResponse:
    """What whoever booked takes home or is read: day, place, number, and the code by which they move or cancel it."""
    still = BOOKINGS.visible_to(request.actor).filter(stage__in=BookingStage.open_ones())
    found = get_object_or_404(still.select_related(*FACE.related), pk=pk)
    if not wrote(request.actor, found):
        raise Http404
    facts = {
        "booking": found,
        "day": found.reception_day,
        "code": grouped(code_of(found.number)),
        "where": settings.SITE_URL.rstrip("/") + reverse("portal:booked"),
        "by_call": vault.is_told_by_call(found.resident),
    }
    return render(request, "desk/bookings/slip.html", facts)


class CallingForm(forms.Form):
    reason = forms.CharField(
        label="为什么要看", max_length=REASON_LENGTH, help_text="例如：书记临时开会，打电话改时间"
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: SignedInRequest, pk: int) -> HttpResponse:
    """The telephone, once the reason is on record."""
    found = get_object_or_404(BOOKINGS.visible_to(request.actor).select_related("resident", "unit"), pk=pk)
    form = CallingForm(request.POST if request.method == "POST" else None, auto_id="look_%s")
    facts: dict[str, Any] = {"subject": found, "form": form}
    if form.is_valid():
        try:
            facts["identity"] = reveal(
                found.resident, by=request.actor, reason=form.cleaned_data["reason"], case_number=found.number
            )
        except (BadAnswer, AlreadyErased) as refusal:
            show_refusal(form, refusal)
    return render(request, "desk/bookings/phone.html", facts, status=422 if form.errors else 200)


urlpatterns = [
    path("bookings/ahead/", ahead, name="bookings_ahead"),
    path("bookings/<int:pk>/slip/", slip, name="booking_slip"),
    path("bookings/<int:pk>/phone/", phone, name="booking_phone"),
    *addresses(FACE, "bookings", form=book),
]
