"""Nor do the forms of the steps: each that the desk knows, read once, at the place in a matter's life where it is offered."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.accessibility.conftest import Reader
from tests.matrix.world import World
from wolaiban.api.steps import FOR_PEOPLE

pytestmark = pytest.mark.journey


@dataclass(frozen=True)
class Form:
    step: str
    at: str  # the stage, reached in the ordinary way
    who: str
    after: tuple[tuple[str, str], ...] = ()  # and what was done then, by whom
    complainants: tuple[str, ...] = ("wang",)

    def __str__(self) -> str:
        return self.step if len(self.complainants) == 1 else f"{self.step} to several"


FORMS = (
    Form("accept", "reported", "qin"),
    Form("decline", "reported", "qin"),
    Form("reclassify", "reported", "qin"),
    Form("merge", "reported", "qin"),
    Form("mark_sensitive", "working", "qin"),
    Form("assign", "working", "qin"),
    Form("raise", "working", "qin"),
    Form("ask", "working", "qin"),
    Form("supply", "working", "qin"),
    Form("interim", "working", "qin"),
    Form("extend", "working", "qin"),
    Form("pause", "working", "qin"),
    Form("resolve", "working", "qin"),
    Form("withdraw", "working", "qin"),
    Form("note", "working", "qin"),
    Form("urge", "working", "shen"),
    Form("supervise", "working", "shen"),
    Form("guide", "raised", "gao"),
    Form("whistle", "raised", "fang", after=(("take_up", "fang"),)),
    Form("report_in", "joint", "he"),
    Form("object", "joint", "he"),
    Form("contribute", "joint", "he"),
    Form("uphold_summons", "joint", "shen", after=(("object", "he"),)),
    Form("call_off", "joint", "fang"),
    Form("take_back", "resolved", "qin"),
    Form("answer", "resolved", "qin"),
    Form("answer", "resolved", "qin", complainants=("wang", "li")),
    Form("confirm", "answered", "wang"),
    Form("call_back", "answered", "shen"),
    Form("uphold", "disputed", "gao"),
    Form("redo", "disputed", "gao"),
)


def test_every_form_is_read() -> None:
    """Steps that ask the same have the same form."""
    asked = {step.asks for step in FOR_PEOPLE}
    assert {step.asks for step in FOR_PEOPLE if step.name in {form.step for form in FORMS}} == asked


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_no_form_keeps_anybody_out(world: World, reader: Reader, form: Form) -> None:
    case = world.cast.moved_to(form.at, world.cast.report(reporters=form.complainants))
    for step, who in form.after:
        world.cast.take(step, case, who)

    answer = world.client(form.who).get(f"/cases/{case.number}/steps/{form.step}/")

    assert answer.status_code == 200
    assert not reader.barriers(answer)
