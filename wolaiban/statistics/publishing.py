"""The public figures: the district and each township, for three periods of whole months, with what is withheld left out.

Periods end with the last full month: a figure that grew by the day would tell of each single matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, Model, Q, QuerySet, Value
from django.db.models import Sum as Added
from django.db.models.functions import Cast

from wolaiban.places.models import Unit
from wolaiban.statistics.indicators import INDICATORS, Indicator, Sum
from wolaiban.statistics.models import ReceptionTally, Tally
from wolaiban.statistics.withholding import NOTHING, Withheld, given_away, withheld, withheld_share

# Each sum after the one that it is a part of.
PART_OF = {
    "received": None, "handled": None, "due": None, "evaluable": None, "past": None,
    "settled": "handled", "in_time": "due", "evaluated": "evaluable", "satisfied": "evaluated", "solved": "evaluated",
    "receptions": None, "heads": None, "by_word": "receptions", "cased": "receptions",
}  # fmt: skip
# Not a part, yet withheld wherever the other is: how many came to the few receptions of a place.
TOLD_WITH = {"heads": "receptions"}


@dataclass(frozen=True)
class Period:
    """Whole months, the last day not included in them being `until`."""

    key: str
    label: str
    since: date
    until: date

    @property
    def months(self) -> str:
        last = months_before(self.until, 1)
        first = f"{self.since.year} 年 {self.since.month} 月"
        return first if self.since == last else f"{first}至 {last.year} 年 {last.month} 月"


def months_before(first: date, count: int) -> date:
    months = first.year * 12 + first.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)


def periods(today: date) -> list[Period]:
    """The widest first. In January this year has no full month yet."""
    until = today.replace(day=1)
    found = [
        Period("twelve", "近十二个月", months_before(until, 12), until),
        Period("year", "今年", date(until.year, 1, 1), until),
        Period("month", "上月", months_before(until, 1), until),
    ]
    return [period for period in found if period.since < period.until]


@dataclass(frozen=True)
class Figure:
    """One indicator of one area: None for what is withheld; a rate only where both numbers are shown."""

    indicator: Indicator
    numerator: int | None
    denominator: int | None

    @property
    def is_empty(self) -> bool:
        """Nothing to divide by, or nothing counted: neither 0 % nor 100 %."""
        return self.numerator == 0 if self.indicator.denominator is None else self.denominator == 0

    @property
    def is_withheld(self) -> bool:
        return not self.is_empty and self.numerator is None

    @property
    def has_parts(self) -> bool:
        """Whether there is anything to say about what was divided by what."""
        return self.indicator.denominator is not None and not self.is_empty and self.denominator is not None

    @property
    def percent(self) -> str | None:
        """Cut, not rounded: 100 % is only what is whole."""
        if self.is_empty or not self.denominator or self.numerator is None:
            return None
        tenths = self.numerator * 1000 // self.denominator
        return f"{tenths // 10}.{tenths % 10}"


@dataclass(frozen=True)
class AreaFigures:
    """An area with its figures, in the order of INDICATORS. `code` is empty for what lies at the district itself."""

    name: str
    figures: list[Figure]
    code: str = ""

    @property
    def short_name(self) -> str:
        return self.name

    def figure(self, name: str) -> Figure:
        return next(figure for figure in self.figures if figure.indicator.name == name)


@dataclass(frozen=True)
class FiguresSheet:
    period: Period
    district: AreaFigures
    parts: list[AreaFigures]

    @property
    def busy_parts(self) -> list[AreaFigures]:
        """Without the district itself where nothing lies there; every township has its line."""
        own, *townships = self.parts
        return townships if all(figure.is_empty for figure in own.figures) else self.parts


Columns = dict[str, list[int]]  # by the name of the sum, a number for each row


def sheets(today: date) -> list[FiguresSheet]:
    """All that is published, for each period; one query for the numbers."""
    return _sheets(periods(today))


def widest_sheet(today: date) -> FiguresSheet:
    """The same for the widest period alone: what is withheld in it hangs on no other."""
    return _sheets(periods(today)[:1])[0]


def _sheets(wanted: Sequence[Period]) -> list[FiguresSheet]:
    district = Unit.objects.district()
    townships = list(Unit.objects.townships().order_by("code"))
    counted = _counted(district, wanted)
    places = [(district.pk, False), *((township.pk, True) for township in townships)]
    names = [(f"{district}本级", ""), *((str(township), township.code) for township in townships)]
    columns = [
        {s: [counted.get(place, {}).get(f"{period.key}_{s}") or 0 for place in places] for s in PART_OF}
        for period in wanted
    ]
    shown = kept_back(columns)
    return [
        _sheet(period, str(district), names, numbers, hidden)
        for period, numbers, hidden in zip(wanted, columns, shown, strict=True)
    ]


def _counted(district: Unit, wanted: Sequence[Period]) -> dict[tuple[int, bool], dict[str, int]]:
    """Townships with all that lies in them, and what lies at the district itself: rows that add up to the district."""
    kept = Tally.objects.all() if settings.DEMO else Tally.objects.filter(invented=False)
    first, second = (_added(rows, district, wanted) for rows in (kept, ReceptionTally.objects.all()))
    found: dict[tuple[int, bool], dict[str, int]] = {}
    names = [f"{period.key}_{name}" for period in wanted for name in PART_OF]
    for area, whole, *numbers in first.union(second, all=True):
        sums = found.setdefault((area, whole), dict.fromkeys(names, 0))
        for name, number in zip(names, numbers, strict=True):
            sums[name] += number or 0
    return found


def _added(rows: QuerySet[Any], district: Unit, wanted: Sequence[Period]) -> QuerySet[Any, Any]:
    """The sums of one table for each area and period, those of the other as nothing."""
    near = rows.filter(Q(whole=True) & ~Q(area=district) | Q(whole=False, area=district))
    near = near.filter(day__gte=min(p.since for p in wanted), day__lt=max(p.until for p in wanted))
    sums = {
        f"{period.key}_{name}": _sum_of(rows.model, name, period) for period in wanted for name in PART_OF
    }
    found: QuerySet[Any, Any] = near.order_by().values("area", "whole").annotate(**sums)
    return found.values_list("area", "whole", *sums)


def _sum_of(model: type[Model], name: str, period: Period) -> Any:
    if name not in model.SUMS:  # type: ignore[attr-defined]
        return Cast(Value(0), BigIntegerField())
    return Added(name, filter=Q(day__gte=period.since, day__lt=period.until))


def kept_back(periods: Sequence[Columns]) -> list[dict[str, Withheld]]:
    """For each period, the widest first, what of each sum is withheld."""
    done: list[tuple[Columns, dict[str, Withheld]]] = []
    for columns in periods:
        hidden: dict[str, Withheld] = {}
        for name, whole in PART_OF.items():
            start = hidden.get(whole or TOLD_WITH.get(name, ""), NOTHING)
            for wide, shown in done:
                start |= given_away(columns[name], wide[name], shown[name])
                if whole:
                    start |= given_away(_rest(columns, name, whole), _rest(wide, name, whole), shown[name])
            hidden[name] = (
                withheld_share(columns[name], columns[whole], start)
                if whole
                else withheld(columns[name], start)
            )
        done.append((columns, hidden))
    return [hidden for _, hidden in done]


def _rest(columns: Columns, name: str, whole: str) -> list[int]:
    return [of - number for number, of in zip(columns[name], columns[whole], strict=True)]


def _sheet(
    period: Period,
    district: str,
    names: Sequence[tuple[str, str]],
    columns: Columns,
    hidden: Mapping[str, Withheld],
) -> FiguresSheet:
    def number(what: Sum, row: int | None) -> int | None:
        if row is None:
            return None if hidden[what.name].total else sum(columns[what.name])
        return None if row in hidden[what.name].rows else columns[what.name][row]

    def line(name: str, row: int | None, code: str = "") -> AreaFigures:
        figures = [
            Figure(i, number(i.numerator, row), number(i.denominator, row) if i.denominator else None)
            for i in INDICATORS
        ]
        return AreaFigures(name, figures, code)

    parts = [line(name, row, code) for row, (name, code) in enumerate(names)]
    return FiguresSheet(period, line(district, None), parts)
