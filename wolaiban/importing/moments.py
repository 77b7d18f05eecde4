"""Times as people and programs write them, read as Beijing time."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from wolaiban.process.calendar import BEIJING

WRITTEN = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    r"(?:[\sT,，]*(?:星期.|周.)?\s*(?P<half>上午|中午|下午|晚上|晚|AM|PM)?\s*"
    r"(?P<hour>\d{1,2})\s*[:：时点]\s*(?:(?P<minute>\d{1,2})\s*(?:[:：分]\s*(?:(?P<second>\d{1,2})(?:\.\d+)?秒?)?)?)?)?"
    r"\s*(?P<half_behind>AM|PM)?",
    re.IGNORECASE,
)
AFTERNOON = {"下午", "晚上", "晚", "PM"}
SERIAL = re.compile(r"\d{5}(\.\d+)?")  # days since 1899-12-30, as spreadsheets count
FIRST_DAY = datetime(1899, 12, 30, tzinfo=BEIJING)


class NoMoment(ValueError):
    """The text is no time that could be."""


def read(text: str) -> datetime:
    """The moment; a day alone is its midnight, a time without a zone is Beijing's. Raises NoMoment."""
    try:
        moment = _iso(text) or _serial(text) or _written(text)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise NoMoment(text) from None


def _iso(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def _serial(text: str) -> datetime | None:
    if not SERIAL.fullmatch(text):
        return None
    return FIRST_DAY + timedelta(seconds=round(float(text) * 86400))


def _written(text: str) -> datetime:
    found = WRITTEN.fullmatch(text.strip())
    if found is None:
        raise NoMoment(text)
    hour = int(found["hour"] or 0)
    half = (found["half"] or found["half_behind"] or "").upper()
    if half in AFTERNOON and hour < 12:
        hour += 12
    elif half in {"AM", "上午"} and hour == 12:
        hour = 0
    day = datetime(int(found["year"]), int(found["month"]), int(found["day"]), hour, tzinfo=BEIJING)
    return day.replace(minute=int(found["minute"] or 0), second=int(found["second"] or 0))
