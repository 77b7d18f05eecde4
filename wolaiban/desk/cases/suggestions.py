"""What is shown while somebody types: kinds of matter, places, earlier and similar matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from wolaiban.cases.queries.before_registering import earlier_by_phone, recent_nearby, takes_down_reports
from wolaiban.catalogue.models import Category, Edition
from wolaiban.catalogue.process import EditionStage
from wolaiban.catalogue.queries import current_edition, guess
from wolaiban.desk.cases.counter import SETTLE, way_of
from wolaiban.people.requests import SignedInRequest
from wolaiban.residents.recognising import contact_in
from wolaiban.web.fields import Finds, OptionSource, Pick, found_facts
from wolaiban.web.reporters import unit_source
from wolaiban.web.sources import category_source, pick_category

MOST_SHOWN = 5
MOST_HEARD = 4


@require_safe
def categories(request: SignedInRequest, edition_id: int) -> HttpResponse:
    """Kinds of matter of an edition that is or was in force; a draft is nobody's but its makers'."""
    get_object_or_404(Edition.objects.exclude(stage=EditionStage.DRAFT), pk=edition_id)
    return _options(request, category_source(edition_id))


def _options(request: SignedInRequest, source: OptionSource) -> HttpResponse:
    """The finds of a picker as radio buttons, under the names that the picker's field has."""
    text_name = request.GET.get("text_name", "")
    text = request.GET.get(text_name, "").strip()
    found = source.finds(text) if text else Finds([])
    facts = found_facts(found) | {"pick_name": f"{text_name}_pick"}
    return render(request, "web/picker_options.html" if text else "web/nothing.html", facts)


@sensitive_post_parameters("words")
@require_POST
def kinds_heard(request: SignedInRequest) -> HttpResponse:
    """Kinds of matter that the words sound like.

    Where the matter is settled on the spot the likeliest is chosen, until somebody chooses another by hand; where it is
    only registered nobody has looked into it yet.
    """
    if not takes_down_reports(request.actor):
        raise Http404
    edition = current_edition()
    heard = guess(request.POST.get("words", ""), edition_id=edition.pk, limit=MOST_HEARD)
    chosen = _chosen_by_hand(request, edition)
    kinds = [chosen, *(kind for kind in heard if kind != chosen)] if chosen else heard
    is_picked = kinds and (chosen or way_of(request) == SETTLE)
    picked = kinds[0].code if is_picked else ""
    options = [_Heard.of(pick_category(kind)) for kind in kinds]
    facts = {"options": options, "picked": picked, "heard": "" if chosen else picked}
    return render(request, "desk/cases/kinds_heard.html", facts)


@dataclass(frozen=True)
class _Heard:
    """A kind of matter on a chip: seen by its own name, and heard with the field in which it lies."""

    value: str
    tier: str
    cause: str
    field: str
    last: str

    @classmethod
    def of(cls, pick: Pick) -> Self:
        field, _, last = pick.label.rpartition(" / ")
        return cls(pick.value, pick.tier, pick.cause, f"{field} / " if field else "", last)


def _chosen_by_hand(request: SignedInRequest, edition: Edition) -> Category | None:
    picked = request.POST.get("category_pick", "")
    if not picked or picked == request.POST.get("heard", ""):
        return None
    return category_source(edition.pk).by_code(picked)


@require_safe
def units(request: SignedInRequest) -> HttpResponse:
    return _options(request, unit_source(request.actor))


@sensitive_post_parameters("phone")
@require_POST
def earlier(request: SignedInRequest) -> HttpResponse:
    """Earlier matters of a number, for those who take down what others report. Sent, not asked for: a number does not belong in an address or in a log.

    Nobody else may ask: whoever may look at cases, but at nobody's number, could try out numbers here.
    """
    if not takes_down_reports(request.actor):
        raise Http404
    known = list(earlier_by_phone(request.POST.get("phone", ""), request.actor)[:MOST_SHOWN])
    return render(request, "desk/cases/earlier.html", {"known": known})


@sensitive_post_parameters("words")
@require_POST
def contacts(request: SignedInRequest) -> HttpResponse:
    """What of the words belongs into the vault: the form offers to move it there in one press."""
    found = contact_in(request.POST.get("words", ""))
    return render(request, "desk/cases/contacts.html", {"found": found})


@require_safe
def nearby(request: SignedInRequest) -> HttpResponse:
    unit = unit_source(request.actor).by_code(request.GET.get("unit_pick", ""))
    place = request.GET.get("place_words", "")
    known = list(recent_nearby(unit, place, request.actor)[:MOST_SHOWN]) if unit else []
    return render(request, "desk/cases/nearby.html", {"known": known})
