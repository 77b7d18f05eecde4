"""The kinds of answers: one class a kind says how an answer is checked, recorded in the event and told in the history.

How it is drawn on a page and sent by a program stands with each face, one class a kind again (`web/answer_fields.py`,
`api/answers.py`). Free text and files are kept apart from the event, which holds only their commitments.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from types import NoneType
from typing import Any, ClassVar, Protocol

from wolaiban.process.words import Word

MAX_TEXT = 5000
MAX_LINE = 200
MAX_PERSONAL = 100
MAX_FILES = 9
MAX_DAYS = 30
MAX_NUMBER = 10**9
YEARS = range(2000, 2100)  # nothing is promised or told outside of them, and a calendar ends somewhere
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Me", "Mn", "Zl", "Zp", "Zs"})
BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs, drawn as nothing
ERASED_WORDS = "（原话已应本人要求删除）"


def is_blank(words: str) -> bool:
    """Whether nobody would see anything of it: spaces, and what has no width or no shape of its own."""
    return all(unicodedata.category(one) in UNSEEN or one in BLANK_LETTERS for one in words)


@dataclass(frozen=True)
class Particular:
    """Something that was given with a step, as the history tells it.

    Words that were spoken or written are drawn as a quotation; `number` leads to another case, `address` to a page of
    what is about this one.
    """

    label: str
    words: str
    quoted: bool = False
    number: str = ""
    address: str = ""


AS_IT_IS = (str, int, datetime, NoneType)  # most answers; asking them what they lack takes longer


def as_recorded(value: Any) -> Any:
    """An answer as the event holds it: codes, numbers and commitments, never words or identities.

    A row is held as it says itself (`as_recorded`), by its number or code, else by its key; what is no row, as it is.
    """
    if isinstance(value, AS_IT_IS):
        return value
    if hasattr(value, "as_recorded"):
        return value.as_recorded()
    if isinstance(value, list | tuple):
        return [as_recorded(one) for one in value]
    for name in ("number", "code"):  # cases and other subjects; units and categories
        if hasattr(value, name) and hasattr(value, "pk"):
            return getattr(value, name)
    return value.pk if hasattr(value, "pk") else value


class KnownNames(Protocol):
    """What the history has read of a whole story beforehand, so that its length costs nothing."""

    def words(self, statement: int) -> str | None: ...
    def of(self, what: str, key: Any) -> str:
        """The name of something that events hold as a code or key; `what` is the `looks_up` of its kind."""

    def may_open(self, number: str) -> bool: ...
    def moment(self, at: datetime) -> str: ...
    def day_or_moment(self, at: datetime) -> str: ...


@dataclass(frozen=True)
class AnswerKind:
    """One way to answer. The defaults suit what is chosen from a list and recorded as it stands."""

    is_typed: ClassVar[bool] = False  # or chosen
    is_box: ClassVar[bool] = False  # ticked, or left empty
    is_free: ClassVar[bool] = False  # words of one's own: kept as a Statement, so that they can be erased
    is_files: ClassVar[bool] = False  # kept as Attachments
    is_listed: ClassVar[bool] = False  # of what the kind lists for the question
    is_several: ClassVar[bool] = False  # a list of answers
    looks_up: ClassVar[str] = ""  # what the history must know by name to tell it

    def tidy(self, value: Any) -> Any:
        """The answer as it is kept; what is empty then counts as not given."""
        return value

    def fault(self, label: str, value: Any) -> str:
        """What is wrong with a tidy answer that was given, or nothing."""
        return ""

    def codes(self, recorded: Any) -> list[Any]:
        """The codes or keys in a recorded answer that the history must know by name."""
        return [recorded] if self.looks_up else []

    def words(self, recorded: Any, names: KnownNames) -> str:
        return "、".join(names.of(self.looks_up, code) for code in self.codes(recorded))

    def told(self, label: str, recorded: Any, names: KnownNames) -> Particular | None:
        """As the history tells it; None where it is shown in another way."""
        return Particular(label, self.words(recorded, names))


# ---- What anybody can write or choose


@dataclass(frozen=True)
class FreeText(AnswerKind):
    is_typed: ClassVar[bool] = True
    is_free: ClassVar[bool] = True
    most: int = MAX_TEXT  # characters

    def tidy(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return "" if is_blank(value) else value.strip()

    def fault(self, label: str, value: Any) -> str:
        return f"“{label}”最多 {self.most} 字。" if len(value) > self.most else ""

    def told(self, label: str, recorded: Any, names: KnownNames) -> Particular:
        return Particular(label, names.words(recorded["statement"]) or ERASED_WORDS, quoted=True)


@dataclass(frozen=True)
class OneLine(FreeText):
    most: int = MAX_LINE


@dataclass(frozen=True, repr=False)
class Personal:
    """Words about a person, on their way to where they are kept. Events hold that there were some, logs not even that."""

    words: str

    def as_recorded(self) -> bool:
        return True

    def __repr__(self) -> str:
        return "<Personal>"


@dataclass(frozen=True)
class PersonalLine(AnswerKind):
    """A line about a person. The body of the step puts it where it can be erased: in the vault, or a column of the row."""

    is_typed: ClassVar[bool] = True
    most: int = MAX_PERSONAL

    def tidy(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return "" if is_blank(value) else Personal(value.strip())

    def fault(self, label: str, value: Any) -> str:
        return f"“{label}”最多 {self.most} 字。" if len(value.words) > self.most else ""

    def told(self, label: str, recorded: Any, names: KnownNames) -> None:
        """Told nowhere: whoever may read it finds it where it is kept."""


@dataclass(frozen=True)
class OneWord(AnswerKind):
    """One word of a closed list."""

    among: type[Word]

    def tidy(self, value: Any) -> Any:
        return self.among(value) if self._is_known(value) else value

    def fault(self, label: str, value: Any) -> str:
        return "" if self._is_known(value) else f"“{label}”没有这个选项。"

    def _is_known(self, value: Any) -> bool:
        return value in self.among._value2member_map_

    def words(self, recorded: Any, names: KnownNames) -> str:
        return self.among(recorded).label


@dataclass(frozen=True)
class YesNo(AnswerKind):
    """A no is an answer."""

    def words(self, recorded: Any, names: KnownNames) -> str:
        return "是" if recorded else "否"


@dataclass(frozen=True)
class Flag(YesNo):
    """A box to tick: left empty it is no answer, so where it is required it must be ticked."""

    is_typed: ClassVar[bool] = True
    is_box: ClassVar[bool] = True


@dataclass(frozen=True)
class Amount(AnswerKind):
    """How many: at least one."""

    is_typed: ClassVar[bool] = True
    most: int = MAX_NUMBER

    def fault(self, label: str, value: Any) -> str:
        return "" if 1 <= value <= self.most else f"“{label}”须在 1 到 {self.most} 之间。"

    def words(self, recorded: Any, names: KnownNames) -> str:
        return str(recorded)


@dataclass(frozen=True)
class Days(Amount):
    most: int = MAX_DAYS

    def words(self, recorded: Any, names: KnownNames) -> str:
        return f"{recorded} 天"


@dataclass(frozen=True)
class Moment(AnswerKind):
    """A day and an hour; a form starts with the evening in so many days. `ahead`: later than the step itself."""

    is_typed: ClassVar[bool] = True
    days_ahead: int | None = 7
    ahead: bool = False

    def fault(self, label: str, value: Any) -> str:
        return "" if value.year in YEARS else f"“{label}”的年份不对，请核对。"

    def words(self, recorded: Any, names: KnownNames) -> str:
        return names.moment(datetime.fromisoformat(recorded))


@dataclass(frozen=True)
class PastMoment(Moment):
    """When something was: told without its hour where that is not known."""

    days_ahead: int | None = None

    def words(self, recorded: Any, names: KnownNames) -> str:
        return names.day_or_moment(datetime.fromisoformat(recorded))


@dataclass(frozen=True)
class Day(AnswerKind):
    """A day without an hour."""

    is_typed: ClassVar[bool] = True

    def fault(self, label: str, value: Any) -> str:
        return "" if value.year in YEARS else f"“{label}”的年份不对，请核对。"

    def words(self, recorded: Any, names: KnownNames) -> str:
        day = date.fromisoformat(recorded)
        return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True)
class SomeFiles(AnswerKind):
    is_typed: ClassVar[bool] = True
    is_files: ClassVar[bool] = True

    def fault(self, label: str, value: Any) -> str:
        return f"一次最多 {MAX_FILES} 个文件。" if len(value) > MAX_FILES else ""

    def told(self, label: str, recorded: Any, names: KnownNames) -> None:
        """Files are shown, not told."""


@dataclass(frozen=True)
class Several(AnswerKind):
    """Several of one sort."""

    is_several: ClassVar[bool] = True

    def tidy(self, value: Any) -> Any:
        """Ticked twice is ticked once."""
        return list(dict.fromkeys(value)) if value else value

    def codes(self, recorded: Any) -> list[Any]:
        return list(recorded) if self.looks_up else []


# ---- What is listed for the question


def _any(row: Any) -> bool:
    return True


@dataclass(frozen=True)
class Listed(AnswerKind):
    """What is chosen of a list: of the rows in one list of the subject's, or else of what `Kind.choices` says.

    `of` is the name of the list, or a path from it ("seats.unit"); `where` says which of these can be meant. With
    `for_unit`, a column of theirs, only those whose unit the actor works for; with `not_by`, another, only those that
    somebody else is named in, with `only_by` those that the actor is. `none` is why a step that must have an answer cannot be taken while there is nothing
    to choose; without it, its form is drawn all the same.
    """

    is_listed: ClassVar[bool] = True
    of: str = ""
    where: Callable[[Any], object] = _any
    for_unit: str = ""
    not_by: str = ""
    only_by: str = ""
    none: str = ""


@dataclass(frozen=True)
class OneListed(Listed):
    pass


@dataclass(frozen=True)
class SomeListed(Listed, Several):
    pass


# ---- What the house knows: rows, named in the event by their codes or keys


@dataclass(frozen=True)
class OneCategory(AnswerKind):
    looks_up: ClassVar[str] = "category"


@dataclass(frozen=True)
class OneOfficer(AnswerKind):
    """One of those who work for the unit that holds the subject."""

    looks_up: ClassVar[str] = "user"


@dataclass(frozen=True)
class OneDepartment(AnswerKind):
    looks_up: ClassVar[str] = "unit"


@dataclass(frozen=True)
class SomeDepartments(Several):
    looks_up: ClassVar[str] = "unit"
