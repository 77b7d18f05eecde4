"""Finding units: who stands under whom, and which 辛庄村 is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Q, Value, When

from wolaiban.places.kinds import STUDIO_KINDS, TOWNSHIP_KINDS, UnitKind

if TYPE_CHECKING:
    from wolaiban.places.models import Unit

ENOUGH_TO_PICK_FROM = 20


class UnitQuerySet(models.QuerySet["Unit"]):
    def active(self) -> Self:
        return self.filter(active=True)

    def district(self) -> Unit:
        """The one district that this installation serves."""
        return self.get(kind=UnitKind.DISTRICT)

    def townships(self) -> Self:
        return self.filter(kind__in=TOWNSHIP_KINDS)

    def studio_level(self) -> Self:
        return self.filter(kind__in=STUDIO_KINDS)

    def departments(self) -> Self:
        return self.filter(kind=UnitKind.DEPARTMENT)

    def subtree(self, *units: Unit) -> Self:
        """These units and everything under them, without a join: there is one district, and each knows its township."""
        if any(unit.is_district for unit in units):
            return self.all()
        return self.filter(
            Q(pk__in=[unit.pk for unit in units]) | Q(township__in=[unit.pk for unit in units])
        )

    def of_township(self, township: Unit) -> Self:
        """The township and its villages and communities."""
        return self.filter(township=township)

    def with_township(self) -> Self:
        """Read the township along, as `full_name` needs it."""
        return self.select_related("township")

    def named(self, text: str, *, limit: int = ENOUGH_TO_PICK_FROM) -> Self:
        """Units for a picker: every word must occur in the name, the code or the township's name.

        A unit's own name comes before its township's, an exact name first: “窦店” offers 窦店镇, then its villages.
        """
        words = text.split()
        if not words:
            return self.none()
        found = self.with_township().active()
        for word in words:
            found = found.filter(
                Q(name__icontains=word)
                | Q(short_name__icontains=word)
                | Q(code__startswith=word)
                | Q(township__short_name__icontains=word)
            )
        return found.annotate(closeness=_closeness_to(words[-1])).order_by("closeness", "code")[:limit]

    def namesakes(self, unit: Unit) -> Self:
        """Other units of the same short name, which only their township tells apart."""
        return self.with_township().filter(short_name=unit.short_name).exclude(pk=unit.pk)


def _closeness_to(word: str) -> Case:
    return Case(
        When(Q(short_name=word) | Q(name=word) | Q(code=word), then=Value(0)),
        When(short_name__startswith=word, then=Value(1)),
        When(short_name__contains=word, then=Value(2)),
        default=Value(3),
        output_field=models.SmallIntegerField(),
    )
