"""What is missing: studios without somebody that each is to have, and accounts to which nobody ever signed in."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wolaiban.desk.staff.views import keepers_only
from wolaiban.people.authority import awaited_by, reach_of
from wolaiban.people.composition import composition_of, lacking_in
from wolaiban.people.requests import SignedInRequest
from wolaiban.places.models import Unit


@require_GET
@keepers_only
def composition(request: SignedInRequest) -> HttpResponse:
    """All on one page, a township's places together: there are seven hundred at the most."""
    units = Unit.objects.filter(pk__in=reach_of(request.actor))
    facts = {
        "composition": composition_of(units),
        "townships": [
            (township, list(lacking))
            for township, lacking in groupby(lacking_in(units), key=lambda each: each.unit.township)
        ],
        "awaited": awaited_by(request.actor).count(),
    }
    return render(request, "desk/staff/composition.html", facts)
