"""What a process may not say: a table that contradicts itself is refused when it is made, not when it is used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Set
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wolaiban.process.grammar import Process, Rung

    AnyProcess = Process[Any, Any, Any]

NAME = re.compile(r"[a-z]+(_[a-z]+)*")  # can stand in a URL and in a column


class Contradiction(ValueError):
    """A process says two things that cannot both be."""


def contradictions(process: AnyProcess) -> Iterator[str]:
    """Everything that does not fit together, in words for whoever writes the table."""
    if not NAME.fullmatch(process.name) or not process.label:
        yield f"{process.name!r} {process.label!r} does not name a kind"
    yield from _of_steps(process)
    if unknown := list(_unknown(process)):  # what follows looks these up
        yield from unknown
        return
    yield from _of_questions(process)
    yield from _of_presentation(process)
    yield from _of_ladders(process)
    yield from _of_stages(process)


def _of_steps(process: AnyProcess) -> Iterator[str]:
    names = Counter(step.name for step in process.steps)
    for name, times in names.items():
        if times > 1:
            yield f"{times} steps are called {name}"
    for step in process.steps:
        if not NAME.fullmatch(step.name) or not step.label:
            yield f"{step.name!r} {step.label!r} does not name a step"
        if not step.by:
            yield f"nobody takes {step.name}"
        if step.begins and (not step.to or None in step.to):
            yield f"{step.name} begins a subject and does not say where"


def _unknown(process: AnyProcess) -> Iterator[str]:
    """Names of what nobody wrote."""
    yield from _unknown_questions(process)
    steps = process.by_name
    for name in process.guards.keys() - steps.keys():
        yield f"a guard stands before {name}, which is no step"
    yield from _unknown_waits(process)
    for name, role in process.called:
        if name not in steps or role not in steps[name].by:
            yield f"{name} has another name for {role}, who does not take it"
    acts = {act for ladder in process.ladders.values() for rung in ladder for act in _acts(rung)}
    for act in (acts | {alarm.act for alarm in process.alarms}) - steps.keys():
        yield f"the clock takes {act}, which is no step"


def _unknown_waits(process: AnyProcess) -> Iterator[str]:
    """What steps wait for, and what is answered together."""
    steps = process.by_name
    for name in process.tells.keys() - steps.keys():
        yield f"{name} is told, which is no step"
    for name, together in process.together.items():
        if name not in steps or not {f"{asked}?" for asked in together} <= set(steps[name].asks):
            yield f"{name} does not leave open all of {', '.join(together)}"
    for name, waiting in process.waits.items():
        if name not in steps:
            yield f"{name} waits, which is no step"
        for asked in (one.question for one in waiting):
            if asked not in process.questions or not process.questions[asked].kind.is_listed:
                yield f"{name} waits for {asked}, which lists nothing"


def _unknown_questions(process: AnyProcess) -> Iterator[str]:
    for name, question in process.questions.items():
        if name != question.name:
            yield f"the question {question.name} is listed as {name}"
    for step in process.steps:
        for entry in step.asks:
            if entry.rstrip("?") not in process.questions:
                yield f"{step.name} asks {entry}, which is no question"
    for name, word in chain(process.labels, process.only_for):
        if name not in process.by_name or word not in process.questions:
            yield f"{name} puts {word} in its own way, and they are not both written"


def _of_questions(process: AnyProcess) -> Iterator[str]:
    asked = {(step, each.name) for step, questions in process.asked.items() for each in questions}
    for name in process.questions.keys() - {name for _, name in asked}:
        yield f"no step asks {name}"
    for (step, name), roles in process.only_for.items():
        if (step, name) not in asked or not roles <= process.by_name[step].by:
            yield f"{step} asks {name} only of those whom it does not ask"


def _of_presentation(process: AnyProcess) -> Iterator[str]:
    shown, steps = process.presentation, process.by_name
    buttons = Counter(button.step for button in shown.buttons)
    for name, times in buttons.items():
        if name not in steps or times > 1:
            yield f"{times} buttons for {name}"
    for name in shown.by_clock:
        if name not in steps or "clock" not in steps[name].by:
            yield f"words for {name} by the clock, which does not take it"
    for name, role in shown.stories:
        if name not in steps or role not in steps[name].by:
            yield f"{name} is told as by {role}, who does not take it"
    for name, word in shown.answers:
        if name not in steps or word not in process.questions:
            yield f"{name} tells {word}, and they are not both written"


def _of_ladders(process: AnyProcess) -> Iterator[str]:
    for stage, ladder in process.ladders.items():
        for lower, higher in pairwise(ladder):
            if lower.share >= higher.share:
                yield f"the ladder of {stage} does not rise"
        for act in chain.from_iterable(map(_acts, ladder)):
            yield from _of_clock(process, act, {stage})
    for alarm in process.alarms:
        yield from _of_clock(process, alarm.act, alarm.at)


def _of_clock(process: AnyProcess, act: str, at: Set[Any]) -> Iterator[str]:
    step = process.by_name[act]
    if "clock" not in step.by or not at <= step.source:
        yield f"the clock may not take {act} at {', '.join(sorted(at))}"


def _of_stages(process: AnyProcess) -> Iterator[str]:
    """Every stage is entered from where a subject begins, and every open one is left again."""
    reached = {stage for step in process.steps if step.begins for stage in step.to}
    while more := {to for stage in reached for to in _ways_on(process, stage)} - reached:
        reached |= more
    for stage in process.all_stages:
        if stage not in reached:
            yield f"no way leads to {stage}"
        if stage.is_open and not _ways_on(process, stage):
            yield f"no way leads on from {stage}, which is open"
        if stage in process.ladders and not stage.is_open:
            yield f"{stage} has a ladder, and nothing is left to do there"


def _ways_on(process: AnyProcess, stage: Any) -> set[Any]:
    targets = (step.targets(stage) for step in process.steps if stage in step.source)
    return set(chain.from_iterable(targets)) - {stage}


def _acts(rung: Rung) -> list[str]:
    return [rung.act, rung.at_top] if rung.at_top else [rung.act]
