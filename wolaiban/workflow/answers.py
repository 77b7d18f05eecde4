"""Answers to a step's questions, checked before anything is written: are they all there, and of their kinds."""

from __future__ import annotations

import unicodedata
from typing import Any

from wolaiban.process.errors import BadAnswer
from wolaiban.process.grammar import Process, Step
from wolaiban.process.questions import FREE_TEXT, AnswerKind, Asked
from wolaiban.workflow.kinds import Answers, Kind

SEVERAL = frozenset({AnswerKind.DEPARTMENTS, AnswerKind.COMPLAINANTS, AnswerKind.SEVERAL})
NUMBERS = frozenset({AnswerKind.DAYS, AnswerKind.NUMBER})
MAX_TEXT = 5000
MAX_LINE = 200
MAX_PHOTOS = 9
MOST = {
    AnswerKind.TEXT: MAX_TEXT,
    AnswerKind.LINE: MAX_LINE,
    AnswerKind.DAYS: 30,
    AnswerKind.NUMBER: 10**9,
}
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Me", "Mn", "Zl", "Zp", "Zs"})
BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs, drawn as nothing
YEARS = range(2000, 2100)  # nothing is promised or told outside of them, and a calendar ends somewhere
AnyProcess = Process[Any, Any, Any]


def is_blank(words: str) -> bool:
    """Whether nobody would see anything of it: spaces, and what has no width or no shape of its own."""
    return all(unicodedata.category(one) in UNSEEN or one in BLANK_LETTERS for one in words)


def checked(process: AnyProcess, step: Step[Any, Any], role: Any, answers: Answers) -> dict[str, Any]:
    """The answers of somebody in this role with their types, or BadAnswer naming every field that does not do."""
    faults: dict[str, str] = {}
    given: dict[str, Any] = {}
    asked = {question.name: question for question in process.asked_of(step.name, role)}
    for name in answers.keys() - asked.keys():
        faults[name] = f"“{step.label}”不问“{name}”。"
    for name, question in asked.items():
        value = answers.get(name)
        if isinstance(value, str) and question.kind in FREE_TEXT:
            value = "" if is_blank(value) else value.strip()
        if value is None or value in ("", [], ()):
            if question.required:
                faults[name] = question.missing
            continue
        fault, given[name] = _typed(question, value)
        if fault:
            faults[name] = fault
    if faults:
        raise BadAnswer(faults)
    return given


def most_of(asked: Asked) -> int:
    """How many characters, or of a number how much, an answer may have at most."""
    return asked.question.most or MOST[asked.kind]


def as_listed(
    kind: Kind[Any, Any], parts: Any, step: Step[Any, Any], given: dict[str, Any]
) -> dict[str, Any]:
    """What was chosen of what the kind lists, as it stands among the parts now; BadAnswer where it is not there."""
    faults, found = {}, dict(given)
    for asked in kind.process.asked[step.name]:
        if asked.name in given and asked.kind in {AnswerKind.ONE, AnswerKind.SEVERAL}:
            listed = list(kind.choices[asked.name](parts).values())
            wanted = given[asked.name] if asked.kind is AnswerKind.SEVERAL else [given[asked.name]]
            here = [thing for thing in listed if thing in wanted]
            if len(here) < len(wanted):
                faults[asked.name] = f"“{asked.label}”没有这个选项。"
            else:
                found[asked.name] = here if asked.kind is AnswerKind.SEVERAL else here[0]
    if faults:
        raise BadAnswer(faults)
    return found


def _typed(asked: Asked, value: Any) -> tuple[str, Any]:
    if asked.kind in FREE_TEXT:
        return (f"“{asked.label}”最多 {most_of(asked)} 字。" if len(value) > most_of(asked) else ""), value
    if asked.kind is AnswerKind.CHOICE:
        words = asked.question.choices
        assert words is not None
        known = value in words._value2member_map_
        return ("" if known else f"“{asked.label}”没有这个选项。"), words(value) if known else None
    if asked.kind in {AnswerKind.MOMENT, AnswerKind.PAST_MOMENT} and value.year not in YEARS:
        return f"“{asked.label}”的年份不对，请核对。", value
    if asked.kind in NUMBERS:
        return (
            "" if 1 <= value <= most_of(asked) else f"“{asked.label}”须在 1 到 {most_of(asked)} 之间。"
        ), value
    if asked.kind in SEVERAL:  # ticked twice is ticked once
        return "", list(dict.fromkeys(value))
    if asked.kind is AnswerKind.PHOTOS and len(value) > MAX_PHOTOS:
        return f"一次最多 {MAX_PHOTOS} 个文件。", value
    return "", value
