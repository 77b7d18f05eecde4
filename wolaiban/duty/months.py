"""A month of a roster: its days, by what it is chosen and recorded, what it is called."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from wolaiban.process.answers import YEARS

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, order=True)
class Month:
    first: date  # its first day

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.replace(day=1))

    @classmethod
    def read(cls, code: str) -> Self | None:
        """2026-12; None for what is no month."""
        try:
            first = date.fromisoformat(f"{code}-01")
        except ValueError:
            return None
        return cls(first) if first.year in YEARS else None

    def __str__(self) -> str:
        return f"{self.first.year}年{self.first.month}月"

    @property
    def code(self) -> str:
        return f"{self.first:%Y-%m}"

    def as_recorded(self) -> str:
        return self.code

    @property
    def last(self) -> date:
        return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])

    @property
    def next(self) -> Month:
        return Month(self.last + timedelta(days=1))

    @property
    def before(self) -> Month:
        return Month.of(self.first - timedelta(days=1))

    def days(self) -> Iterator[date]:
        for number in range(self.last.day):
            yield self.first + timedelta(days=number)


def day_label(day: date) -> str:
    """12月2日 周三"""
    return f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"
