"""The front door: find the studio that is yours, and see how to reach it."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from wolaiban.people.models import User
from wolaiban.places.kinds import UnitKind
from wolaiban.places.models import Unit
from wolaiban.places.queries import page_of_doors
from wolaiban.web.navigation import first_page

LONGEST_QUESTION = 60
MOST_GUESSES = 8


@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Residents begin here; whoever has signed in goes on with their own work."""
    if isinstance(request.user, User):
        return redirect(first_page(request.actor))  # type: ignore[attr-defined]
    district = Unit.objects.with_a_door().filter(kind=UnitKind.DISTRICT).first()
    return render(request, "portal/finding/home.html", {"district": district})


@login_not_required
@require_GET
def studios(request: HttpRequest) -> HttpResponse:
    """What was typed, what a township has, or the townships to choose from."""
    words = request.GET.get("q", "").strip()
    if len(words) > LONGEST_QUESTION:
        facts = {"words": words, "too_long": True, "townships": Unit.objects.with_a_door().townships()}
        return render(request, "portal/finding/studios.html", facts, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if words:
        found = Unit.objects.sought(words)
        facts = {"words": words, "found": found.units, "more": found.more}
        if not found:
            facts["similar"] = Unit.objects.with_a_door().similar(words, limit=MOST_GUESSES).units
        return render(request, "portal/finding/studios.html", facts)
    above = Unit.objects.with_a_door()
    township = above.townships().filter(code=request.GET.get("township", "")).first()
    if township:
        page = page_of_doors(township, after=request.GET.get("after", ""))
        return render(request, "portal/finding/studios.html", {"township": township, "page": page})
    facts = {"townships": above.townships().order_by("code")}
    return render(request, "portal/finding/studios.html", facts)


@login_not_required
@require_GET
def studio(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind the QR code on the door, by the code of a unit that the studio serves."""
    unit = Unit.objects.with_a_door().filter(code=code).first()
    if unit is None or unit.studio is None:
        return render(request, "portal/finding/unknown.html", status=HTTPStatus.NOT_FOUND)
    facts = {
        "unit": unit,
        "studio": unit.studio,
        "serves": Unit.objects.served_by(unit.studio),
        "above": unit.parent if unit.is_studio_level else None,
    }
    return render(request, "portal/finding/studio.html", facts)
