"""Photos, recordings and papers of a case: only to those who are told of them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from wolaiban.cases.history.case_view import visible_case
from wolaiban.desk.cases.page import CasePage
from wolaiban.people.requests import SignedInRequest
from wolaiban.web.material import handed_out


@require_safe
@cache_control(private=True, no_store=True)
def attachment(request: SignedInRequest, number: str, pk: int) -> HttpResponse:
    page = CasePage(visible_case(request.actor, number), request.actor)
    row = page.file(pk)
    if row is None:
        raise Http404
    return handed_out(row, request)
