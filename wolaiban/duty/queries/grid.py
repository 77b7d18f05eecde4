"""A roster as the weeks of its month: what stands in each day, and who could fill a gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from wolaiban.duty.drawing import is_holiday
from wolaiban.duty.labels import surname
from wolaiban.duty.models import Shift, Swap
from wolaiban.duty.months import WEEKDAYS
from wolaiban.duty.parts import RosterParts, in_order_of_days
from wolaiban.duty.words import DutyPart
from wolaiban.people.models import User
from wolaiban.process.calendar import is_working_day
from wolaiban.process.holidays import by_law

SATURDAY = 5


ICONS = {DutyPart.DAY: "house", DutyPart.NIGHT: "phone", DutyPart.SECRETARY: "people"}


@dataclass(frozen=True)
class GridLine:
    """A shift in its day. `address`: where pressing on it leads, if anywhere."""

    shift: Shift
    address: str = ""

    @property
    def icon(self) -> str:
        return ICONS[self.shift.part_word]

    @property
    def words(self) -> str:
        """白玉兰; 秦书记接待; 空班."""
        person = self.shift.person
        if person is None:
            return "空班"
        if self.shift.part_word is DutyPart.SECRETARY:
            return f"{surname(person.name)}书记接待"
        return str(person.name)


@dataclass(frozen=True)
class GridDay:
    """A day in the grid; of the months before and after it stands empty."""

    day: date
    is_of_month: bool
    is_today: bool
    is_past: bool
    lines: tuple[GridLine, ...] = ()
    lacking: Shift | None = None
    swap: Swap | None = None  # that is open
    word: str = ""  # 国庆节, 调休, 上班: where the week would have it otherwise

    @property
    def is_off(self) -> bool:
        return not is_working_day(self.day)

    @property
    def weekday(self) -> str:
        return f"周{WEEKDAYS[self.day.weekday()]}"

    @property
    def called(self) -> str:
        """The first of a month with the month, the others by their number."""
        return f"{self.day.month}月{self.day.day}日" if self.day.day == 1 else str(self.day.day)


@dataclass(frozen=True)
class Suggestion:
    """Who could take a shift, and why they."""

    person: User
    why: str


@dataclass(frozen=True)
class DaysOf:
    """How many days somebody has in a month; `share` of the one who has most, in hundredths."""

    person: User
    days: int
    share: int


def weeks_of(parts: RosterParts, today: date, links: Mapping[int, str] = {}) -> list[list[GridDay]]:
    """From Monday to Sunday, whole weeks."""
    month = parts.subject.as_month
    start = month.first - timedelta(days=month.first.weekday())
    end = month.last + timedelta(days=6 - month.last.weekday())
    by_day = _by_day(parts, links)
    lacking = {shift.day: shift for shift in parts.lacking}
    swaps = {swap.shift.day: swap for swap in parts.swaps if swap.state_word.is_open}
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    cells = [
        GridDay(
            day, is_of_month=month.first <= day <= month.last, is_today=day == today, is_past=day < today,
            lines=tuple(by_day.get(day, ())), lacking=lacking.get(day), swap=swaps.get(day), word=word_of(day),
        )
        for day in days
    ]  # fmt: skip
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]


def _by_day(parts: RosterParts, links: Mapping[int, str]) -> dict[date, list[GridLine]]:
    found: dict[date, list[GridLine]] = {}
    for shift in in_order_of_days(parts.shifts):
        found.setdefault(shift.day, []).append(GridLine(shift, links.get(shift.pk, "")))
    return found


def word_of(day: date) -> str:
    """What is unusual about a day."""
    if is_holiday(day):
        return by_law(day.year).get(day, "放假")
    return "上班" if day.weekday() >= SATURDAY and is_working_day(day) else ""


def days_of_each(parts: RosterParts) -> list[DaysOf]:
    """By the order of the people, never by the number: for whoever plans alone."""
    counts = Counter(shift.person_id for shift in parts.shifts if shift.part == DutyPart.DAY)
    most = max(counts.values(), default=0) or 1
    people = list(dict.fromkeys([*parts.may_hold, *parts.people]))
    return [DaysOf(one, counts[one.pk], counts[one.pk] * 100 // most) for one in people if counts[one.pk]]


def suggestion_for(parts: RosterParts, shift: Shift) -> Suggestion | None:
    """Whoever counts, has no shift the day before or after, and has the fewest days of the month."""
    counts = Counter(one.person_id for one in parts.shifts if one.part == DutyPart.DAY)
    near = {
        one.person_id
        for one in parts.shifts
        if one.part == DutyPart.DAY and abs((one.day - shift.day).days) == 1
    }
    fit = [one for one in parts.may_hold if parts.counts(one.pk, shift.day) and one.pk != shift.person_id]
    rested = [one for one in fit if one.pk not in near]
    best = min(rested or fit, key=lambda one: counts[one.pk], default=None)
    if best is None:
        return None
    days = f"{best}这月 {counts[best.pk]} 天"
    return Suggestion(
        best, f"{days}，前后一天都不当班。" if best in rested else f"{days}，前后有一天也当班。"
    )
