"""Printing receipts at the counter: for whoever has just reported, or has lost the one they had."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from wolaiban.cases.history.case_view import visible_case
from wolaiban.cases.models import Complainant
from wolaiban.desk.cases.page import CasePage
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.errors import NotAllowed
from wolaiban.web.slips import slips_for


@require_POST
def print_slips(request: SignedInRequest, number: str) -> HttpResponse:
    """Fresh ones, to everybody in the case or to the one named; what they held before opens nothing from now on."""
    page = CasePage(visible_case(request.actor, number), request.actor)
    if not page.may_print_slips:
        raise NotAllowed(what="打印回执", who="代理工作室或经办人员")
    slips = slips_for(
        page.case, by=request.actor, of=_chosen(request, page), site=request.build_absolute_uri("/")
    )
    facts = {"case": page.case, "slips": slips, "replaces": any(slip.replaces for slip in slips)}
    return render(request, "desk/cases/slips.html", facts)


def _chosen(request: SignedInRequest, page: CasePage) -> list[Complainant]:
    wanted = request.POST.get("person", "")
    chosen = [person.complainant for person in page.people if wanted in {"", str(person.complainant.pk)}]
    if not chosen:
        raise Http404
    return chosen
