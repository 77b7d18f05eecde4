"""The form of a step on many cases: what is asked once for all, and what each has by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict

from wolaiban.cases.actions.taking_many import Taking
from wolaiban.cases.models import Case
from wolaiban.cases.process import CASE
from wolaiban.cases.roles import Circle, facts, require_open, standing
from wolaiban.people.actor import Actor
from wolaiban.process.errors import ProcessError
from wolaiban.web.fields import PickerField
from wolaiban.web.forms import StepForm, step_form
from wolaiban.web.numbers import number_in
from wolaiban.workflow.idempotency import Once

AS_REGISTERED = "各件照登记时的"
FOR_THE_REST = "用下面选的"
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class OwnChoice:
    """What one case is asked by itself: the name of the question, its words, and what it most likely is."""

    name: str
    label: str
    choices: Choices


@dataclass(frozen=True)
class SelectedCase:
    """A ticked case: its form with what it begins with, or why the step cannot be taken on it."""

    case: Case
    form: StepForm | None = None
    refusal: str = ""
    own: list[OwnChoice] = field(default_factory=list)


def looked_at(step: str, cases: Iterable[Case], actor: Actor) -> list[SelectedCase]:
    """Each as it stands now: those on which the step may be taken, with their forms, and the others with the reason."""
    return [_looked_at(step, case, actor) for case in cases]


def _looked_at(step: str, case: Case, actor: Actor) -> SelectedCase:
    circle = Circle.of(case)
    try:
        require_open(step, actor, circle)
        if why := CASE.obstacle(CASE.by_name[step], facts(actor, circle, standing(actor, circle))):
            raise why
    except ProcessError as refusal:
        return SelectedCase(case, refusal=str(refusal))
    form = step_form(step, case, actor, circle=circle)
    return SelectedCase(case, form, own=[*_own_choices(form)])


def _own_choices(form: StepForm) -> Iterable[OwnChoice]:
    """What is picked from a long list differs from case to case: what is likely is offered beside each."""
    for name, one in form.fields.items():
        if isinstance(one, PickerField) and one.source.only is None:
            chosen = one.source.by_code(one.initial) if one.initial else None
            likely = [chosen] if chosen else list(one.source.start())
            picks = [one.source.pick(each) for each in likely]
            yield OwnChoice(name, str(one.label), [*((p.value, p.label) for p in picks), ("", FOR_THE_REST)])


def shared_form(step: str, rows: Iterable[SelectedCase], data: QueryDict | None = None) -> StepForm | None:
    """What is asked once: the questions of the first case that has a form. What a case has itself may be left empty."""
    first = next((row.form for row in rows if row.form is not None), None)
    if first is None:
        return None
    form = StepForm(data, auto_id="all_%s", label_suffix="")
    form.fields = {name: _once_for_all(step, name, one) for name, one in first.fields.items()}
    return form


def _once_for_all(step: str, name: str, one: forms.Field) -> forms.Field:
    if isinstance(one, PickerField):
        one.required, one.initial = False, None
        one.help_text = "上面没有猜到的，都用这一项。"
    elif CASE.questions[name].starts_as and isinstance(one, forms.ChoiceField):
        offered: Any = one.choices
        choices = [(value, label) for value, label in offered if value]
        return forms.ChoiceField(label=one.label, choices=[("", AS_REGISTERED), *choices], required=False)
    one.widget.is_required = one.required
    return one


def takings(step: str, rows: Iterable[SelectedCase], sent: QueryDict, key: str, actor: Actor) -> list[Taking]:
    """Each case with the answers for it: its own choice, what was given for all, or what it begins with."""
    return [_taking(step, row, sent, key, actor) for row in rows]


def _taking(step: str, row: SelectedCase, sent: QueryDict, key: str, actor: Actor) -> Taking:
    once = Once.of(f"{key} {row.case.number}") if key else None
    if row.form is None:
        return Taking(row.case, once=once, refusal=row.refusal)
    given = QueryDict(mutable=True)
    for name, one in row.form.fields.items():
        _answer(given, name, one, row.case.number, sent)
    form = step_form(step, row.case, actor, given)
    if not form.is_valid():
        return Taking(row.case, once=once, refusal=_faults(form))
    seen = number_in(sent.get(f"{row.case.number}.seen", ""))
    return Taking(row.case, form.answers, once, seen)


def _answer(given: QueryDict, name: str, one: forms.Field, number: str, sent: QueryDict) -> None:
    own = sent.get(f"{number}.{name}", "")
    if isinstance(one, PickerField):
        given[f"{name}_pick"] = (
            own or sent.get(f"{name}_pick", "") or (one.source.only.value if one.source.only else "")
        )
        given[name] = "" if given[f"{name}_pick"] else sent.get(name, "")
    elif any(sent.getlist(name)):
        given.setlist(name, sent.getlist(name))
    elif one.initial is not None:
        given[name] = str(one.initial)


def _faults(form: StepForm) -> str:
    return " ".join(str(fault) for faults in form.errors.values() for fault in faults)
