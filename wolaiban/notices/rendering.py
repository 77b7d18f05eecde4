"""From text and case to the words of a message; also as a dry run, for whoever changes a text."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime, now

from wolaiban.cases.models import Case, Event
from wolaiban.database.prepared import PreparedQuery
from wolaiban.notices.models import Message, Wording
from wolaiban.notices.texts import BY_KEY
from wolaiban.places.models import Unit
from wolaiban.process.words import Stage

WORDING = PreparedQuery(lambda key: Wording.objects.filter(text=key))
WORDINGS = PreparedQuery(Wording.objects.all)


@dataclass(frozen=True)
class Placeholders:
    """What a text may name: a field for each placeholder."""

    number: str = ""
    state: str = ""
    unit: str = ""
    by: str = ""
    office: str = ""
    count: str = ""
    late: str = ""
    waiting: str = ""


def day_and_time(when: datetime) -> str:
    """11月3日18:00, with the year where it is another one: a message is read later than it is written."""
    local = localtime(when)
    day = f"{local.month}月{local.day}日{local:%H:%M}"
    return day if local.year == localtime(now()).year else f"{local.year}年{day}"


def facts_of(case: Case, *, by: datetime | None = None) -> Placeholders:
    """The case as it stands. Reads `holder`."""
    return _facts(case.number, Stage(case.stage), case.holder, by or case.deadline)


def facts_at(event: Event, holder: Unit) -> Placeholders:
    """The case as the event left it, however late the message is written."""
    deadline = event.after["deadline"]
    return _facts(
        event.case.number, Stage(event.target), holder, parse_datetime(deadline) if deadline else None
    )


def _facts(number: str, stage: Stage, unit: Unit, by: datetime | None) -> Placeholders:
    return Placeholders(
        number=number,
        state=stage.label,
        unit=str(unit),
        by=day_and_time(by) if by else "时限",
        office=settings.OFFICE_NAME,
    )


def all_words() -> dict[str, str]:
    """Every text by its key, as `words_of` would give it; one query."""
    own = {wording.text: wording.words for wording in WORDINGS()}
    return {key: own.get(key) or text.words for key, text in BY_KEY.items()}


def words_of(key: str) -> str:
    """The text as the district words it, or the default."""
    own = WORDING.one(key)
    return own.words if own and own.words else BY_KEY[key].words


def render(words: str, facts: Placeholders) -> str:
    return words.strip().format_map({field.name: getattr(facts, field.name) for field in fields(facts)})


def outgoing(message: Message) -> str:
    """What leaves the house: from whom, the words, and where to read more. Reads `case`."""
    return _enclosed(message.words, message.path)


def _enclosed(words: str, path: str) -> str:
    return f"【{settings.OFFICE_NAME}】{words} {settings.SITE_URL.rstrip('/')}{path}"


@dataclass(frozen=True)
class TextPreview:
    """How a text would look on a real case. Nothing is stored, nothing is sent."""

    words: str
    outgoing: str

    @property
    def parts(self) -> int:
        """How many text messages it is charged as: 70 characters, or 67 each where it takes several."""
        length = len(self.outgoing)
        return 1 if length <= 70 else -(-length // 67)


def preview(words: str, case: Case, *, outside: bool) -> TextPreview:
    """Dry run. `outside`: as a resident would be sent it. Reads `holder`."""
    facts = Placeholders(**{**asdict(facts_of(case)), **SAMPLE_COUNTS})
    rendered = render(words, facts)
    return TextPreview(rendered, _enclosed(rendered, "/track/" if outside else f"/cases/{case.number}/"))


SAMPLE_COUNTS: dict[str, Any] = {"count": "3", "late": "1", "waiting": "2"}
