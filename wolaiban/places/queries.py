"""Finding units: who stands under whom, and which 辛庄村 is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Q, TextField, Value, When
from django.db.models.functions import Concat

from wolaiban.places.kinds import STUDIO_KINDS, TOWNSHIP_KINDS, UnitKind

if TYPE_CHECKING:
    from wolaiban.places.models import Studio, Unit

ENOUGH_TO_PICK_FROM = 20
DOORS_A_PAGE = 30
SAID_OF_ALL = ("我来办", "工作室", "村民委员会", "居民委员会", "村委会", "居委会")


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

    def with_a_door(self) -> Self:
        """Units that residents can go to: all in use but departments, each with its studio and its township."""
        return self.active().exclude(kind=UnitKind.DEPARTMENT).select_related("studio", "township", "parent")

    def served_by(self, studio: Studio) -> Self:
        return self.active().with_township().filter(studio=studio).order_by("code")

    def sought(self, text: str, *, limit: int = ENOUGH_TO_PICK_FROM) -> Self:
        """Units for residents, who type what they remember: part of a name, a township, words of the address.

        “城关东坟” and “城关街道东坟村村委会” are written in one: where no unit has every word as it stands, those
        are found whose names and address have every character of it.
        """
        words = text.split()
        if not words:
            return self.none()
        whole = ("parent__parent__name", "parent__name", "name", "short_name", "studio__address")
        doors = self.with_a_door().annotate(whole=Concat(*whole, output_field=TextField()))
        exact = doors.filter(*(Q(whole__icontains=word) | Q(code__startswith=word) for word in words))
        if not exact.exists():
            exact = doors.filter(*(Q(whole__icontains=character) for character in _telling(words)))
        return exact.annotate(closeness=_closeness_to(words[-1])).order_by("closeness", "code")[:limit]

    def namesakes(self, unit: Unit) -> Self:
        """Other units of the same short name, which only their township tells apart."""
        return self.with_township().filter(short_name=unit.short_name).exclude(pk=unit.pk)


@dataclass(frozen=True)
class PageOfUnits:
    units: Sequence[Unit]
    after: str  # the code of the last one shown, when more follow


def page_of_doors(township: Unit, *, after: str = "", size: int = DOORS_A_PAGE) -> PageOfUnits:
    """The villages and communities of a township by code; the next page starts behind the last of this one."""
    doors = township.__class__.objects.with_a_door().studio_level().of_township(township)
    rows = list(doors.filter(code__gt=after).order_by("code")[: size + 1])
    return PageOfUnits(rows[:size], rows[size - 1].code if len(rows) > size else "")


def _telling(words: list[str]) -> set[str]:
    """The characters that tell one unit from another, without what every studio is called."""
    text = "".join(words)
    for said in SAID_OF_ALL:
        text = text.replace(said, "")
    return set(text) or {"".join(words)}


def _closeness_to(word: str) -> Case:
    return Case(
        When(Q(short_name=word) | Q(name=word) | Q(code=word), then=Value(0)),
        When(short_name__startswith=word, then=Value(1)),
        When(short_name__contains=word, then=Value(2)),
        default=Value(3),
        output_field=models.SmallIntegerField(),
    )
