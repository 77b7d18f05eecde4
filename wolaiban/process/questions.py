"""What a step asks: a question, and a question as one step puts it."""

from __future__ import annotations

from dataclasses import dataclass

from wolaiban.process.answers import AnswerKind


@dataclass(frozen=True)
class Question:
    """One question a name, whatever step asks it."""

    name: str
    label: str
    kind: AnswerKind
    help: str = ""
    starts_as: str = (
        ""  # what a form starts with: a column of the subject, or what is known of whoever fills it in
    )


@dataclass(frozen=True)
class Some:
    """A step that waits until there is something of what a question lists; until then, why."""

    question: str
    why: str


@dataclass(frozen=True)
class NoMore:
    """A step that waits until there is nothing left of what a question lists; until then, why, with its {count}."""

    question: str
    why: str


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
        return f"{'请填写' if self.kind.is_typed else '请选择'}“{self.label}”。"
