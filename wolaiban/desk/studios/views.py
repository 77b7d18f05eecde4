"""Officers say how their studio is reached, and print its poster and its leaflet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from wolaiban.desk.answering import carry_out
from wolaiban.desk.studios.forms import StudioForm, said_by, told
from wolaiban.people.actions.studios import describe_studio
from wolaiban.people.authority import describes_from, doors_described_by
from wolaiban.people.requests import SignedInRequest
from wolaiban.places.models import Studio, Unit

A_PAGE = 50
SHOWN = 20


@require_GET
def studios(request: SignedInRequest) -> HttpResponse:
    """Those in reach, by township and code; whoever has one goes straight to it."""
    if not describes_from(request.actor):
        raise Http404
    doors = doors_described_by(request.actor)
    unseen = 0
    words, after = request.GET.get("q", "").strip(), request.GET.get("after", "")
    if words:
        found = doors.sought(words)
        page, more, unseen = list(found or doors.similar(words)), "", found.more
    else:
        rows = list(doors.filter(code__gt=after).order_by("code")[: A_PAGE + 1])
        page, more = rows[:A_PAGE], rows[A_PAGE - 1].code if len(rows) > A_PAGE else ""
        if len(page) == 1 and not after:
            return redirect("desk:studio", code=page[0].code)
    facts = {"doors": page, "more": more, "words": words, "after": after, "unseen": unseen}
    return render(request, "desk/studios/studios.html", facts)


@require_http_methods(["GET", "POST"])
def studio(request: SignedInRequest, code: str) -> HttpResponse:
    unit, place = door(request, code)
    form = StudioForm(request.POST if request.method == "POST" else None, initial=said_by(place))

    def act() -> HttpResponse:
        change = describe_studio(place, by=request.actor, **form.cleaned_data)
        messages.success(request, "已保存，居民马上就能看到。" if change else "没有改动。")
        return redirect("desk:studio", code=unit.code)

    changes = place.changes.select_related("by")[:SHOWN]
    page = {
        "unit": unit,
        "studio": place,
        "changes": [(change, told(change)) for change in changes],
        "several": len(describes_from(request.actor)) > 1 or not unit.is_studio_level,
    }
    return carry_out(request, "desk/studios/studio.html", form, act, **page)


@require_GET
def poster(request: SignedInRequest, code: str) -> HttpResponse:
    """A sheet for the door."""
    return render(request, "desk/studios/poster.html", sheet(request, code))


@require_GET
def leaflet(request: SignedInRequest, code: str) -> HttpResponse:
    """A sheet to hand out."""
    return render(request, "desk/studios/leaflet.html", sheet(request, code))


def sheet(request: SignedInRequest, code: str) -> dict[str, Any]:
    unit, place = door(request, code)
    address = request.build_absolute_uri(reverse("portal:studio", args=[unit.code]))
    above = unit.parent.studio if unit.is_studio_level and unit.parent else None
    return {"unit": unit, "studio": place, "address": address, "above": above}


def door(request: SignedInRequest, code: str) -> tuple[Unit, Studio]:
    """A unit in reach and its studio. To everybody else the page does not exist."""
    unit = get_object_or_404(doors_described_by(request.actor), code=code)
    if unit.studio is None:
        raise Http404
    return unit, unit.studio
