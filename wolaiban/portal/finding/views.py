"""The front door: find the studio that is yours, and see how to reach it."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET

from wolaiban.associates.publicly import shown_at
from wolaiban.duty.booked import ReceptionDay
from wolaiban.duty.queries.days import days_near, receivers_called
from wolaiban.duty.queries.now import duty_now
from wolaiban.duty.receptions import days_off_ahead
from wolaiban.duty.rules import reception_rule
from wolaiban.people.models import User
from wolaiban.places.kinds import UnitKind
from wolaiban.places.models import Unit
from wolaiban.places.queries import page_of_doors
from wolaiban.portal.elder import is_elder
from wolaiban.portal.finding import life
from wolaiban.process.calendar import is_working_day
from wolaiban.web.navigation import first_page
from wolaiban.web.tilemap import Mark, TileMap, tile_map

LONGEST_QUESTION = 60
MOST_GUESSES = 8
DAYS_SHOWN = 6


@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Residents begin here; whoever has signed in goes on with their own work."""
    if isinstance(request.user, User):
        return redirect(first_page(request.actor))  # type: ignore[attr-defined]
    doors = Unit.objects.with_a_door()
    district = doors.filter(kind=UnitKind.DISTRICT).first()
    facts: dict[str, Any] = {"district": district}
    today = localdate()
    duty = duty_now(district, everywhere=True) if district else None
    if duty:
        facts |= {"now": duty.answer, "until": duty.answer.until_words(today)}
    if not is_elder(request) and duty:
        facts |= {
            "signs": life.signs(today),
            "answers": life.answers_lately(),
            "reception": life.reception_sign(duty.reception, today),
            "invented": settings.DEMO,
        }
    facts["map"] = _map(doors.townships().order_by("code"))
    return render(request, "portal/finding/home.html", facts)


def _map(townships: Iterable[Unit]) -> TileMap:
    address = reverse("portal:studios")
    return tile_map(
        townships,
        lambda unit: Mark(f"{address}?township={unit.code}"),
        says="街道、乡镇的示意图，点一个，看那里的工作室",
    )


@login_not_required
@require_GET
def studios(request: HttpRequest) -> HttpResponse:
    """What was typed, what a township has, or the townships to choose from."""
    words = request.GET.get("q", "").strip()
    if len(words) > LONGEST_QUESTION:
        townships = Unit.objects.with_a_door().townships().order_by("code")
        facts = {"words": words, "too_long": True, "map": _map(townships)}
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
    facts = {"map": _map(above.townships().order_by("code"))}
    return render(request, "portal/finding/studios.html", facts)


@login_not_required
@require_GET
def studio(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind the QR code on the door, by the code of a unit that the studio serves."""
    unit = Unit.objects.with_a_door().filter(code=code).first()
    if unit is None or unit.studio is None:
        return render(request, "portal/finding/unknown.html", status=HTTPStatus.NOT_FOUND)
    today, duty = localdate(), duty_now(unit)
    facts = {
        "unit": unit,
        "studio": unit.studio,
        "now": duty.answer,
        "until": duty.answer.until_words(today),
        "reception": life.reception_sign(duty.reception, today),
        "off": days_off_ahead(reception_rule(), today, is_working_day),
        "serves": Unit.objects.served_by(unit.studio),
        "above": unit.parent if unit.is_studio_level else None,
        "helping": shown_at(unit),
        "visits": days_at(unit),
    }
    return render(request, "portal/finding/studio.html", facts)


def days_at(unit: Unit) -> list[tuple[ReceptionDay, str]]:
    """The next half days on which one can come to talk here, and how whoever receives is called."""
    days = days_near(unit, now())[:DAYS_SHOWN]
    called = receivers_called(days)
    return [(day, f"{called.get(day.pk, '书记')}接待") for day in days]
