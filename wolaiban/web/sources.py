"""Where pickers find what can be chosen: kinds of matter by their words, other cases by their number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse

from wolaiban.cases.models import Case
from wolaiban.cases.queries.before_registering import recent_nearby
from wolaiban.catalogue.causes import usual_cause
from wolaiban.catalogue.models import Category
from wolaiban.catalogue.queries import suggest
from wolaiban.people.actor import Actor
from wolaiban.web.fields import OptionSource, Pick, PickerField

MOST_OFFERED = 5
MOST_COMPARED = 40


def category_source(edition_id: int, likely: Callable[[], Iterable[Category]] = tuple) -> OptionSource:
    """Kinds of matter of one edition, found by words of their full name; the `likely` ones are there to begin with."""

    def by_code(code: str) -> Category | None:
        return Category.objects.of(edition_id).active().filter(code=code).select_related("owner").first()

    url = reverse("desk:categories", args=[edition_id])
    return OptionSource(
        lambda text: suggest(text, edition_id=edition_id), by_code, pick_category, url, likely
    )


def pick_category(category: Category) -> Pick:
    return Pick(category.code, category.path, category.usual_tier, usual_cause(category.code) or "")


class CaseField(PickerField):
    """Another case: one of the likely ones, or by its number. One that the actor may not see does not exist."""

    def clean(self, value: Any) -> Any:
        typed, picked = value
        if not (typed or picked):
            return super().clean(value)
        found = self.source.by_code(typed or picked)
        if found is None:
            raise ValidationError("找不到这一件，请核对件号。")
        return found


def _pairs(words: str) -> set[str]:
    """Neighbouring characters: what Chinese titles of the same matter share, whatever the order."""
    return {first + second for first, second in pairwise(words)}


def case_source(case: Case, actor: Actor) -> OptionSource:
    """Cases that a case may belong to: offered are those lately open in the same village, likest titles first."""

    def by_number(number: str) -> Case | None:
        return Case.objects.visible_to(actor).filter(number=number.strip().upper()).first()

    def likely() -> list[Case]:
        lately = recent_nearby(case.unit, "", actor).exclude(pk=case.pk)[:MOST_COMPARED]
        return sorted(lately, key=lambda other: -len(_pairs(other.title) & _pairs(case.title)))[:MOST_OFFERED]

    def exactly(number: str) -> list[Case]:
        found = by_number(number)
        return [found] if found else []

    return OptionSource(
        exactly,
        by_number,
        lambda found: Pick(found.number, f"{found.heading}（{found.number}）"),
        start=likely,
    )
