"""Kinds of answers that only a case has: its departments, its people, and other cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from wolaiban.process.answers import AnswerKind, KnownNames, Particular, Several

UNSEEN_CASE = "在您看不到的地方"


@dataclass(frozen=True)
class OneSummons(AnswerKind):
    """A department that was called and objects."""

    looks_up: ClassVar[str] = "unit"

    def codes(self, recorded: Any) -> list[Any]:
        return [recorded["department"]]


@dataclass(frozen=True)
class OneComplainant(AnswerKind):
    """Asked only where there are several."""

    looks_up: ClassVar[str] = "complainant"


@dataclass(frozen=True)
class SomeComplainants(Several):
    looks_up: ClassVar[str] = "complainant"


@dataclass(frozen=True)
class OneCase(AnswerKind):
    looks_up: ClassVar[str] = "case"

    def told(self, label: str, recorded: Any, names: KnownNames) -> Particular:
        """Whoever may not know of the other case is not told its number, and still that it was merged."""
        if names.may_open(recorded):
            return Particular(label, recorded, number=recorded)
        return Particular(label, UNSEEN_CASE)
