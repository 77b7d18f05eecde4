"""Answers to a step's questions: checked before anything is written, recorded without personal data."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from wolaiban.cases.models import Attachment, Case, Statement, Summons
from wolaiban.cases.process import CASE, CaseStep
from wolaiban.process.errors import BadAnswer
from wolaiban.process.questions import FREE_TEXT, AnswerKind, Asked
from wolaiban.process.words import Role

Answers = Mapping[str, Any]
SEVERAL = frozenset({AnswerKind.DEPARTMENTS, AnswerKind.COMPLAINANTS})
MAX_TEXT = 5000
MAX_LINE = 200
MAX_PHOTOS = 9
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Me", "Mn", "Zl", "Zp", "Zs"})
BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs, drawn as nothing
YEARS = range(2000, 2100)  # nothing is promised or told outside of them, and a calendar ends somewhere


def is_blank(words: str) -> bool:
    """Whether nobody would see anything of it: spaces, and what has no width or no shape of its own."""
    return all(unicodedata.category(one) in UNSEEN or one in BLANK_LETTERS for one in words)


def checked(step: CaseStep, role: Role | None, answers: Answers) -> dict[str, Any]:
    """The answers of somebody in this role with their types, or BadAnswer naming every field that does not do."""
    faults: dict[str, str] = {}
    given: dict[str, Any] = {}
    asked = {question.name: question for question in CASE.asked_of(step.name, role)}
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


def _typed(asked: Asked, value: Any) -> tuple[str, Any]:
    if asked.kind in FREE_TEXT:
        limit = MAX_TEXT if asked.kind is AnswerKind.TEXT else MAX_LINE
        return (f"“{asked.label}”最多 {limit} 字。" if len(value) > limit else ""), value
    if asked.kind is AnswerKind.CHOICE:
        words = asked.question.choices
        assert words is not None
        known = value in words._value2member_map_
        return ("" if known else f"“{asked.label}”没有这个选项。"), words(value) if known else None
    if asked.kind in {AnswerKind.MOMENT, AnswerKind.PAST_MOMENT} and value.year not in YEARS:
        return f"“{asked.label}”的年份不对，请核对。", value
    if asked.kind is AnswerKind.DAYS:
        return ("" if 1 <= value <= 30 else f"“{asked.label}”须在 1 到 30 之间。"), value
    if asked.kind in SEVERAL:  # ticked twice is ticked once
        return "", list(dict.fromkeys(value))
    if asked.kind is AnswerKind.PHOTOS and len(value) > MAX_PHOTOS:
        return f"一次最多 {MAX_PHOTOS} 个文件。", value
    return "", value


def recorded(value: Any) -> Any:
    """An answer as the event holds it: codes, numbers and commitments, never words or identities."""
    if isinstance(value, Statement):
        return {"statement": value.pk, "commitment": bytes(value.commitment).hex()}
    if isinstance(value, Attachment):
        return {"attachment": value.pk, "sha256": bytes(value.digest).hex()}
    if isinstance(value, Case):
        return value.number
    if isinstance(value, Summons):
        return {"summons": value.pk, "department": value.department.code}
    if isinstance(value, list | tuple):
        return [recorded(item) for item in value]
    if hasattr(value, "code") and hasattr(value, "pk"):
        return value.code  # units and categories are named by their codes
    return value.pk if hasattr(value, "pk") else value
