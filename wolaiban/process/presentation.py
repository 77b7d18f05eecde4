"""What a process says of its steps for those who read and press: buttons, the clock's words, those of the history."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field


@dataclass(frozen=True)
class StepButton:
    """A step that brings the subject forward. Buttons stand in the order of their list; other steps are put away.

    `pressed`: when it comes first it is drawn so that it is pressed on people. `says_why_not`: while something stands
    in its way, that is worth reading.
    """

    step: str
    pressed: bool = True
    says_why_not: bool = False


@dataclass(frozen=True)
class ByClock:
    """A step that the clock takes: as a warning of what will come, and in one word."""

    warning: str
    act: str


@dataclass(frozen=True)
class Presentation:
    """Everything by the name of a step, and where it is about one answer, by that of the question as well.

    `stories` are sentences of the history by step and role, where it matters who took the step; `unlabelled` are words
    that speak for themselves, quoted without their question. `what` tells what subjects of
    this kind are, `how` how one comes to be: on top of their list, and where it is empty. `says` is what is to be known before a step is taken,
    and stands in its form; `said` what whoever took it is told. What is not named is drawn among the seldom steps,
    unless no button is named at all, and told by the words of its row.
    """

    buttons: tuple[StepButton, ...] = ()
    by_clock: Mapping[str, ByClock] = field(default_factory=dict)
    stories: Mapping[tuple[str, str], str] = field(default_factory=dict)
    unlabelled: Set[tuple[str, str]] = frozenset()
    what: str = ""
    how: str = ""
    says: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def answers(self) -> Set[tuple[str, str]]:
        """All that are named, by step and question."""
        return self.unlabelled
