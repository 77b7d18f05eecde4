"""Signs of life on the front page: published figures and published answers, never anybody's matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wolaiban.duty.months import WEEKDAYS
from wolaiban.duty.queries.now import NextReception
from wolaiban.publicity.models import TypicalAnswer
from wolaiban.statistics.publishing import Figure, widest_sheet

SHOWN = 3
# A picture by words of the question; the first that fits.
PICTURES = (
    ("lamp", ("灯", "照明")),
    ("tap", ("水", "漏", "管", "味")),
    ("steps", ("台阶", "扶手", "楼", "路", "坡")),
    ("tree", ("树", "绿", "草")),
    ("notice", ("通知", "公示", "办证", "手续", "政策")),
)
ANY_PICTURE = "letter"
# What is told of a hundred, the first things first: three signs are enough.
SHARES = (
    ("solved", "件", "居民说解决了"),
    ("in_time", "件", "按期答复"),
    ("participation", "人", "作了评价"),
)


@dataclass(frozen=True)
class Sign:
    """One figure in large letters: 88, ／100 件, 居民说解决了."""

    number: str
    unit: str
    label: str


@dataclass(frozen=True)
class ToldAnswer:
    typical: TypicalAnswer
    picture: str


@dataclass(frozen=True)
class ReceptionSign:
    """When secretaries receive next, in the words of a calendar on the wall, and at how many studios."""

    day: date
    words: str
    studios: int


def signs(today: date) -> list[Sign]:
    """Of the last twelve whole months and the whole district. What is withheld or empty is left out, not excused."""
    figures = {figure.indicator.name: figure for figure in widest_sheet(today).district.figures}
    found = []
    if received := figures["received"].numerator:
        found.append(Sign(f"{received:,}", "件", "收到的事"))
    for name, unit, label in SHARES:
        if (share := _of_a_hundred(figures[name])) is not None:
            found.append(Sign(str(share), f"／100 {unit}", label))
    return found[:SHOWN]


def _of_a_hundred(figure: Figure) -> int | None:
    """Cut, not rounded: 100 is only what is whole."""
    if figure.numerator is None or not figure.denominator:
        return None
    return figure.numerator * 100 // figure.denominator


def answers_lately() -> list[ToldAnswer]:
    rows = TypicalAnswer.objects.released().order_by("-released_at")[:SHOWN]
    return [ToldAnswer(row, picture_for(row.question)) for row in rows]


def picture_for(words: str) -> str:
    return next((name for name, signs in PICTURES if any(sign in words for sign in signs)), ANY_PICTURE)


def reception_sign(found: NextReception | None, today: date) -> ReceptionSign | None:
    """As the rosters have it; nothing while none was posted."""
    if found is None:
        return None
    days, weekday = (found.day - today).days, f"周{WEEKDAYS[found.day.weekday()]}"
    weeks = (days + today.weekday()) // 7
    words = (
        ("今天", "明天")[days]
        if days in {0, 1}
        else {0: f"本{weekday}", 1: f"下{weekday}"}.get(weeks, weekday)
    )
    return ReceptionSign(found.day, words, found.studios)
