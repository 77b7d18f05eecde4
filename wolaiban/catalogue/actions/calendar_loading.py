"""Load a calendar of working days from a sheet: read, checked as a whole, kept as a whole."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from wolaiban.catalogue import calendars
from wolaiban.catalogue.models import CalendarLoad
from wolaiban.process.errors import BadAnswer
from wolaiban.process.holidays import by_law
from wolaiban.traces.leaving import leave

WORDS = {
    "working": True, "上班": True, "工作日": True, "班": True,
    "holiday": False, "放假": False, "节假日": False, "休": False,
}  # fmt: skip
DATE = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
SHOWN = 20
Days = dict[date, tuple[bool, str]]


@transaction.atomic(durable=True)
def load_calendar(file: Path, *, dry_run: bool = False) -> CalendarLoad:
    """Keep the years a file speaks of as it says, in place of what was known of them. Raises BadAnswer, naming the lines.

    From now on this process counts by it, the others soon. `dry_run` only checks.
    """
    days = read(file.read_bytes())
    years: dict[str, dict[str, tuple[bool, str]]] = {}
    for day, said in sorted(days.items()):
        years.setdefault(str(day.year), {})[day.isoformat()] = said
    load = CalendarLoad(file=file.name[:200], days=years)
    if not dry_run:
        load.save()
        leave(load, act="loaded")
        transaction.on_commit(calendars.refresh)
    return load


def read(content: bytes) -> Days:
    """The days that a sheet names: `date,working|holiday[,name]`, with or without a line of headings."""
    days, faults = Days(), list[str]()
    for line, cells in _lines(content):
        try:
            day, said = _row(cells)
            if day in days and days[day][0] != said[0]:
                raise ValueError(f"{day} 前面已写作另一种")
            days[day] = said
        except ValueError as fault:
            if line > 1 or DATE.match(cells[0]):  # else it is the line of headings
                faults.append(f"第 {line} 行：{fault}")
    faults += list(_holes(days))
    if not days and not faults:
        faults = ["没有一行是“日期,working 或 holiday,名称”"]
    if faults:
        more = f"；……另有 {len(faults) - SHOWN} 处" if len(faults) > SHOWN else ""
        raise BadAnswer({"file": "；".join(faults[:SHOWN]) + more + "。什么都没有装入。"})
    return days


def _lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            raise BadAnswer({"file": "读不出文字。请存成 CSV（UTF-8 或 GB 18030）再装入。"}) from None
    for line, cells in enumerate(csv.reader(io.StringIO(text)), 1):
        tidy = [cell.strip() for cell in cells]
        if any(tidy):
            yield line, tidy


def _row(cells: list[str]) -> tuple[date, tuple[bool, str]]:
    written = DATE.fullmatch(cells[0])
    if written is None:
        raise ValueError(f"“{cells[0][:20]}”不是日期")
    try:
        day = date(*map(int, written.groups()))
    except ValueError:
        raise ValueError(f"没有 {cells[0]} 这一天") from None
    word = cells[1].lower() if len(cells) > 1 else ""
    if word not in WORDS:
        raise ValueError(f"“{word[:20]}”应为 working（上班）或 holiday（放假）")
    if WORDS[word] and day in by_law(day.year):
        raise ValueError(f"{day} 是法定节假日（{by_law(day.year)[day]}），不能是工作日")
    return day, (WORDS[word], cells[2][:40] if len(cells) > 2 else "")


def _holes(days: Days) -> Iterator[str]:
    """A calendar of a year names all its holidays; one that lacks some was cut off, or is of something else."""
    for year in sorted({day.year for day in days}):
        missing = [
            f"{name} {day}" for day, name in by_law(year).items() if day not in days and day.weekday() < 5
        ]
        if missing:
            yield f"{year} 年缺少法定节假日：{'、'.join(missing)}"
