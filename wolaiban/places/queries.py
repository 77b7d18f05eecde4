"""Finding units: who stands under whom, and which 辛庄村 is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import connection, models
from django.db.models import Q, TextField
from django.db.models.functions import Concat

from wolaiban.places import matching
from wolaiban.places.kinds import STUDIO_KINDS, TOWNSHIP_KINDS, UnitKind
from wolaiban.places.matching import Ranked, SearchedUnit

if TYPE_CHECKING:
    from wolaiban.places.models import Studio, Unit

ENOUGH_TO_PICK_FROM = 20
DOORS_A_PAGE = 30


@dataclass(frozen=True)
class UnitsFound:
    """The best of what was found, and how many more there are."""

    units: Sequence[Unit]
    more: int

    def __iter__(self) -> Iterator[Unit]:
        return iter(self.units)

    def __len__(self) -> int:
        return len(self.units)


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

    def named(self, text: str, *, limit: int = ENOUGH_TO_PICK_FROM) -> UnitsFound:
        """Units of every kind for a picker, the best first, by whatever tells them (see `matching.certain`).

        A unit's own name comes before its township's, an exact name first: “窦店” offers 窦店镇, then its villages.
        """
        return self.active()._found(lambda rows: matching.certain(rows, text), limit)

    def similar(self, text: str, *, limit: int = ENOUGH_TO_PICK_FROM) -> UnitsFound:
        """Where nothing is certain: what may be meant, to be asked about (see `matching.similar`)."""
        return self.active()._found(lambda rows: matching.similar(rows, text), limit)

    def _found(self, match: Callable[[list[SearchedUnit]], list[Ranked]], limit: int) -> UnitsFound:
        """Three queries: whether anything changed, which may be found, and those that are shown."""
        allowed = set(self.order_by().values_list("pk", flat=True))
        ranked = match([row for row in known_rows(self.model) if row.pk in allowed])
        if not ranked:
            return UnitsFound([], 0)
        keys = [pk for _, _, pk in ranked[:limit]]
        units = self.with_township().select_related("studio", "township", "parent").in_bulk(keys)
        return UnitsFound([units[pk] for pk in keys], len(ranked) - len(keys))

    def with_a_door(self) -> Self:
        """Units that residents can go to: all in use but departments, each with its studio and its township."""
        return self.active().exclude(kind=UnitKind.DEPARTMENT).select_related("studio", "township", "parent")

    def served_by(self, studio: Studio) -> Self:
        return self.active().with_township().filter(studio=studio).order_by("code")

    def sought(self, text: str, *, limit: int = ENOUGH_TO_PICK_FROM) -> UnitsFound:
        """Units for residents, who type what they remember: those of them that have a door."""
        return self.with_a_door().named(text, limit=limit)

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


# A row that is written has another place and another xmin: their sum tells whether all are as they were.
STAMP = """
SELECT (SELECT (count(*), sum(hashtext(ctid::text || xmin::text)))::text FROM places_unit),
       (SELECT (count(*), sum(hashtext(ctid::text || xmin::text)))::text FROM places_studio)
"""
known: dict[
    tuple[str, ...], list[SearchedUnit]
] = {}  # of one stamp; threads may make it at once, each the same


def known_rows(units: type[Unit]) -> list[SearchedUnit]:
    """What all units are looked for by, kept in memory as long as no unit and no studio changes."""
    with connection.cursor() as cursor:
        cursor.execute(STAMP)
        stamp = (*cursor.fetchone(), settings.UNIT_NAMES)
    rows = known.get(stamp)
    if rows is None:
        rows = list(_rows(units))
        known.clear()
        known[stamp] = rows
    return rows


def named_by(rows: Sequence[SearchedUnit], word: str) -> tuple[int, ...]:
    """Keys of the units in whose name a word stands; none for a word that says no more than of what kind they are."""
    asked = matching.plain(word)
    if len(asked) < matching.SHORTEST_NAME or not matching.tells_apart(asked):
        return ()
    return tuple(row.pk for row in rows if matching.is_in_a_name(row, asked))


def _rows(units: type[Unit]) -> Iterator[SearchedUnit]:
    names = matching.names_in(Path(settings.UNIT_NAMES))
    above = Concat("parent__parent__name", "parent__name", output_field=TextField())
    told = units.objects.order_by().annotate(above=above)
    columns = ("pk", "code", "name", "short_name", "township__short_name", "above", "studio__address", "studio__phone")  # fmt: skip
    for pk, code, name, short_name, township, over, address, phone in told.values_list(*columns):
        town = f"{code[:9]}000"
        yield SearchedUnit(
            pk, code, name, short_name, township or "", over, address or "", phone or "",
            everyday=names.get(code, frozenset()),
            everyday_above=names.get(town, frozenset()) if town != code else frozenset(),
        )  # fmt: skip
