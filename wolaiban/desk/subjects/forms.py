"""The form of a step of any kind, made of what its table asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404

from wolaiban.people.actor import Actor
from wolaiban.web.answer_fields import FormSetting, field_of
from wolaiban.web.forms import StepForm
from wolaiban.workflow.choices import listed
from wolaiban.workflow.kinds import Kind
from wolaiban.workflow.offers import AvailableStep


@dataclass(frozen=True)
class SubjectSetting(FormSetting):
    """A subject of any kind with what belongs to it."""

    kind: Kind[Any, Any]
    subject: Any
    parts: Any
    by: Actor

    def own(self, column: str) -> Any:
        return getattr(self.subject, column)

    def listed(self, question: str) -> Mapping[str, Any]:
        return listed(self.kind, self.parts, self.by, self.kind.process.questions[question])


class SubjectForm(StepForm):
    """`settled` is what the address has said already, by the words of its question: read, not asked."""

    settled: list[tuple[str, str]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settled = []


def step_form(
    offered: AvailableStep,
    subject: Any,
    by: Actor,
    *,
    initial: Mapping[str, Any],
    preset: Mapping[str, str] = {},
    data: Any = None,
    files: Any = None,
) -> SubjectForm:
    """The form of one step for whom it is open to. `data` and `files` are what was sent, if anything.

    What the address says already (`preset`) is not asked again; 404 where it names what the kind does not list.
    """
    kind, step = offered.kind, offered.step
    setting = SubjectSetting(kind, subject, kind.load(subject), by)
    form = SubjectForm(data, files, auto_id=f"{step.name}_%s", initial=dict(initial))
    for asked in kind.process.asked_of(step.name, offered.role):
        if (field := field_of(asked, setting)) is None:
            continue
        if asked.name in preset:
            known = setting.listed(asked.name) if asked.kind.is_listed else {}
            _settle(field, preset[asked.name], known)
            if (thing := known.get(preset[asked.name])) is not None:
                form.settled.append((asked.label, str(getattr(thing, "label", thing))))
        form.fields[asked.name] = field
    return form


def _settle(field: forms.Field, value: str, listed: Mapping[str, Any]) -> None:
    if value and listed and value not in listed:
        raise Http404
    field.initial, field.widget = value, forms.HiddenInput()
