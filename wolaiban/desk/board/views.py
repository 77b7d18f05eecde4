"""The board of a unit: choose it, count, show."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from wolaiban.cases.queries.board import View, boards_of, cases_block, departments_block, may_open
from wolaiban.people.requests import SignedInRequest
from wolaiban.places.models import Unit


@require_GET
def own_board(request: SignedInRequest) -> HttpResponse:
    """The widest board that stands open."""
    boards = boards_of(request.actor)
    if not boards:
        raise Http404
    return redirect("desk:board_of", boards[0].code)


@require_GET
def board(request: SignedInRequest, code: str) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.select_related("parent", "township"), code=code)
    if not may_open(request.actor, unit):
        raise Http404
    view = View.HOLDER if request.GET.get("by") == View.HOLDER else View.PLACE
    at, actor = now(), request.actor
    facts = {
        "unit": unit,
        "above": unit.parent if unit.parent and may_open(actor, unit.parent) else None,
        "others": [other for other in boards_of(actor) if other.pk != unit.pk],
        "view": view,
        "views": list(View),
        "cases": None if unit.is_department else cases_block(actor, unit, view, at),
        "departments": None if unit.township_id else departments_block(actor, unit, at),
        "at": at,
    }
    return render(request, "desk/board/board.html", facts)
