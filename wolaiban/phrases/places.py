"""Where phrases can be put in: every question of a step that an officer answers in words of their own."""

from __future__ import annotations

from dataclasses import dataclass

from wolaiban.cases.process import CASE
from wolaiban.process.words import Role


@dataclass(frozen=True)
class Slot:
    step: str
    question: str
    label: str  # 办结：办理结果

    @property
    def code(self) -> str:
        return f"{self.step}.{self.question}"


def _places() -> dict[str, Slot]:
    places = [
        Slot(step.name, asked.name, f"{step.label}：{asked.label}")
        for step in CASE.on_it.values()
        if set(step.by_hand) - {Role.RESIDENT}
        for asked in CASE.asked[step.name]
        if asked.kind.is_free
    ]
    return {place.code: place for place in places}


PLACES = _places()
