"""Whole months beside the filter: what is asked for every month is one press, and not two days to be picked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

DAYS = ("since", "until")


@dataclass(frozen=True)
class MonthOffered:
    """A month of registration, what it makes of the filter, and whether the filter says so already."""

    label: str
    params: dict[str, str]
    chosen: bool


def months_offered(params: Mapping[str, str], today: date) -> list[MonthOffered]:
    first = today.replace(day=1)
    last = first - timedelta(days=1)
    wanted = {
        "本月登记的": {"since": first.isoformat()},
        "上月登记的": {"since": last.replace(day=1).isoformat(), "until": last.isoformat()},
    }
    others = {name: value for name, value in params.items() if name not in DAYS}
    said = {name: params[name] for name in DAYS if name in params}
    return [MonthOffered(label, {**others, **days}, said == days) for label, days in wanted.items()]
