"""One row → one report: what it says, who said it if that can be known, when, where."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from django.conf import settings

from wolaiban.cases.actions.registering import TITLE_LENGTH, Report, Reporter
from wolaiban.catalogue.models import Category
from wolaiban.catalogue.queries import current_edition
from wolaiban.importing import moments
from wolaiban.importing.cells import ERROR_VALUE
from wolaiban.importing.columns import FIELDS
from wolaiban.importing.directory import Directory
from wolaiban.importing.history import History, is_closed
from wolaiban.importing.keys import ANYWHERE, key_of, old_key_of
from wolaiban.importing.past import past_of
from wolaiban.importing.people import reporter_of
from wolaiban.importing.refusals import BadRow
from wolaiban.places.models import Unit
from wolaiban.process.words import Channel, Word
from wolaiban.residents.particulars import tidy_name
from wolaiban.residents.phones import read_phone

LONGEST = 100_000
LONGEST_PLACE = 200
EARLIEST = datetime(1949, 10, 1, tzinfo=UTC)
CHANNELS = {
    **{word.value: word for word in Channel},
    **{word.label: word for word in Channel},
    "热线": Channel.HOTLINE, "12345": Channel.HOTLINE, "12345热线": Channel.HOTLINE, "电话": Channel.CALL,
    "网络": Channel.ONLINE, "信件": Channel.LETTER, "走访": Channel.OUTREACH_VISIT, "上门": Channel.WALK_IN,
    "接访": Channel.WALK_IN, "来信来访": Channel.LETTER, "网上信访": Channel.ONLINE, "矛盾排查": Channel.SCREENING,
}  # fmt: skip


class Result(Word):
    NEW = "new", "新登记"
    READY = "ready", "可以登记"
    HISTORY = "history", "补录为历史"
    KNOWN = "known", "已在册"
    BAD = "bad", "未能登记"
    NO_MATTER = "no_matter", "不是事项"


TAKEN = frozenset({Result.NEW, Result.READY, Result.HISTORY})


class Outcome(NamedTuple):
    """What became of one row."""

    result: Result
    source_id: str = ""
    number: str = ""
    unit: str = ""
    remarks: str = ""
    anonymous: bool = False


@dataclass(frozen=True)
class RowMatter:
    """A row that can be registered. `remarks` say what of it was not taken. It is history if it is over already."""

    report: Report = field(repr=False)
    source_id: str
    remarks: tuple[str, ...]
    old_key: str

    @property
    def key(self) -> str:
        assert self.report.key is not None
        return self.report.key

    @property
    def is_anonymous(self) -> bool:
        return self.report.reporters[0] == Reporter()

    def came_to(self, result: Result, number: str = "", why: str = "") -> Outcome:
        said = "；".join(filter(None, [why, *self.remarks]))
        if result in TAKEN and self.report.past:
            result = Result.HISTORY
        anonymous = self.is_anonymous and result in TAKEN
        return Outcome(result, self.source_id, number, self.report.unit.full_name, said, anonymous)


class Ours(NamedTuple):
    """A row of a list that this system wrote itself: known by its number."""

    number: str


class RowReader:
    """Makes reports of rows, by one directory of units and the catalogue in force."""

    def __init__(self, directory: Directory, now: datetime) -> None:
        self.directory, self.now = directory, now
        self.categories = _categories()
        self.our_number = re.compile(rf"{re.escape(settings.CASE_PREFIX)}-\d{{4}}-\d{{6,}}", re.ASCII)

    def read(self, cells: dict[str, str], said: Sequence[str] = (), sheet: str = "") -> RowMatter | Ours:
        """Raises BadRow, saying what is wrong with the row that can be known from the row alone."""
        number = cells.get("case_number", "")
        if self.our_number.fullmatch(number):
            return Ours(number)
        remarks, raw, cells = list(said), cells, dict(cells)
        _empty_error_values(cells, remarks)
        source_id = cells.get("id") or number or cells.get("row_no", "")
        title, words, place = (cells.get(name, "") for name in ("title", "words", "place"))
        if not _is_visible(words) and not _is_visible(title):
            raise BadRow("；".join(["没有内容", *remarks]))
        reported_at = self._moment(cells.get("time", ""), "时间")
        old_key = old_key_of(raw, reported_at)
        unit = self._unit(cells, remarks, seed=raw.get("id") or old_key, sheet=sheet)
        history = self._history(cells, remarks)
        past = past_of(history, reported_at, self.now, remarks) if history else None
        if not cells.get("unit") and self.directory.goes_by_sheets:
            remarks.append(f"按工作表名登记到{unit}")
        if "time" in cells and reported_at is None:
            remarks.append(f"没有写时间，记为{'办结的那天' if history and history.closed_at else '导入之时'}")
        reporter = reporter_of(cells, remarks)
        spread = self.directory.spread_over and not cells.get("unit")
        report = Report(
            unit=unit,
            words=_whole(words or title, title if words else "", place),
            title=title,
            place_words=place,
            channel=_channel(cells.get("channel", ""), remarks),
            category=self._category(cells.get("category", ""), remarks),
            reporters=[reporter],
            key=key_of(
                cells, where=ANYWHERE if spread else unit.code, reported_at=reported_at, who=_who(reporter)
            ),
            reported_at=reported_at,
            longest=LONGEST,
            past=past,
        )
        return RowMatter(report, source_id, tuple(remarks), old_key)

    def _unit(self, cells: Mapping[str, str], remarks: list[str], *, seed: str, sheet: str) -> Unit:
        unit = self.directory.place(cells.get("unit", ""), cells.get("township", ""), seed=seed, sheet=sheet)
        if "unit" in cells and not cells["unit"] and self.directory.fallback is not None:
            remarks.append(f"单位空着，登记到{unit}")
        return unit

    def _history(self, cells: Mapping[str, str], remarks: list[str]) -> History | None:
        if is_closed(cells, remarks):
            closed_at = self._moment(cells.get("closed_at", ""), "办结时间")
            return History(closed_at, cells.get("result", ""), cells.get("judgement", ""))
        if cells.get("result") or cells.get("judgement"):
            remarks.append("还没有办结，办理结果、满意度没有录")
        return None

    def _moment(self, text: str, label: str) -> datetime | None:
        if not text:
            return None
        try:
            moment = moments.read(text)
        except moments.NoMoment:
            raise BadRow(f"{label}“{text[:40]}”读不懂，请写成 2019-02-28 11:25") from None
        if not EARLIEST <= moment <= self.now:
            raise BadRow(f"{label}“{text[:40]}”{'还没有到' if moment > self.now else '太早'}，请核对")
        return moment

    def _category(self, text: str, remarks: list[str]) -> Category | None:
        found = self.categories.get(text, []) if text else []
        if text and len(found) != 1:
            why = "不在现行事项目录里" if not found else f"在现行事项目录里有 {len(found)} 个"
            remarks.append(f"类别“{text[:40]}”{why}，受理时再选")
        return found[0] if len(found) == 1 else None


def _categories() -> dict[str, list[Category]]:
    known: dict[str, list[Category]] = {}
    for category in Category.objects.of(current_edition().pk).active():
        for name in {category.code, category.name, category.path}:
            known.setdefault(name, []).append(category)
    return known


def _empty_error_values(cells: dict[str, str], remarks: list[str]) -> None:
    """Take away what a spreadsheet shows where it could not compute."""
    for name, text in cells.items():
        if text.startswith("#") and ERROR_VALUE.fullmatch(text):
            remarks.append(f"{FIELDS[name][0]}一格是表格的出错值 {text[:12]}，没有录")
            cells[name] = ""


def _is_visible(text: str) -> bool:
    return text.isalnum() or any(c.isprintable() and not c.isspace() for c in text)


def _who(reporter: Reporter) -> tuple[str, str]:
    """Tidy name and number, each "" if it is not told."""
    return tidy_name(reporter.name), read_phone(reporter.phone).number


def _whole(words: str, title: str, place: str) -> str:
    """The words, with in front of them what would be cut off elsewhere: nothing that was said is lost."""
    parts = [title] if len(title) > TITLE_LENGTH else []
    parts += [f"地点：{place}"] if len(place) > LONGEST_PLACE else []
    return "\n\n".join([*parts, words])


def _channel(text: str, remarks: list[str]) -> Channel:
    if not text:
        return Channel.IMPORT
    channel = CHANNELS.get(text.strip()) or CHANNELS.get(text.strip().lower())
    if channel is None:
        remarks.append(f"不认识的渠道“{text[:40]}”，记为{Channel.IMPORT.label}")
    return channel or Channel.IMPORT
