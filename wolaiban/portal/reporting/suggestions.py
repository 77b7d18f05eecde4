"""What is offered while somebody types: villages by their names, kinds of matter by the words of the story."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from wolaiban.people.actor import ANYBODY
from wolaiban.places.models import Unit
from wolaiban.portal.reporting.form import guesses
from wolaiban.web.fields import Finds, found_facts
from wolaiban.web.reporters import unit_source

LONGEST_NAME = 40


@login_not_required
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("unit", "").strip()[:LONGEST_NAME]
    source = unit_source(ANYBODY)
    found = source.finds(text) if text else Finds([])
    facts = found_facts(found) | {"pick_name": "unit_pick"}
    return render(request, "portal/reporting/places.html" if text else "web/nothing.html", facts)


@login_not_required
@sensitive_post_parameters()
@require_POST
def kinds(request: HttpRequest) -> HttpResponse:
    """Sent, not asked for: what somebody tells us does not belong in an address or in a log."""
    found = guesses(request.POST.get("words", ""))
    facts = {"kinds": found, "kept": next((kind.code for kind in found), "")}
    return render(request, "portal/reporting/kinds.html", facts)


@login_not_required
@require_safe
def call(request: HttpRequest) -> HttpResponse:
    """Whom to call about a village that was chosen just now."""
    unit = Unit.objects.with_a_door().filter(code=request.GET.get("unit", "")).first()
    if unit is None:
        return render(request, "web/nothing.html")
    return render(request, "portal/reporting/call.html", {"unit": unit})
