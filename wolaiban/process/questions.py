"""What a step asks: the kinds of answers, a question, and a question as one step puts it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from wolaiban.process.words import Word


class AnswerKind(Enum):
    """How an answer is taken and recorded. Free text is kept apart from the event, which holds only its commitment."""

    TEXT = auto()
    LINE = auto()
    CHOICE = auto()
    FLAG = auto()
    YES_NO = auto()
    DAYS = auto()
    MOMENT = auto()
    PAST_MOMENT = auto()
    CATEGORY = auto()
    HANDLER = auto()
    DEPARTMENT = auto()
    DEPARTMENTS = auto()
    SUMMONS = auto()
    COMPLAINANT = auto()
    COMPLAINANTS = auto()
    CASE = auto()
    PHOTOS = auto()
    NUMBER = auto()
    ONE = auto()  # of what the kind lists for this question
    SEVERAL = auto()


FREE_TEXT = frozenset({AnswerKind.TEXT, AnswerKind.LINE})
TYPED = FREE_TEXT | {
    AnswerKind.DAYS,
    AnswerKind.NUMBER,
    AnswerKind.MOMENT,
    AnswerKind.PAST_MOMENT,
    AnswerKind.FLAG,
    AnswerKind.PHOTOS,
}  # the others are chosen


@dataclass(frozen=True)
class Question:
    """One question a name, whatever step asks it. `most` characters or, of a number, at most so much; 0: as usual."""

    name: str
    label: str
    kind: AnswerKind
    choices: type[Word] | None = None  # of a CHOICE
    help: str = ""
    most: int = 0


@dataclass(frozen=True)
class Asked:
    """A question as one step puts it."""

    question: Question
    label: str
    required: bool

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def kind(self) -> AnswerKind:
        return self.question.kind

    @property
    def missing(self) -> str:
        """What is said to whoever leaves it out."""
        return f"{'请填写' if self.kind in TYPED else '请选择'}“{self.label}”。"
