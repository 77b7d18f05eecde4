"""What is kept only for a time, told by the rooms: what it is, for how long, and how it is forgotten.

Each room registers its periods in `ready()` of its app; this one knows none of them by name. What is not registered is
kept: events, and all that verifying needs to follow them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class Unfinished(Exception):
    """So many were not forgotten, each for a reason that is in the log; all others were."""

    def __init__(self, number: int) -> None:
        super().__init__(f"{number} were not forgotten")
        self.number = number


@dataclass(frozen=True)
class RetentionPeriod:
    """`name` stands in what is written down of each night, `what` is for people.

    `forget` erases what is older than a moment, batch by batch, each in transactions of its own, and yields how many
    each was; it may be stopped between two, and raises Unfinished at its end. `older` counts what it would erase. How long
    is a `setting` of the operator's, in days, or `fixed`.
    """

    name: str
    what: str
    forget: Callable[[datetime], Iterable[int]]
    older: Callable[[datetime], int]
    setting: str = ""
    fixed: int = 0

    @property
    def days(self) -> int:
        return int(getattr(settings, self.setting)) if self.setting else self.fixed

    def before(self, at: datetime) -> datetime:
        """What was there before that moment is over."""
        return at - timedelta(days=self.days)


_periods: dict[str, RetentionPeriod] = {}


def register(*periods: RetentionPeriod) -> None:
    for period in periods:
        if period.name in _periods:
            raise ImproperlyConfigured(f"“{period.name}”登记了两次。")
        _periods[period.name] = period


def periods() -> list[RetentionPeriod]:
    return [_periods[name] for name in sorted(_periods)]


def what_of(name: str) -> str:
    """In words. A room may have gone since the name was written down."""
    return _periods[name].what if name in _periods else name
