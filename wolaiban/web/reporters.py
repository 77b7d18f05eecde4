"""Who reports, and where: the pieces of a form that the desk and the portal have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from wolaiban.cases.actions.registering import Reporter
from wolaiban.cases.queries.before_registering import units_open_to
from wolaiban.people.actor import Actor
from wolaiban.process.words import Relation
from wolaiban.residents.particulars import MOST_OF_PHONE, tidy_name, tidy_phone
from wolaiban.web.fields import OptionSource, Pick
from wolaiban.web.numbers import number_in


def unit_source(actor: Actor, url: str = "") -> OptionSource:
    """Units where the actor may register, found by words of their names, or by all that somebody wrote in one."""
    units = units_open_to(actor)
    few = list(units[:2])
    return OptionSource(
        only=Pick(few[0].code, few[0].full_name) if len(few) == 1 else None,
        find=units.named,
        guess=units.similar,
        by_code=lambda code: units.filter(code=code).first(),
        pick=lambda unit: Pick(unit.code, unit.full_name),
        url=url,
    )


def rows_wanted(form: forms.Form, most: int) -> int:
    """How many further people a form has room for: as many as were sent, and one more if that was pressed."""
    given = form.data.get("people", "") if form.is_bound else ""
    asked = number_in(given) or 0
    return min(asked + ("add_person" in form.data), most)


class PersonalField(forms.CharField):
    """Something about a person, checked at once as the vault will check it."""

    def __init__(self, tidy: Callable[[str], str], **facts: Any) -> None:
        super().__init__(required=False, **facts)
        self.tidy = tidy

    def clean(self, value: Any) -> str:
        return self.tidy(super().clean(value))


class PersonForm(forms.Form):
    """One more person of a joint matter."""

    name = PersonalField(tidy_name, label="姓名", max_length=50)
    phone = PersonalField(tidy_phone, label="电话", max_length=MOST_OF_PHONE)
    relation = forms.ChoiceField(label="身份", choices=Relation.choices(), initial=Relation.SELF.value)
    representative = forms.BooleanField(label="代表人", required=False)

    def reporter(self) -> Reporter | None:
        given = self.cleaned_data
        if not (given["name"] or given["phone"]):
            return None
        return Reporter(
            name=given["name"],
            phone=given["phone"],
            relation=Relation(given.get("relation", Relation.SELF)),
            representative=given["representative"],
        )
