"""The form of a step: built from what the table asks, filled with what is most likely meant."""

from __future__ import annotations

from typing import Any

from django import forms

from wolaiban.cases.models import Case
from wolaiban.cases.process import CASE
from wolaiban.cases.queries.said_before import starts
from wolaiban.cases.roles import Circle, standing
from wolaiban.people.actor import Actor
from wolaiban.web.answer_fields import CaseSetting, field_of
from wolaiban.web.fields import FilesForm


class StepForm(FilesForm):
    """Fields are the step's questions; `answers` is what `perform` takes."""

    error_css_class = "has-fault"
    told: dict[str, str]  # by question: who reads what is written, beside those who work on it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told = {}

    @property
    def answers(self) -> dict[str, Any]:
        """What was given; what was left empty is left out."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "", []) and not (value is False and self._is_box(name))
        }

    def _is_box(self, name: str) -> bool:
        return isinstance(self.fields[name].widget, forms.CheckboxInput)


def step_form(
    step: str, case: Case, actor: Actor, data: Any = None, files: Any = None, circle: Circle | None = None
) -> StepForm:
    """The form of one step on one case for one actor. `data` and `files` are what was sent, if anything."""
    setting = CaseSetting(case, actor, circle)
    form = StepForm(data, files, auto_id=f"{step}_%s")
    for asked in CASE.asked_of(step, CASE.acting_as(CASE.by_name[step], standing(actor, setting.circle))):
        if (field := field_of(asked, setting)) is not None:
            form.fields[asked.name] = field
            form.told[asked.name] = (
                "residents" if (step, asked.name) in CASE.presentation.answers else "units"
            )
    if data is None:
        form.initial = starts(case, step, set(form.fields))
    return form
