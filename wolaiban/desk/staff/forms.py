"""Forms for accounts and posts. They know shapes; whether an answer will do is the action's to say."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from wolaiban.desk.answering import AnsweredForm
from wolaiban.people import authority
from wolaiban.places.models import Unit
from wolaiban.places.queries import UnitQuerySet
from wolaiban.process.words import Function
from wolaiban.residents.phones import read_phone
from wolaiban.web.fields import OptionSource, Pick, PickerField

FUNCTION_CHOICES = [
    ("", "请选择"),
    *(
        (level, [(str(function), function.label) for function in functions])
        for level, functions in (
            ("村、社区", authority.AT_STUDIO),
            ("街道、乡镇", authority.AT_TOWNSHIP),
            ("区直部门", authority.AT_DEPARTMENT),
            ("区", authority.AT_DISTRICT),
        )
    ),
]


def unit_source(units: UnitQuerySet) -> OptionSource:
    """The units in reach, found by their names: a district has hundreds."""
    offered = units.active()
    return OptionSource(
        find=offered.named,
        guess=offered.similar,
        by_code=lambda code: offered.with_township().filter(code=code).first(),
        pick=lambda unit: Pick(unit.code, unit.full_name),
        url=reverse("staff:units"),
    )


class FunctionForm(AnsweredForm):
    """Offers the posts that a unit has; all of them as long as no unit was chosen."""

    function = forms.TypedChoiceField(choices=FUNCTION_CHOICES, coerce=Function, label="岗位")

    def offer(self, unit: Unit | None) -> None:
        if unit is not None:
            fitting = [(str(function), function.label) for function in authority.functions_at(unit)]
            self.fields["function"].choices = [("", "请选择"), *fitting]  # type: ignore[attr-defined]


class AppointForm(FunctionForm):
    starts = forms.DateField(
        label="任职日期", initial=localdate, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    ends = forms.DateField(
        label="到哪天为止",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="自这一天起不再任职。挂职、代理、聘期定了的，填上；不知道的，不填。",
    )
    order: ClassVar[tuple[str, ...]] = ("unit", "function", "starts", "ends")

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = PickerField(unit_source(units), label="单位")
        self.fields["unit"] = field
        self.order_fields(self.order)
        if self.is_bound:
            self.offer(self._meant(field))

    def _meant(self, field: PickerField) -> Unit | None:
        """The unit that was sent, before it is known whether the form will do."""
        try:
            found: Unit | None = field.clean(field.widget.value_from_datadict(self.data, {}, "unit"))
        except ValidationError:
            return None
        return found


class WorkPhone(forms.CharField):
    """One number, read as residents' numbers are; text messages reach it if it is a mobile."""

    def clean(self, value: object) -> str:
        phone = read_phone(super().clean(value))
        if phone.note:
            raise ValidationError("工作电话只写一个号码，不写别的。")
        return phone.number


class OpenForm(AppointForm):
    name = forms.CharField(label="姓名", max_length=40)
    username = forms.RegexField(
        r"^[\w.@-]+$",
        label="登录名",
        max_length=40,
        help_text="可用字母、数字、汉字和 . - _ @，登录时不分大小写。",
        error_messages={"invalid": "登录名只能用字母、数字、汉字和 . - _ @。"},
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )
    phone = WorkPhone(
        label="工作电话",
        max_length=30,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
    )
    order = ("name", "username", "phone", "unit", "function", "starts", "ends")


class NameForm(AnsweredForm):
    name = forms.CharField(label="姓名", max_length=40)


class ConfirmForm(AnsweredForm):
    """Nothing to fill in: the person only confirms."""


class PhoneForm(AnsweredForm):
    phone = WorkPhone(
        label="工作电话",
        max_length=30,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
    )
