"""Forms of the draft. They know shapes; whether a change will do is the action's to say."""

from __future__ import annotations

from typing import Any

from django import forms

from wolaiban.catalogue.models import Category, Edition
from wolaiban.catalogue.promises import LIMITED_STAGES
from wolaiban.catalogue.tree import DEEPEST, branches_of
from wolaiban.desk.answering import AnsweredForm
from wolaiban.places.models import Unit
from wolaiban.process.calendar import Span
from wolaiban.process.words import Measure, Stage, Tier


class AddForm(AnsweredForm):
    name = forms.CharField(label="名称", max_length=50)
    usual_tier = forms.TypedChoiceField(
        label="通常级别", choices=Tier.choices(), coerce=Tier, help_text="受理时先按这一级，经办人可以改。"
    )
    owner = forms.ModelChoiceField(
        label="主管部门",
        queryset=Unit.objects.active().departments(),
        required=False,
        empty_label="不指定",
        help_text="吹哨时排在最前面的部门。",
    )


class AmendForm(AddForm):
    active = forms.BooleanField(
        label="在用", required=False, help_text="停用后，登记和受理时不再能选；下级同时停用。"
    )


class MoveForm(AnsweredForm):
    """Where to. Only kinds that can have something below them are offered."""

    under = forms.ChoiceField(label="移到", required=False)

    def __init__(self, data: Any, *, draft: Edition) -> None:
        super().__init__(data)
        branches = [branch for branch in branches_of(draft.pk) if branch.depth < DEEPEST]
        self.places: dict[str, Category] = {branch.category.code: branch.category for branch in branches}
        field = self.fields["under"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "最上一级"), *((code, kind.path) for code, kind in self.places.items())]

    @property
    def place(self) -> Category | None:
        return self.places.get(self.cleaned_data["under"])


class SpanForm(AnsweredForm):
    amount = forms.IntegerField(label="时限", min_value=1, max_value=9999)
    measure = forms.TypedChoiceField(
        label="单位", choices=Measure.choices(), coerce=Measure, initial=Measure.DAYS
    )

    @property
    def span(self) -> Span:
        return Span(self.cleaned_data["amount"], self.cleaned_data["measure"])


class LimitForm(SpanForm):
    stage = forms.TypedChoiceField(
        label="环节", choices=[(stage.value, stage.label) for stage in LIMITED_STAGES], coerce=Stage
    )
    tier = forms.TypedChoiceField(
        label="级别",
        choices=[("", "各级都一样"), *Tier.choices()],
        coerce=Tier,
        empty_value=None,
        required=False,
    )
    field_order = ("stage", "tier", "amount", "measure")


class ReportInForm(AnsweredForm):
    hours = forms.IntegerField(label="一般情况（小时）", min_value=1, max_value=720)
    urgent_hours = forms.IntegerField(label="紧急情况（小时）", min_value=1, max_value=720)


class PublishForm(AnsweredForm):
    label = forms.CharField(label="版本名称", max_length=50)
    note = forms.CharField(
        label="说明",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="为什么改。所有人员都能看到。",
    )


class ConfirmForm(AnsweredForm):
    """Nothing to fill in: the person only confirms."""
