"""The board of a unit: choose it, count, show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from wolaiban.cases.queries.board import (
    Block,
    View,
    boards_of,
    cases_block,
    departments_block,
    may_open,
)
from wolaiban.cases.queries.ledger import most_urgent_of
from wolaiban.desk.board.charts import places_of, steps_of, strip_of, townships_map
from wolaiban.people.authority import is_keeper
from wolaiban.people.composition import composition_of
from wolaiban.people.requests import SignedInRequest
from wolaiban.places.models import Unit

URGENT_SHOWN = 5


@require_GET
def own_board(request: SignedInRequest) -> HttpResponse:
    """The widest board that stands open."""
    boards = boards_of(request.actor)
    if not boards:
        raise Http404
    return redirect("desk:board_of", boards[0].code)


@require_GET
def board(request: SignedInRequest, code: str) -> HttpResponse:
    unit, view, at = opened(request, code), view_asked(request), now()
    actor = request.actor
    facts = {
        "unit": unit,
        "above": unit.parent if unit.parent and may_open(actor, unit.parent) else None,
        "others": [other for other in boards_of(actor) if other.pk != unit.pk],
        "view": view,
        "views": list(View),
        "sort": request.GET.get("sort", ""),
        "departments": None if unit.township_id else departments_block(actor, unit, at),
        "at": at,
        "composition": composition_of(Unit.objects.all()) if unit.is_district else None,
        "keeps": is_keeper(actor),
        **_cases(request, unit, view, at),
    }
    return render(request, "desk/board/board.html", facts)


def _cases(request: SignedInRequest, unit: Unit, view: View, at: datetime) -> dict[str, Any]:
    """What is told of cases; nothing to a department, which holds none."""
    if unit.is_department:
        return {"cases": None}
    block = cases_block(request.actor, unit, view, at)
    whole = block.total or next(iter(block.rows), None)
    drawn = _drawn(unit, block) if len(block.rows) > 1 else {}
    told = (
        {
            "whole": whole,
            "strip": strip_of(whole),
            "steps": steps_of(whole),
            "pressing": bool(whole.number("overdue") or whole.number("soon")),
        }
        if whole and not whole.is_idle
        else {}
    )
    return {"cases": block.sorted_by(request.GET.get("sort", "")), **told, **drawn}


def _drawn(unit: Unit, block: Block) -> dict[str, Any]:
    places = places_of(block)
    return {"places": places, "map": townships_map(block) if unit.is_district else None}


@require_GET
def urgent(request: SignedInRequest, code: str) -> HttpResponse:
    """The first cases of one unit by what is due, as a fragment: what a board shows of where it presses most."""
    unit, view = opened(request, code), view_asked(request)
    page = most_urgent_of(request.actor, view.whole(unit)).page(size=URGENT_SHOWN)
    return render(request, "desk/board/urgent.html", {"unit": unit, "view": view, "cases": page.cases})


def opened(request: SignedInRequest, code: str) -> Unit:
    unit = get_object_or_404(Unit.objects.select_related("parent", "township"), code=code)
    if not may_open(request.actor, unit):
        raise Http404
    return unit


def view_asked(request: SignedInRequest) -> View:
    return View.HOLDER if request.GET.get("by") == View.HOLDER else View.PLACE
