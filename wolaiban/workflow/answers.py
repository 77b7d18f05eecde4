"""Answers to a step's questions, checked before anything is written: are they all there, and of their kinds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wolaiban.people.actor import Actor
from wolaiban.process.errors import BadAnswer
from wolaiban.process.grammar import Process, Step
from wolaiban.workflow.choices import listed
from wolaiban.workflow.kinds import Answers, Kind

AnyProcess = Process[Any, Any, Any]


def checked(process: AnyProcess, step: Step[Any, Any], role: Any, answers: Answers) -> dict[str, Any]:
    """The answers of somebody in this role with their types, or BadAnswer naming every field that does not do."""
    faults: dict[str, str] = {}
    given: dict[str, Any] = {}
    asked = {question.name: question for question in process.asked_of(step.name, role)}
    for name in answers.keys() - asked.keys():
        faults[name] = f"“{step.label}”不问“{name}”。"
    for name, question in asked.items():
        value = question.kind.tidy(answers.get(name))
        if value is None or value in ("", [], ()):
            if question.required:
                faults[name] = question.missing
            continue
        given[name] = value
        if fault := question.kind.fault(question.label, value):
            faults[name] = fault
    together = process.together.get(step.name, ())
    if any(name in given for name in together):
        faults |= {name: asked[name].missing for name in together if name not in given}
    if faults:
        raise BadAnswer(faults)
    return given


def as_of_now(
    kind: Kind[Any, Any], parts: Any, by: Actor, step: Step[Any, Any], given: dict[str, Any], at: datetime
) -> dict[str, Any]:
    """What was chosen of what is listed for this actor, as it stands now; BadAnswer where it is not there.

    Neither may be past what has to lie ahead.
    """
    faults, found = {}, dict(given)
    for asked in kind.process.asked[step.name]:
        if getattr(asked.kind, "ahead", False) and given.get(asked.name, at) < at:
            faults[asked.name] = f"“{asked.label}”须在以后。"
        if asked.name in given and asked.kind.is_listed:
            there = listed(kind, parts, by, asked.question).values()
            wanted = given[asked.name] if asked.kind.is_several else [given[asked.name]]
            here = [thing for thing in there if thing in wanted]
            if len(here) < len(wanted):
                faults[asked.name] = f"“{asked.label}”没有这个选项。"
            else:
                found[asked.name] = here if asked.kind.is_several else here[0]
    if faults:
        raise BadAnswer(faults)
    return found
