"""Where the day begins: what is mine, what is due, what others owe me, what I finished; beside the list the case chosen."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_safe

from wolaiban.cases.history.case_view import visible_case
from wolaiban.cases.queries.board import pressing_under
from wolaiban.cases.queries.in_bulk import bulk_labels
from wolaiban.cases.queries.inbox import finished_by, inbox_of, number_waiting, week_of
from wolaiban.cases.queries.mine import has_ledger, works_inside
from wolaiban.desk.cases.page import CasePage
from wolaiban.desk.lists.keeping import kept_by
from wolaiban.desk.notices.naming import named
from wolaiban.desk.subjects.waiting import waiting_for
from wolaiban.duty.kind import TICKETS
from wolaiban.duty.models import Ticket
from wolaiban.duty.queries.doors import own_door
from wolaiban.duty.queries.line import line_at
from wolaiban.duty.queries.now import duty_now
from wolaiban.duty.ticket_parts import TicketParts
from wolaiban.notices.queries import last_told
from wolaiban.people.actor import Actor
from wolaiban.people.requests import SignedInRequest
from wolaiban.web.keys import fresh_key

STRIP = 8  # numbers that are named on the workbench


@require_GET
def inbox(request: SignedInRequest) -> HttpResponse:
    """The workbench of those who see the matters of a unit; an administrator's, who sees none, is another."""
    actor = request.actor
    if not works_inside(actor):
        return redirect("desk:mine")
    if not has_ledger(actor):
        return render(request, "desk/lists/keeping.html", {"rooms": kept_by(actor), "today": now()})
    moment = now()
    found = inbox_of(actor, moment)
    waiting = waiting_for(actor)
    facts = {
        "inbox": found,
        "waiting": waiting,
        "number": found.number + sum(kind.number for kind in waiting),
        "finished": finished_by(actor, moment),
        "monday": week_of(moment),
        "told": named(last_told(request.user), actor),
        "today": moment,
        "whole": pressing_under(actor, moment),
        "bulk": bulk_labels(actor),
        **_at_the_door(actor),
    }
    return render(request, "desk/lists/inbox.html", facts)


def _at_the_door(actor: Actor) -> dict[str, Any]:
    """Who answers now at the door where somebody works, and who waits there; departments have none."""
    door = own_door(actor)
    if door is None:
        return {}
    duty, parts = duty_now(door), TicketParts(Ticket(unit=door))
    parts.on_duty = duty.on_shift
    return {
        "answers": duty.answer,
        "until": duty.answer.until_words(localdate()),
        "door": door,
        "line": line_at(door, STRIP),
        "calls": bool(TICKETS.roles(actor, parts)),
        "key": fresh_key(),
    }


@require_safe
def waiting(request: SignedInRequest) -> JsonResponse:
    """How much waits for me, by the address of the page where it stands: `{"/inbox/": 5}`, and where nothing does, nothing.

    The bar at the side asks for it, once in a while (`web/waiting.js`), so that no page costs more for it.
    """
    kinds = waiting_for(request.actor)
    numbers = {kind.face.list_address: kind.number for kind in kinds}
    first = number_waiting(request.actor) + sum(numbers.values())
    return JsonResponse({reverse("desk:inbox"): first, **numbers} if first else {})


@require_safe
def preview(request: SignedInRequest, number: str) -> HttpResponse:
    """A case beside the list, as far as one needs it to decide what to do next. A fragment, for those who have a list."""
    if not has_ledger(request.actor):
        raise Http404
    page = CasePage(visible_case(request.actor, number), request.actor)
    return render(request, "desk/lists/preview.html", {"page": page, "case": page.case})
