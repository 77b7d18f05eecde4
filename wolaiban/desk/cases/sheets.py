"""A case as an official sheet to print: heading, unit, day, number, what was told and done, lines to sign on."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from wolaiban.cases.history.case_view import visible_case
from wolaiban.desk.cases.page import CasePage
from wolaiban.people.requests import SignedInRequest


@require_safe
def sheet(request: SignedInRequest, number: str) -> HttpResponse:
    """For those inside; whom it is about has a slip and their own page."""
    page = CasePage(visible_case(request.actor, number), request.actor)
    if not page.inside:
        raise Http404
    facts = {
        "page": page,
        "case": page.case,
        "story": page.story[::-1],
        "today": localtime(),
        "by": request.user.name,
    }
    return render(request, "desk/cases/sheet.html", facts)
