"""Times as people and programs write them, read as Beijing time."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta

from wolaiban.process.calendar import BEIJING

WRITTEN = re.compile(
    r"(?P<year>\d{4}|[1-3]\d)[-/.、,年](?P<month>\d{1,2})[-/.、,月](?P<day>\d{1,2})[日号]?"
    r"|(?P<solid>\d{8})(?=$|\D)"
)
CLOCK = re.compile(
    r"[T,]*(?P<half>[^\d:]{0,4}?)"
    r"(?:(?P<hour>\d{1,2})(?::|点钟?|时|\.(?=\d\d$))(?:(?P<minute>\d{1,2}|半|整|[123]刻)(?:[:分]?(?:(?P<second>\d{1,2})(?:\.\d+)?秒?)?)?)?)?"
    r"(?P<half_behind>AM|PM)?",
    re.IGNORECASE,
)
LOOSE = re.compile(
    r"\((?:星期|周|礼拜).\)|(?:星期|礼拜|周)[一二三四五六日天1-7]|左右|前后|许$|约|大概|\((?:上午|下午)?\)"
)
MORNING = {"", "上午", "早上", "早晨", "清晨", "清早", "早", "凌晨", "半夜", "夜里", "深夜", "AM", "午前"}
NOON = {"中午", "正午", "午间"}
AFTERNOON = {"下午", "傍晚", "午后", "PM"}
NIGHT = {"晚上", "晚", "晚间", "夜间", "夜晚", "当晚"}
MIDNIGHT_IS_ZERO = {"凌晨", "AM", "半夜", "夜里", "深夜"}
SERIAL = re.compile(r"\d{5}(\.\d+)?")  # days since 1899-12-30, as spreadsheets count
FIRST_DAY = datetime(1899, 12, 30, tzinfo=BEIJING)
DIGITS = "〇一二三四五六七八九"
NUMERAL = re.compile("[〇零○Ｏ一二两三四五六七八九十]+")


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
    spaced = re.sub(r"(?<=\d)\s+(?=\d)", "T", unicodedata.normalize("NFKC", text).strip())
    folded = LOOSE.sub("", "".join(spaced.split()))
    plain = NUMERAL.sub(lambda found: _number(found[0]), folded).rstrip(".,。;")
    day = WRITTEN.match(plain)
    clock = CLOCK.fullmatch(plain, day.end()) if day else None
    if day is None or clock is None:
        raise NoMoment(text)
    solid = day["solid"]
    year, month, date = (solid[:4], solid[4:6], solid[6:]) if solid else day.group("year", "month", "day")
    midnight = datetime(int(year) + (2000 if len(year) == 2 else 0), int(month), int(date), tzinfo=BEIJING)
    return midnight + timedelta(seconds=_seconds(clock))


def _seconds(clock: re.Match[str]) -> int:
    """Since midnight; more than a day's for what people call the night of a day and is the next one."""
    half = (clock["half"] or clock["half_behind"] or "").upper()
    hour = _hour(half, int(clock["hour"])) if clock["hour"] else 0
    known = half in MORNING | NOON | AFTERNOON | NIGHT
    minute = {"半": "30", "整": "0", "1刻": "15", "2刻": "30", "3刻": "45"}.get(
        clock["minute"] or "0", clock["minute"] or "0"
    )
    second = int(clock["second"] or 0)
    if not known or hour > 28 or int(minute) > 59 or second > 59:
        raise NoMoment
    return hour * 3600 + int(minute) * 60 + second


def _hour(half: str, hour: int) -> int:
    """中午1点 is 13, 晚上12点 the midnight behind that day, 晚上1点 an hour later; 24 hours are left as they are."""
    if hour > 24 or (hour > 12 and half in MIDNIGHT_IS_ZERO - {"半夜", "夜里", "深夜"}):
        raise NoMoment
    if half in MIDNIGHT_IS_ZERO and hour == 12:
        return 0
    if (half in NOON and hour < 6) or (half in AFTERNOON and hour < 12):
        return hour + 12
    if half in NIGHT and hour <= 12:
        return hour + (12 if 5 <= hour < 12 else 24 if hour < 5 else 12)
    return hour


def _number(numeral: str) -> str:
    """十二 as 12, 二〇二六 as 2026."""
    text = re.sub("[零○Ｏ]", "〇", numeral).replace("两", "二")
    if "十" not in text:
        return "".join(str(DIGITS.index(digit)) for digit in text)
    tens, _, ones = text.partition("十")
    return str((DIGITS.index(tens) if tens else 1) * 10 + (DIGITS.index(ones) if ones else 0))
