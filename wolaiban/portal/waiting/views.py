"""How many stand before a number, and the screen that says whose turn it is: numbers and desks, nothing else."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from wolaiban.duty.queries.doors import door_of
from wolaiban.duty.queries.line import line_at, place_in_line
from wolaiban.duty.wait_codes import ticket_of
from wolaiban.people.looks import Scheme
from wolaiban.places.models import Unit

EVERY = 20  # seconds; without a script whoever looks loads the page anew
CALLED_SHOWN, NEXT_SHOWN = 4, 6
LOOKS = {"dark": Scheme.DARK, "light": Scheme.LIGHT}


@login_not_required
@require_safe
def wait(request: HttpRequest, code: str) -> HttpResponse:
    """Of today alone. Whoever holds the slip reads no more than is on the screen, and how many come first."""
    ticket = ticket_of(code)
    if ticket is None:
        return render(request, "portal/waiting/gone.html", status=HTTPStatus.NOT_FOUND)
    facts = {
        "place": place_in_line(ticket),
        "called": line_at(ticket.unit).called[:CALLED_SHOWN],
        "moment": now(),
        "every": EVERY,
    }
    return render(request, "portal/waiting/wait.html", facts)


@login_not_required
@require_safe
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """For a television at the door. It has no preference of its own, so the address may say light or dark."""
    unit = Unit.objects.with_a_door().filter(code=code).first()
    if unit is None:
        return render(request, "portal/finding/unknown.html", status=HTTPStatus.NOT_FOUND)
    line = line_at(door_of(unit))
    facts = {
        "called": line.called[:CALLED_SHOWN],
        "coming": line.waiting[:NEXT_SHOWN],
        "scheme": LOOKS.get(request.GET.get("look", ""), Scheme.DEVICE),
        "every": EVERY,
    }
    return render(request, "portal/waiting/screen.html", facts)
