"""The search form: a number opens its case, words the list of those that say them. While one types, see `desk.frame`."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from wolaiban.cases.queries.mine import has_ledger
from wolaiban.cases.queries.terms import whole_number, words_of
from wolaiban.cases.visible import visible_one
from wolaiban.desk.lists.views import address
from wolaiban.people.requests import SignedInRequest
from wolaiban.web.navigation import first_page


@require_GET
def search(request: SignedInRequest) -> HttpResponse:
    if not has_ledger(request.actor):
        return redirect(first_page(request.actor))
    text = request.GET.get("q", "").strip()
    words = words_of(text)
    number = whole_number(words[0]) if len(words) == 1 else ""
    if number and (case := visible_one(request.actor, number)):
        return redirect("desk:case", case.number)
    return redirect(address("desk:ledger", {"q": text} if text else {}))
