"""A process small enough to see whole: books that are lent, for claims about the grammar itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wolaiban.process.answers import Days, OneLine
from wolaiban.process.errors import NotYours
from wolaiban.process.grammar import SAME, Alarm, Process, Rung, Step
from wolaiban.process.presentation import ByClock, Presentation, StepButton
from wolaiban.process.questions import Question
from wolaiban.process.words import RoleWord, StageWord


class Shelf(StageWord):
    IN = "in", "在架"
    OUT = "out", "借出"
    LOST = "lost", "遗失"

    @property
    def is_open(self) -> bool:
        return self is not Shelf.LOST


class Part(RoleWord):
    READER = "reader", "读者"
    KEEPER = "keeper", "管理员"
    CLOCK = "clock", "系统时钟"


@dataclass(frozen=True)
class Known:
    owes: bool = False
    child: bool = False


def _lend(known: Known) -> str | type[NotYours] | None:
    if known.child:
        return NotYours
    return "还有逾期未还的书。" if known.owes else None


SAYS: dict[str, Any] = {
    "name": "book",
    "label": "书",
    "stages": Shelf,
    "roles": Part,
    "steps": (
        Step("acquire", "入藏", frozenset(), (Shelf.IN,), {Part.KEEPER}, ("title",)),
        Step(
            "lend", "借出", {Shelf.IN}, (Shelf.OUT,), {Part.READER, Part.KEEPER}, ("title?", "days"), "借走了"
        ),
        Step("bring_back", "归还", {Shelf.OUT}, (Shelf.IN, SAME), {Part.READER}),
        Step("remind", "催还", {Shelf.OUT}, (), {Part.KEEPER, Part.CLOCK}),
        Step("write_off", "注销", {Shelf.IN, Shelf.OUT}, (Shelf.LOST,), {Part.CLOCK}),
    ),
    "questions": {
        "title": Question("title", "书名", OneLine()),
        "days": Question("days", "几天", Days()),
    },
    "labels": {("lend", "title"): "哪一本"},
    "only_for": {("lend", "title"): {Part.KEEPER}},
    "called": {("lend", Part.KEEPER): "代借"},
    "ladders": {Shelf.OUT: (Rung(1.0, "remind"), Rung(2.0, "write_off", at_top="remind"))},
    "guards": {"lend": _lend},
    "presentation": Presentation(
        buttons=(StepButton("lend"), StepButton("remind", pressed=False)),
        by_clock={"remind": ByClock("没有归还的，系统会催还", "催还")},
        stories={("remind", Part.CLOCK): "到期自动催还"},
        unlabelled={("lend", "title")},
    ),
    "alarms": (Alarm({Shelf.OUT}, "书架着火", "write_off"),),
}


def book(**other: Any) -> Process[Shelf, Part, Known]:
    """The process, or the same with something else said."""
    return Process(**{**SAYS, **other})
