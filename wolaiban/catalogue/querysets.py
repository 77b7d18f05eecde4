"""How editions and kinds of matter are found: what `objects` can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Q, Value, When

from wolaiban.catalogue.process import EditionStage

if TYPE_CHECKING:
    from wolaiban.catalogue.models import Category, Edition

ENOUGH_TO_PICK_FROM = 20


class EditionQuerySet(models.QuerySet["Edition"]):
    def current(self) -> Edition:
        """The one published edition. New cases are registered under it."""
        return self.get(stage=EditionStage.PUBLISHED)

    def draft(self) -> Edition | None:
        return self.filter(stage=EditionStage.DRAFT).first()


class CategoryQuerySet(models.QuerySet["Category"]):
    def of(self, edition_id: int) -> Self:
        return self.filter(edition_id=edition_id)

    def active(self) -> Self:
        return self.filter(active=True)

    def below(self, category: Category) -> Self:
        """Everything under this one, itself left out. The tree is three deep."""
        return self.filter(Q(parent=category) | Q(parent__parent=category))

    def named(self, text: str, *, limit: int = ENOUGH_TO_PICK_FROM) -> Self:
        """Kinds for a picker: every word occurs in the full name; own name before the name of one above."""
        words = text.split()
        if not words:
            return self.none()
        found = self.active()
        for word in words:
            found = found.filter(Q(path__icontains=word) | Q(code__istartswith=word))
        return found.annotate(closeness=_closeness_to(words[-1])).order_by("closeness", "position", "code")[
            :limit
        ]


def _closeness_to(word: str) -> Case:
    return Case(
        When(Q(name__iexact=word) | Q(code__iexact=word), then=Value(0)),
        When(name__istartswith=word, then=Value(1)),
        When(name__icontains=word, then=Value(2)),
        default=Value(3),
        output_field=models.SmallIntegerField(),
    )
