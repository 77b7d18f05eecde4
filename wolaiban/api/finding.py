"""From what a program names to what it means: codes, sign-in names and numbers become rows, files are cleaned."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from wolaiban.api.forms import File
from wolaiban.cases.models import Case, Complainant, Summons
from wolaiban.cases.process import CASE, CaseStep
from wolaiban.cases.roles import Circle, officers_of, standing
from wolaiban.catalogue.models import Category
from wolaiban.database.prepared import Question
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.places.models import Unit
from wolaiban.process.errors import BadAnswer
from wolaiban.process.questions import AnswerKind
from wolaiban.process.words import Role, SummonsState
from wolaiban.uploads.cleaning import Cleaned, Looked, Unfit, clean_all, look
from wolaiban.workflow.answers import MAX_PHOTOS, checked

T = TypeVar("T")
KIND = Question(lambda edition, code: Category.objects.of(edition).active().filter(code=code))


class NotThere(Exception):
    """Nothing of that name; why, if that is not enough."""


@dataclass(frozen=True)
class Setting:
    """Whose answers they are, to which case."""

    circle: Circle
    actor: Actor

    @property
    def case(self) -> Case:
        return self.circle.case


def answers_of(step: CaseStep, given: dict[str, Any], setting: Setting) -> dict[str, Any]:
    """The answers as `perform` takes them, or BadAnswer with everything that is wrong with them at once."""
    kinds = {asked.name: asked for asked in CASE.asked[step.name]}
    role = CASE.acting_as(step, standing(setting.actor, setting.circle))
    answers, faults = dict(given), {}
    for name in kinds.keys() & given.keys():
        value, find = given[name], FINDERS.get(kinds[name].kind)
        if find is None or value in (None, [], ""):
            continue
        try:
            answers[name] = find(value, setting)
        except NotThere as why:
            faults[name] = str(why) or f"“{kinds[name].label}”没有这个选项。"
    if faults:
        raise BadAnswer(_all_faults(step, role, answers) | faults)
    _open_files(step, role, answers)
    return answers


def _open_files(step: CaseStep, role: Role | None, answers: dict[str, Any]) -> None:
    for asked in CASE.asked[step.name]:
        if asked.kind is AnswerKind.PHOTOS and answers.get(asked.name):
            if faults := _all_faults(step, role, answers):
                raise BadAnswer(faults)
            try:
                answers[asked.name] = opened(answers[asked.name])
            except NotThere as why:
                raise BadAnswer({asked.name: str(why)}) from None


def _all_faults(step: CaseStep, role: Role | None, answers: dict[str, Any]) -> dict[str, str]:
    try:
        checked(CASE, step, role, answers)
    except BadAnswer as refusal:
        return refusal.fields
    return {}


def _category(code: str, setting: Setting) -> Category:
    return _found(KIND.one(setting.case.edition_id, code))


def _handler(username: str, setting: Setting) -> User:
    """Oneself without looking; another among the officers of the holder."""
    me = setting.actor.user
    if me is not None and username == me.username:
        return me
    officers = (post.user for post in officers_of(setting.case.holder))
    return _found(next((officer for officer in officers if officer.username == username), None))


def _department(code: str, setting: Setting) -> Unit:
    return _departments([code], setting)[0]


def _departments(codes: list[str], setting: Setting) -> list[Unit]:
    known = {unit.code: unit for unit in Unit.objects.active().departments().filter(code__in=codes)}
    return [_found(known.get(code)) for code in dict.fromkeys(codes)]


def _summons(department: str, setting: Setting) -> Summons:
    objected = (s for s in setting.circle.summonses if s.state == SummonsState.OBJECTED)
    return _found(next((s for s in objected if s.department.code == department), None))


def _complainant(pk: int, setting: Setting) -> Complainant:
    return _complainants([pk], setting)[0]


def _complainants(pks: list[int], setting: Setting) -> list[Complainant]:
    known = {complainant.pk: complainant for complainant in setting.circle.complainants}
    return [_found(known.get(pk)) for pk in dict.fromkeys(pks)]


def _case(number: str, setting: Setting) -> Case:
    found = Case.objects.visible_to(setting.actor).filter(number=number.strip().upper()).first()
    if found is None:
        raise NotThere("找不到这一件，请核对件号。")
    return found


def _photos(files: list[File], setting: Setting) -> list[Looked]:
    return looked_at(files)


def looked_at(files: Sequence[File]) -> list[Looked]:
    """The files, not yet opened, or NotThere with a word on each that will not do."""
    if len(files) > MAX_PHOTOS:
        raise NotThere(f"一次最多 {MAX_PHOTOS} 个文件。")
    looked, faults = [], []
    for file in files:
        try:
            looked.append(look(_decoded(file), file.name))
        except (Unfit, NotThere) as why:
            faults.append(str(why))
    if faults:
        raise NotThere("；".join(faults))
    return looked


def opened(files: Sequence[Looked]) -> list[Cleaned]:
    """The files as they may be kept, or NotThere as above. Dear, so it comes when nothing else is wrong."""
    outcomes = clean_all(files)
    if unfit := [str(outcome) for outcome in outcomes if isinstance(outcome, Unfit)]:
        raise NotThere("；".join(unfit))
    return [outcome for outcome in outcomes if not isinstance(outcome, Unfit)]


def _decoded(file: File) -> bytes:
    try:
        return base64.b64decode(file.content, validate=True)
    except (binascii.Error, ValueError):
        raise NotThere(f"文件“{file.name}”的内容不是 base64。") from None


def _found(thing: T | None) -> T:
    if thing is None:
        raise NotThere
    return thing


FINDERS: dict[AnswerKind, Callable[[Any, Setting], Any]] = {
    AnswerKind.CATEGORY: _category,
    AnswerKind.HANDLER: _handler,
    AnswerKind.DEPARTMENT: _department,
    AnswerKind.DEPARTMENTS: _departments,
    AnswerKind.SUMMONS: _summons,
    AnswerKind.COMPLAINANT: _complainant,
    AnswerKind.COMPLAINANTS: _complainants,
    AnswerKind.CASE: _case,
    AnswerKind.PHOTOS: _photos,
}
