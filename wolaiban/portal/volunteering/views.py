"""Offering to help: the form, its receipt, and how the offer stands. Nobody learns here who is registered already."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from wolaiban.associates.kind import KIND
from wolaiban.associates.models import Associate
from wolaiban.associates.publicly import offer_words
from wolaiban.people.actor import ANYBODY
from wolaiban.portal.volunteering import guarding
from wolaiban.portal.volunteering.form import STEP, SignUpForm
from wolaiban.portal.volunteering.receipts import opened_by, receipt_address
from wolaiban.process.errors import BadAnswer
from wolaiban.web.keys import REUSED, fresh_key, once_of, with_key
from wolaiban.web.refusing import show_refusal
from wolaiban.workflow.idempotency import KeyReused, done_before, once_only
from wolaiban.workflow.models import AbstractEvent
from wolaiban.workflow.performing import begin


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def volunteer(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _draw(request, _form(request))
    once = once_of(request)
    try:
        known = done_before(once, kind=KIND, by=ANYBODY)
    except KeyReused:
        form = SignUpForm(with_key(request.POST, fresh_key()), units_url=reverse("portal:report_units"))
        form.add_error(None, REUSED)
        return _draw(request, form, status=422)
    return _receipt(known) if known else _sent(request, _form(request))


def _sent(request: HttpRequest, form: SignUpForm) -> HttpResponse:
    if not form.is_valid():
        return _draw(request, form, status=422)
    if wait := guarding.wait_for(request, form.cleaned_data["phone"]):
        form.add_error(None, wait[1])
        answer = _draw(request, form, status=429)
        answer["Retry-After"] = str(int(wait[0].total_seconds()) + 1)
        return answer
    once, offer = once_of(request), Associate(unit=form.cleaned_data["unit"])
    try:
        act = partial(begin, STEP, on=offer, by=ANYBODY, answers=form.offered, once=once)
        return _receipt(once_only(once, kind=KIND, by=ANYBODY, act=act))
    except BadAnswer as refusal:
        show_refusal(form, refusal)
        return _draw(request, form, status=422)


def _receipt(event: AbstractEvent) -> HttpResponse:
    """Its address is all that is handed out: it may be kept, printed, scanned again."""
    number = Associate.objects.values_list("number", flat=True).get(pk=event.subject)  # type: ignore[attr-defined]
    return redirect(receipt_address(number))


def _form(request: HttpRequest) -> SignUpForm:
    sent = request.POST if request.method == "POST" else None
    return SignUpForm(sent, unit=request.GET.get("unit", ""), units_url=reverse("portal:report_units"))


def _draw(request: HttpRequest, form: SignUpForm, status: int = 200) -> HttpResponse:
    return render(request, "portal/volunteering/volunteer.html", {"form": form}, status=status)


@login_not_required
@never_cache
@require_safe
def volunteered(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """How an offer stands, for whoever holds its receipt: no name, no number of a phone."""
    found = opened_by(number, code)
    if found is None:
        return render(request, "portal/volunteering/unknown.html", status=HTTPStatus.NOT_FOUND)
    facts: dict[str, Any] = {
        "number": number,
        "unit": found.unit,
        "studio": found.unit.studio,
        "words": offer_words(found),
        "address": request.build_absolute_uri(),
    }
    return render(request, "portal/volunteering/receipt.html", facts)
