"""One row → one report: what it says, who said it if that can be known, when, where."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError

from wolaiban.cases.actions.registering import TITLE_LENGTH, Report, Reporter
from wolaiban.catalogue.models import Category
from wolaiban.catalogue.queries import current_edition
from wolaiban.importing import moments
from wolaiban.importing.directory import Directory
from wolaiban.importing.refusals import BadRow
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import Channel, Word
from wolaiban.residents import vault

LONGEST = 100_000
LONGEST_PLACE = 200
EARLIEST = datetime(1949, 10, 1, tzinfo=UTC)
# What stands where a name or a number is not told: masked, an account of some website, or words to that effect.
NOT_TOLD = re.compile(
    r".*[*＊×●■].*|匿名.*|.*网友.*|不详|未知|无|保密|不愿.*|未留.*|没有|[-—/\\.]+", re.DOTALL
)
ACCOUNT = re.compile(r"[A-Za-z0-9_@.\-]*\d[A-Za-z0-9_@.\-]*")
CHANNELS = {
    **{word.value: word for word in Channel},
    **{word.label: word for word in Channel},
    "热线": Channel.HOTLINE, "12345": Channel.HOTLINE, "12345热线": Channel.HOTLINE, "电话": Channel.CALL,
    "网络": Channel.ONLINE, "信件": Channel.LETTER, "走访": Channel.OUTREACH_VISIT,
}  # fmt: skip


class Result(Word):
    NEW = "new", "新登记"
    READY = "ready", "可以登记"
    KNOWN = "known", "已在册"
    BAD = "bad", "未能登记"


class Outcome(NamedTuple):
    """What became of one row."""

    result: Result
    source_id: str = ""
    number: str = ""
    unit: str = ""
    remarks: str = ""
    anonymous: bool = False


@dataclass(frozen=True)
class Matter:
    """A row that can be registered. `remarks` say what of it was not taken."""

    report: Report = field(repr=False)
    source_id: str
    remarks: tuple[str, ...]

    @property
    def key(self) -> str:
        assert self.report.key is not None
        return self.report.key

    @property
    def is_anonymous(self) -> bool:
        return self.report.reporters[0] == Reporter()

    def came_to(self, result: Result, number: str = "", why: str = "") -> Outcome:
        fresh = result in {Result.NEW, Result.READY}
        said = "；".join(self.remarks) if fresh else why
        anonymous = fresh and self.is_anonymous
        return Outcome(result, self.source_id, number, self.report.unit.full_name, said, anonymous)

    def check_reporter(self) -> None:
        """Raise what the vault would refuse."""
        who = self.report.reporters[0]
        try:
            vault.refuse_unfit(name=who.name, phone=who.phone, id_number=who.id_number, address=who.address)
        except ValidationError as fault:
            raise BadAnswer({name: "；".join(words) for name, words in fault.message_dict.items()}) from None


class Reader:
    """Makes reports of rows, by one directory of units and the catalogue in force."""

    def __init__(self, directory: Directory, now: datetime) -> None:
        self.directory, self.now = directory, now
        self.categories = _categories()

    def read(self, cells: Mapping[str, str]) -> Matter:
        """Raises BadRow, saying everything that is wrong with the row that can be known from the row alone."""
        title, words, place = (cells.get(name, "") for name in ("title", "words", "place"))
        if not words and not title:
            raise BadRow("没有内容")
        remarks: list[str] = []
        reported_at = self._moment(cells.get("time", ""))
        key = key_of(cells, reported_at)
        source_id = cells.get("id", "")
        report = Report(
            unit=self.directory.place(
                cells.get("unit", ""), cells.get("township", ""), seed=source_id or key
            ),
            words=_whole(words or title, title if words else "", place),
            title=title,
            place_words=place,
            channel=_channel(cells.get("channel", ""), remarks),
            category=self._category(cells.get("category", ""), remarks),
            reporters=[_reporter(cells)],
            key=key,
            reported_at=reported_at,
            longest=LONGEST,
        )
        return Matter(report, source_id, tuple(remarks))

    def _moment(self, text: str) -> datetime | None:
        if not text:
            return None
        try:
            moment = moments.read(text)
        except moments.NoMoment:
            raise BadRow(f"时间“{text[:40]}”读不懂，请写成 2019-02-28 11:25") from None
        if not EARLIEST <= moment <= self.now:
            raise BadRow(f"时间“{text[:40]}”{'还没有到' if moment > self.now else '太早'}，请核对")
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


def key_of(cells: Mapping[str, str], reported_at: datetime | None) -> str:
    """The same row again is the same matter, in whatever file format and however its lines are broken.

    Its content counts too, not its id alone: two lists may both begin with 1. Without an id, who and where
    tell apart what many said in the same words.
    """
    names = (
        ("id", "title", "words") if cells.get("id") else ("title", "words", "name", "phone", "place", "unit")
    )
    parts = [" ".join(cells.get(name, "").split()) for name in names]
    parts.append(reported_at.isoformat() if reported_at else "")
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return f"import:{hashlib.sha256(text.encode()).hexdigest()[:56]}"


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


def _reporter(cells: Mapping[str, str]) -> Reporter:
    """Somebody, as far as the row tells; all empty is an anonymous report."""
    name = _if_told(cells.get("name", ""))
    return Reporter(
        name="" if ACCOUNT.fullmatch(name) else name,
        phone=_if_told(cells.get("phone", "")),
        id_number=_if_told(cells.get("id_number", "")),
        address=_if_told(cells.get("home", "")),
    )


def _if_told(text: str) -> str:
    return "" if NOT_TOLD.fullmatch(text) else text
