"""The days off that the law fixes for every year, whether the State Council has published that year's calendar or not.

全国年节及纪念日放假办法 (as in force since 2025), art. 2: thirteen days. Which weekends are worked for the longer holidays is
decided anew each year and is not law. What is counted by the moon, and 清明, comes from `lunar_python`.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("holidays_by_law.csv")


@cache
def by_law(year: int) -> dict[date, str]:
    """Each day off of a year, with the name of its holiday."""
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found: dict[date, str] = {}
    for row in rows:
        first = _day(row, year) - timedelta(days=int(row["before"]))
        found |= {first + timedelta(days=n): row["name"] for n in range(int(row["days"]))}
    return found


def _day(row: dict[str, str], year: int) -> date:
    if row["counted"] == "solar":
        return date(year, int(row["month"]), int(row["day"]))
    from lunar_python import Lunar, Solar  # noqa: PLC0415 -- a tenth of a second, for years not published yet

    if row["counted"] == "lunar":
        found = Lunar.fromYmd(year, int(row["month"]), int(row["day"])).getSolar()
    else:
        found = Solar.fromYmd(year, 6, 1).getLunar().getJieQiTable()["清明"]
    return date(found.getYear(), found.getMonth(), found.getDay())
