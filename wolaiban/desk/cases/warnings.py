"""What is said before a step that undoes something: what becomes of what, and how one leaves it as it is."""

from __future__ import annotations

from dataclasses import dataclass

from wolaiban.cases.models import Case
from wolaiban.cases.presentation import PRESENTATION
from wolaiban.cases.process import CASE
from wolaiban.cases.recalling import last_act
from wolaiban.process.words import Stage


@dataclass(frozen=True)
class StepWarning:
    words: str
    leave: str = "不撤回"  # the button that goes back without it


def warning_before(step: str, case: Case) -> StepWarning | None:
    """None for most steps; and where what it undoes has gone on meanwhile, so that it is refused anyway."""
    last = last_act(case) if step in PRESENTATION.undoing else None
    if last is None:
        return None
    done = "、".join(CASE.by_name[name].label for name in last.steps)
    before = Stage(last.before.after["stage"]).label
    return StepWarning(f"把刚才的“{done}”撤回，退回到“{before}”。已经给出的回执请收回。")
