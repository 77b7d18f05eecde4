"""The counter at the desk: numbers handed out in one press, who waits, who is called and heard, and the end of the day."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wolaiban.desk.subjects.faces import STEP, Face
from wolaiban.desk.subjects.forms import step_form
from wolaiban.desk.subjects.showing import addresses, list_view
from wolaiban.desk.subjects.taking import take
from wolaiban.duty.actions.counter import call_next, close_counter, given_out
from wolaiban.duty.actions.recording import SERVE
from wolaiban.duty.kind import TICKETS
from wolaiban.duty.models import Ticket
from wolaiban.duty.queries.doors import own_door
from wolaiban.duty.queries.line import day_so_far, line_at, place_in_line
from wolaiban.duty.queries.now import duty_now
from wolaiban.duty.ticket_parts import TicketParts
from wolaiban.duty.ticket_process import MOST_DESKS
from wolaiban.duty.wait_codes import wait_code_of
from wolaiban.duty.words import PhoneBack
from wolaiban.people.requests import SignedInRequest
from wolaiban.places.models import Unit
from wolaiban.process.errors import BadAnswer, NotNow
from wolaiban.process.words import SEES_UNIT
from wolaiban.web.forms import StepForm
from wolaiban.web.keys import fresh_key, once_of
from wolaiban.web.numbers import number_in
from wolaiban.workflow.offers import AvailableStep, require

BEGINS, CALLS, CLOSES = "hand_out", {"call", "call_again"}, "close_day"
DESK = "desk_of_the_day"  # in the session: at which one somebody sits, so that it is typed once


def fresh(request: SignedInRequest) -> Ticket:
    """For the door of whoever hands out, or another of theirs that the address names."""
    return Ticket(unit=own_door(request.actor, request.GET.get("unit", "")))


def door_asked_for(request: SignedInRequest) -> Unit:
    door = own_door(request.actor, request.GET.get("unit", ""))
    if door is None:
        raise Http404
    return door


def to_counter(request: SignedInRequest) -> HttpResponse:
    """Back to the line, of the same door."""
    unit = request.GET.get("unit", "")
    return redirect(f"{FACE.list_address}?unit={unit}" if unit else FACE.list_address)


@require_safe
def counter(request: SignedInRequest) -> HttpResponse:
    """Who waits and who is called; the buttons are for whoever is on duty."""
    door = door_asked_for(request)
    duty, parts = duty_now(door), TicketParts(Ticket(unit=door))
    parts.on_duty = duty.on_shift
    facts = {
        "face": FACE,
        "door": door,
        "line": line_at(door),
        "day": day_so_far(door),
        "may": bool(TICKETS.roles(request.actor, parts)),
        "on_duty": duty.answer.label if duty.answer.is_on_shift else "",
        "key": fresh_key(),
        "desk": request.session.get(DESK, ""),
        "most_desks": MOST_DESKS,
        "query": f"?unit={door.code}" if "unit" in request.GET else "",
    }
    return render(request, "desk/tickets/counter.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_out(request: SignedInRequest) -> HttpResponse:
    """In one press where nothing is said of the topic; a press that is sent twice hands out one."""
    if not request.actor.posts_as(SEES_UNIT):
        raise Http404
    ticket = fresh(request)
    if request.method != "POST":
        return take(FACE, request, ticket, BEGINS)
    offered = require(request.actor, ticket, BEGINS)
    form = step_form(offered, ticket, request.actor, initial={}, data=request.POST)
    if not form.is_valid():
        return take(FACE, request, ticket, BEGINS)
    event = given_out(ticket.unit, by=request.actor, answers=form.answers, once=once_of(request))
    given = Ticket.objects.get(pk=event.subject)  # type: ignore[attr-defined]
    messages.success(request, f"已取号 {given.label}。")
    return to_counter(request)


@require_POST
def call(request: SignedInRequest) -> HttpResponse:
    """The first who waits, to the desk that was named; it is remembered for the next call."""
    door = door_asked_for(request)
    require(request.actor, Ticket(unit=door), BEGINS)  # who may hand out may call
    desk = number_in(request.POST.get("desk", ""))
    try:
        event = call_next(
            door, by=request.actor, answers={"desk": desk} if desk else {}, once=once_of(request)
        )
    except (BadAnswer, NotNow) as refusal:
        messages.error(request, str(refusal))
    else:
        request.session[DESK] = desk or ""
        called = Ticket.objects.get(pk=event.subject)  # type: ignore[attr-defined]
        messages.success(request, f"已叫 {called.label}。")
    return to_counter(request)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: SignedInRequest) -> HttpResponse:
    """All who still wait get an outcome at once."""
    door = door_asked_for(request)
    form = _closing(request, door)
    if form.is_valid():
        number = close_counter(door, by=request.actor, answers=form.answers)
        messages.success(request, f"已收班，{number} 个号没有轮到。" if number else "已收班，没有人在等。")
        return to_counter(request)
    facts = {
        "face": FACE, "subject": Ticket(unit=door), "label": "收班", "form": form, "seen": "",
        "says": "还在等的，都记为离开；正在谈的，记完接访就结束。收班以后再有人来，照样可以取号。",
        "back": FACE.list_address, "called": FACE.kind.process.label,
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, STEP, facts, status=status)


def _closing(request: SignedInRequest, door: Unit) -> StepForm:
    """Who may hand out numbers may close, and is asked the same of all together."""
    nobody = Ticket(unit=door)
    role = require(request.actor, nobody, BEGINS).role
    offered = AvailableStep(TICKETS, TICKETS.process.by_name[CLOSES], role, None)
    data = request.POST if request.method == "POST" else None
    return step_form(offered, nobody, request.actor, initial={}, data=data)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whoever wants to be called back is registered next: their number is kept there, sealed, and not with the ticket."""
    ticket = get_object_or_404(TICKETS.visible_to(request.actor), pk=pk)
    answer = take(FACE, request, ticket, "leave")
    if answer.status_code != HTTPStatus.FOUND or request.POST.get("phone_back") != PhoneBack.WANTED:
        return answer
    messages.info(request, "要回电的，请在这里登记：姓名电话单独加密，排号上没有。")
    return redirect("desk:register")


@require_safe
def slip(request: SignedInRequest, pk: int) -> HttpResponse:
    """The number on paper, with the secret address where one sees how many stand before it."""
    rows = TICKETS.visible_to(request.actor).select_related(*FACE.related)
    ticket = get_object_or_404(rows, pk=pk, day=localdate())
    where = reverse("portal:wait", args=[wait_code_of(ticket)])
    facts = {
        "face": FACE,
        "ticket": ticket,
        "place": place_in_line(ticket),
        "where": where,
        "address": request.build_absolute_uri(where),
    }
    return render(request, "desk/tickets/slip.html", facts)


def around(request: SignedInRequest, ticket: Ticket, step: str) -> dict[str, Any]:
    """On the page whether the one who looks may hear whoever was called: that begins in the reception book."""
    if step:
        return {}
    serving = {one.name for one in TICKETS.process.open_to(_roles(request, ticket), ticket.stage_word)}
    return {"hears": SERVE in serving}


def _roles(request: SignedInRequest, ticket: Ticket) -> frozenset[Any]:
    return frozenset(TICKETS.roles(request.actor, TicketParts(ticket)))


def initial(request: SignedInRequest, ticket: Ticket, step: str) -> dict[str, Any]:
    return {"desk": request.session.get(DESK, "")} if step in CALLS else {}


FACE = Face(
    kind=TICKETS,
    name="desk:ticket",
    begins=BEGINS,
    fresh=fresh,
    open="今天的",
    over="有结果的",
    related=("unit__township", "unit__parent", "unit__studio", "topic", "reception"),
    called=lambda ticket: f"{ticket.label}（{ticket.day.month}月{ticket.day.day}日）",
    around=around,
    initial=initial,
    then=dict.fromkeys(("call", "call_again", "leave", "serve", "close_day"), "desk:tickets"),
)


@require_safe
def past(request: SignedInRequest) -> HttpResponse:
    """All of the counters at which somebody works, page by page."""
    door_asked_for(request)
    return list_view(FACE)(request)


AT = "receptions/tickets"
_, *others = addresses(FACE, AT, form=hand_out)  # the line stands where the list would
urlpatterns = [
    path(f"{AT}/", counter, name="tickets"),
    path(f"{AT}/past/", past, name="past_tickets"),
    path(f"{AT}/next/", call, name="call_next"),
    path(f"{AT}/close/", close, name="close_counter"),
    path(f"{AT}/<int:pk>/slip/", slip, name="ticket_slip"),
    path(f"{AT}/<int:pk>/leave/", leave, name="leave_ticket"),
    *others,
]
