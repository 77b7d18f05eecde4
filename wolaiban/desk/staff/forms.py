"""Forms for accounts and posts. They know shapes; whether an answer will do is the action's to say."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.timezone import localdate

from wolaiban.desk.answering import AnsweredForm
from wolaiban.people import authority
from wolaiban.places.models import Unit, UnitKind
from wolaiban.process.words import Function
from wolaiban.residents.phones import read_phone

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


class ReachableUnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The units in reach, each township with its villages and communities in one group."""

    def offer(self, units: QuerySet[Unit]) -> None:
        self.queryset = units.active()  # type: ignore[attr-defined]
        self.choices = [("", "请选择"), *grouped(self.queryset.select_related("township"))]


def grouped(units: Iterable[Unit]) -> list[tuple[str, list[tuple[int, str]]]]:
    ordered = sorted(units, key=lambda unit: (unit.kind == UnitKind.DEPARTMENT, unit.code))
    return [
        (group, [(unit.pk, unit.name) for unit in members])
        for group, members in groupby(ordered, key=group_of)
    ]


def group_of(unit: Unit) -> str:
    if unit.is_department:
        return "区直部门"
    return unit.township.name if unit.township else "区"


class AppointForm(AnsweredForm):
    unit = ReachableUnitField(queryset=Unit.objects.none(), label="单位")
    function = forms.TypedChoiceField(choices=FUNCTION_CHOICES, coerce=Function, label="岗位")
    starts = forms.DateField(
        label="任职日期", initial=localdate, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: object, units: QuerySet[Unit], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, ReachableUnitField)
        field.offer(units)


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
    field_order = ("name", "username", "phone", "unit", "function", "starts")


class NameForm(AnsweredForm):
    name = forms.CharField(label="姓名", max_length=40)


class ConfirmForm(AnsweredForm):
    """Nothing to fill in: the person only confirms."""
