"""The form on which somebody offers to help: what the table asks, at the place that they choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.views.decorators.debug import sensitive_variables

from wolaiban.associates.kind import KIND
from wolaiban.associates.models import Associate
from wolaiban.associates.parts import AssociateParts
from wolaiban.associates.process import ASSOCIATE, SELF
from wolaiban.associates.words import SAID_OF_ONESELF, ShownInPublic
from wolaiban.people.actor import ANYBODY
from wolaiban.portal.reporting.form import PlaceField
from wolaiban.residents import vault
from wolaiban.web.answer_fields import FormSetting, field_of
from wolaiban.web.forms import StepForm
from wolaiban.web.keys import SECRET, fresh_key
from wolaiban.web.reporters import unit_source
from wolaiban.workflow.choices import listed

STEP = "sign_up"
OWN = ("key", "unit")  # the rest is what the table asks
KNOWN_TO_BROWSERS = {"name": "name", "phone": "tel"}


@dataclass(frozen=True)
class SignUpSetting(FormSetting):
    """Of what there is to choose from, an offer alone, which is not there yet."""

    parts: AssociateParts

    def listed(self, question: str) -> Mapping[str, Any]:
        found = listed(KIND, self.parts, ANYBODY, ASSOCIATE.questions[question])
        return {
            code: thing for code, thing in found.items() if question != "kinds" or code in SAID_OF_ONESELF
        }


class SignUpForm(StepForm):
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, unit: str = "", units_url: str = "") -> None:
        super().__init__(data, auto_id="volunteer_%s", use_required_attribute=False)
        source = unit_source(ANYBODY, units_url)
        self.fields["unit"] = PlaceField(source, label="在哪个村或社区", initial=unit or None)
        setting = SignUpSetting(AssociateParts(Associate()))
        for asked in ASSOCIATE.asked_of(STEP, SELF):
            if (field := field_of(asked, setting)) is not None:
                self.fields[asked.name] = field
        self.fields["key"].initial = fresh_key()
        self.fields["shown"].initial = str(ShownInPublic.NOTHING)
        for name, hint in KNOWN_TO_BROWSERS.items():
            self.fields[name].widget.attrs["autocomplete"] = hint
        self.fields["phone"].help_text = ""  # said above both
        self.fields["phone"].widget.input_type = "tel"

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if not SECRET.fullmatch(key):
            raise ValidationError("这张表填得不完整，请刷新页面重新填写。")
        return key

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        """Name and number as the vault will want them, before anything is counted."""
        given = self.cleaned_data
        told = {name: given[name] for name in KNOWN_TO_BROWSERS if given.get(name)}
        try:
            vault.refuse_unfit(**told)
        except ValidationError as fault:
            for name, why in fault.message_dict.items():
                self.add_error(name, why)
        if given.get("minor") and not given.get("guardian_agreed"):
            self.add_error("guardian_agreed", "未满 18 岁的，监护人同意了才能报名。")
        return given

    @property
    def offered(self) -> dict[str, Any]:
        """What `begin` is given. Only of a valid form."""
        return {name: value for name, value in self.answers.items() if name not in OWN}
