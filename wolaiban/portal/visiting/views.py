"""Booking a talk without an account, and with its slip moving or cancelling it. No code stands in any address."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wolaiban.cases.history.wording import length
from wolaiban.cases.models import Case
from wolaiban.cases.receipt_codes import grouped
from wolaiban.duty.actions.booking import VisitWish, booked, refuse_unfit
from wolaiban.duty.booked import Booking, ReceptionDay
from wolaiban.duty.booking_parts import BookingParts
from wolaiban.duty.booking_process import AHEAD
from wolaiban.duty.booking_steps import NotFree
from wolaiban.duty.queries.days import free_days
from wolaiban.duty.queries.doors import door_of
from wolaiban.duty.slips import code_of, opened_by
from wolaiban.people.actor import ANYBODY, Actor
from wolaiban.places.models import Unit
from wolaiban.portal.tracking import keeping as opened_matters
from wolaiban.portal.visiting import keeping
from wolaiban.portal.visiting.forms import DayForm, SlipForm, VisitForm
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import RequestKind
from wolaiban.residents.phones import read_phone
from wolaiban.web.keys import REUSED, key_for, once_of
from wolaiban.web.limits import failed_attempts, rate_limit
from wolaiban.web.limits.networks import network_of
from wolaiban.web.numbers import number_in
from wolaiban.web.refusing import show_refusal
from wolaiban.workflow.idempotency import KeyReused
from wolaiban.workflow.performing import perform

VISIT = "visit"  # the door under which wrong slips are counted
FROM_PHONE, FROM_NETWORK = "visit from phone", "visit from network"
PHONE_A_DAY, NETWORK_AN_HOUR = 3, 12
HOUR, DAY, A_MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, code: str) -> HttpResponse:
    """Sent twice, it is one seat and the same slip. A day that is gone is answered with the next that are free."""
    named = Unit.objects.with_a_door().filter(code=code).first()
    if named is None:
        return render(request, "portal/finding/unknown.html", status=HTTPStatus.NOT_FOUND)
    unit, matter = door_of(named), _matter(request)
    form = _form(request, unit, matter)
    if request.method != "POST":
        return _draw(request, unit, form)
    try:
        _refuse_gone(request, unit)
        if not form.is_valid():
            return _draw(request, unit, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        if wait := _wait_for(request, form.cleaned_data["phone"]):
            return _wait(request, wait)
        about = matter if form.cleaned_data.get("about") else None
        by = Actor.with_receipt(_complaint(request)) if about else ANYBODY
        wish = VisitWish(form.chosen, form.cleaned_data["phone"], form.chosen_topic, about)
        booking = booked(wish, by=by, once=once_of(request))
    except KeyReused:
        form.add_error(None, REUSED)
        return _draw(request, unit, form, HTTPStatus.UNPROCESSABLE_ENTITY, anew=True)
    except NotFree as refusal:
        return _draw(request, unit, _again(request, unit, matter, refusal), HTTPStatus.CONFLICT)
    except BadAnswer as refusal:
        show_refusal(form, refusal)
        return _draw(request, unit, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    keeping.keep(request, booking)
    facts = {"booking": booking, "day": booking.reception_day, "code": grouped(code_of(booking.number))}
    return render(request, "portal/visiting/received.html", facts)


def _form(request: HttpRequest, unit: Unit, matter: Case | None) -> VisitForm:
    topics = BookingParts(Booking(unit=unit)).topics
    sent = (request.POST,) if request.method == "POST" else ()
    number = matter.number if matter else ""
    initial = {"day": request.GET.get("day", ""), "about": bool(matter)}
    return VisitForm(free_days(unit, now()), topics, number, *sent, initial=initial)


def _again(request: HttpRequest, unit: Unit, matter: Case | None, refusal: NotFree) -> VisitForm:
    """What was written stands; the day is to be chosen anew."""
    form = _form(request, unit, matter)
    form.errors.pop("day", None)
    form.add_error(None, str(refusal))
    return form


def _matter(request: HttpRequest) -> Case | None:
    """The matter that this browser has opened by its receipt: somebody may come to talk about it. No accusation."""
    complaint = opened_matters.opened(request)
    case = complaint.case if complaint else None
    return case if case is not None and case.is_open and case.kind != RequestKind.ACCUSATION else None


def _complaint(request: HttpRequest) -> int:
    complaint = opened_matters.opened(request)
    assert complaint
    return complaint.pk


def _refuse_gone(request: HttpRequest, unit: Unit) -> None:
    """Raise NotFree for a day that stood on the form when it was drawn, and is not to be had any more."""
    chosen = ReceptionDay.objects.filter(unit=unit, number=request.POST.get("day", ""))
    for day in chosen.select_related("unit"):
        refuse_unfit(day)
        if day.number not in {one.number for one in free_days(unit, now())}:
            raise NotFree(f"{day.when_words}刚刚约满了。", free_days(unit, now()))


def _wait_for(request: HttpRequest, phone: str) -> timedelta | None:
    network, number = network_of(request), read_phone(phone).number
    return rate_limit.take(FROM_PHONE, number, limit=PHONE_A_DAY, span=DAY) or rate_limit.take(
        FROM_NETWORK, network, limit=NETWORK_AN_HOUR, span=HOUR
    )


def _draw(
    request: HttpRequest,
    unit: Unit,
    form: VisitForm,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    anew: bool = False,
) -> HttpResponse:
    facts = {"unit": unit, "form": form, "key": key_for(request, anew=anew), "days": form.days}
    return render(request, "portal/visiting/book.html", facts, status=status)


def _wait(request: HttpRequest, wait: timedelta) -> HttpResponse:
    facts = {"wait": length(wait + A_MINUTE - timedelta(seconds=1))}
    page = render(request, "portal/visiting/wait.html", facts, status=HTTPStatus.TOO_MANY_REQUESTS)
    page["Retry-After"] = str(int(wait.total_seconds()) + 1)
    return page


# ---- With the slip


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def open_slip(request: HttpRequest) -> HttpResponse:
    """A wrong code and wrong digits are answered alike."""
    form = SlipForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask(request, form)
    network, code = network_of(request), form.cleaned_data["code"]
    if wait := failed_attempts.count(network, code, door=VISIT):
        return _wait(request, wait)
    booking = opened_by(code, form.cleaned_data["digits"])
    if booking is None:
        form.missed()
        return _ask(request, form)
    failed_attempts.forgive(network, code, door=VISIT)
    keeping.keep(request, booking)
    return redirect("portal:visit")


def _ask(request: HttpRequest, form: SlipForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "portal/visiting/booked.html", {"form": form}, status=status)


def _ask_again(request: HttpRequest) -> HttpResponse:
    messages.info(request, "为保护您的信息，请填预约码再看。")
    return redirect("portal:booked")


@login_not_required
@require_safe
def visit(request: HttpRequest) -> HttpResponse:
    found = keeping.opened(request)
    if found is None:
        return _ask_again(request)
    parts = BookingParts(found)
    facts = {
        "booking": found,
        "day": found.reception_day,
        "may_change": found.stage in AHEAD and not parts.has_begun,
    }
    return render(request, "portal/visiting/visit.html", facts)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest) -> HttpResponse:
    """The new day first; if it is not to be had any more, the old one stays."""
    found = keeping.opened(request)
    if found is None:
        return _ask_again(request)
    form = _days_form(request, found)
    if request.method != "POST":
        return _draw_move(request, found, form)
    try:
        _refuse_gone(request, found.unit)
        if not form.is_valid():
            return _draw_move(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        _take(request, found, "move", {"new_day": form.chosen})
    except NotFree as refusal:
        form = _days_form(request, found)
        form.errors.pop("day", None)
        form.add_error(None, f"{refusal}原来约的还在。")
        return _draw_move(request, found, form, HTTPStatus.CONFLICT)
    messages.success(request, "已改期。原来的时间不用来了。")
    return redirect("portal:visit")


def _days_form(request: HttpRequest, found: Booking) -> DayForm:
    days = free_days(found.unit, now(), but=found.reception_day_id)
    return DayForm(days, *((request.POST,) if request.method == "POST" else ()))


def _draw_move(
    request: HttpRequest, found: Booking, form: DayForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    facts = {"booking": found, "day": found.reception_day, "form": form}
    return render(request, "portal/visiting/move.html", facts, status=status)


@login_not_required
@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    found = keeping.opened(request)
    if found is None:
        return _ask_again(request)
    _take(request, found, "cancel", {})
    messages.success(request, "已取消，名额让给了别人。想再来，重新约。")
    return redirect("portal:visit")


def _take(request: HttpRequest, found: Booking, step: str, answers: dict[str, Any]) -> None:
    """Raises as `perform`; a page that is stale is told so."""
    seen = number_in(request.POST.get("seen", ""))
    perform(step, on=found, by=Actor.with_slip(found.number), answers=answers, expected_version=seen)


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    keeping.forget(request)
    messages.success(request, "已结束查看。再看要重新填预约码。")
    return redirect("portal:booked")
