"""What the steps of an associate change. What belongs in the vault is written there by the vault itself, at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.views.decorators.debug import sensitive_variables

from wolaiban.associates.hours import HOURS, today_of
from wolaiban.associates.models import Area, AreaAssignment, Associate
from wolaiban.associates.parts import AssociateParts
from wolaiban.associates.process import SELF
from wolaiban.associates.terms import TERMS
from wolaiban.associates.twins import twins_of
from wolaiban.associates.words import ShownInPublic
from wolaiban.process.errors import BadAnswer
from wolaiban.residents import vault
from wolaiban.residents.actions import wipe
from wolaiban.residents.models import Resident
from wolaiban.residents.recognising import contact_in
from wolaiban.workflow.context import StepContext
from wolaiban.workflow.erasing import ERASED, erase_words
from wolaiban.workflow.usual import drop

Context = StepContext[Associate, AssociateParts]
WHY_ERASED = "队员退出，应本人要求删除"
LISTS, LINES, FLAGS = ("kinds", "skills", "free"), ("skill_line", "speech"), ("minor", "guardian_agreed")


@sensitive_variables()
def enlist(context: Context) -> None:
    admit(context)
    for other in twins_of(context.subject):
        why = f"已登记过，是 {other.number}。要加一个身份，请打开那一条“加一个身份”。"
        context.refuse_if(other, "phone", why)


@sensitive_variables()
def admit(context: Context) -> None:
    """Somebody of their own in the vault: whoever reports something there is found by no other matter either."""
    subject, by = context.subject, context.by.user
    given = {name: context.answers[name].words for name in ("name", "phone")}
    invented = subject.is_invented or (by.invented if by else settings.DEMO)
    with _at_their_fields():
        resident = vault.build(**given, apart=True, invented=invented)
    context.new.append(resident)
    subject.resident = resident
    _fill(context)
    show(context)


def describe(context: Context) -> None:
    _fill(context)


def change(context: Context) -> None:
    subject = context.subject
    _fill(context)
    subject.insured_until = context.answers.get("insured_until")
    subject.account = context.answers.get("account")


def _fill(context: Context) -> None:
    """Set what the step asks of lists, lines and boxes; what was left empty is empty."""
    subject, given = context.subject, context.answers
    asked = {one.name for one in context.kind.process.asked[context.step.name]}
    for name in asked.intersection(LISTS):
        setattr(subject, name, [str(word) for word in given.get(name, [])])
    for name in asked.intersection(FLAGS):
        setattr(subject, name, bool(given.get(name)))
    for name in asked.intersection(LINES):
        words = given[name].words if name in given else ""
        context.refuse_if(contact_in(words), name, "这里不写电话和身份证号。")
        setattr(subject, name, words)
    unasked = subject.minor and not subject.guardian_agreed
    context.refuse_if(unasked, "guardian_agreed", "未满 18 岁的，监护人同意了才能登记。")
    subject.version += 1


def show(context: Context) -> None:
    context.subject.shown = str(context.answers["shown"])
    context.subject.consented_on = today_of(context)


@sensitive_variables()
def rename(context: Context) -> None:
    told = {"name": "new_name", "phone": "new_phone"}
    given = {name: context.answers[asked].words for name, asked in told.items() if asked in context.answers}
    context.refuse_if(not given, "new_name", "请写新的姓名或新的电话。")
    with _at_their_fields(told):
        vault.amend(context.subject.resident, **given)


def claim(context: Context) -> None:
    area: Any = context.answers.get("area") or _new_area(context)
    context.refuse_if(area is None, "area", "请选一个片区。")
    twice = area.pk is not None and any(one.area_id == area.pk for one in context.parts.areas)
    context.refuse_if(twice, "new_area", "已经认领了这个片区。")
    context.add(AreaAssignment, area=area, since=today_of(context))


def _new_area(context: Context) -> Area | None:
    """The one of that name, if there is one already."""
    unit, name = context.subject.unit, context.words("new_area")
    if not name:
        return None
    known = Area.objects.filter(unit=unit, name=name).first()
    if known is None:
        known = Area(unit=unit, name=name)
        context.new.append(known)
    return known


def leave(context: Context) -> None:
    """The row stays, so that hours have somebody's; of what was said about it only the commitments do."""
    forget_who(context, WHY_ERASED)
    if gone := erase_words(context.kind, context.subject, context.at):
        context.answers[ERASED] = gone
    context.parts.areas.clear()
    for term in context.parts.terms_running:
        term.ends = max(term.starts, today_of(context))


def forget_who(context: Context, why: str) -> None:
    """Who they were is erased, and what they told of themselves."""
    subject = context.subject
    locked = Resident.objects.select_for_update(of=("self",)).get(pk=subject.resident_id)
    if not locked.is_erased:
        wipe(locked, by=context.by, reason=why, is_self=context.role == SELF)
    subject.account, subject.insured_until = None, None
    subject.skills, subject.free = [], []
    subject.skill_line, subject.speech = "", ""
    subject.shown = str(ShownInPublic.NOTHING)


@contextmanager
def _at_their_fields(asked: Mapping[str, str] = {}) -> Iterator[None]:
    """What the vault finds wrong with a particular is shown at the question that asked for it."""
    try:
        yield
    except ValidationError as fault:
        faults = {asked.get(name, name): "；".join(why) for name, why in fault.message_dict.items()}
        raise BadAnswer(faults) from None


BODIES: dict[str, Any] = {
    **{body.__name__: body for body in (enlist, describe, change, show, rename, claim, leave)},
    "give_back": drop("own_area"),
    **HOURS,
    **TERMS,
}
