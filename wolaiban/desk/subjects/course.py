"""The course of a subject of any kind, from its stages and what happened to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wolaiban.cases.history.wording import day
from wolaiban.process.course import Stop
from wolaiban.process.words import StageWord
from wolaiban.workflow.history import StoryLine
from wolaiban.workflow.kinds import kind_of


def course_of(subject: Any, history: Iterable[StoryLine]) -> list[Stop]:
    """The stages it came through with the day it first reached each, where it stands, and those it usually has before it."""
    kind = kind_of(subject)
    here: StageWord = kind.stage_of(subject)
    reached: dict[str, str] = {}
    for line in history:
        reached.setdefault(line.stage, day(line.at))
    return [_stop(stage, here, reached) for stage in _way(kind.process.stages, here, reached)]


def _way(stages: type[StageWord], here: StageWord, reached: Iterable[str]) -> list[StageWord]:
    """The open stages in their order and the first that is over; off that way only what was reached."""
    over = next((stage for stage in stages if not stage.is_open), None)
    usual = [stage for stage in stages if stage.is_open or stage is over]
    return usual if here in usual else [stage for stage in stages if stage in set(reached)]


def _stop(stage: StageWord, here: StageWord, reached: dict[str, str]) -> Stop:
    places = list(type(here))
    if stage is here:
        return Stop(stage.label, reached.get(stage, ""), "here" if here.is_open else "past")
    passed = stage in reached and places.index(stage) < places.index(here)
    return Stop(stage.label, reached.get(stage, "") if passed else "", "past" if passed else "next")
