"""Forms that carry out one action, and show at the right field why it was refused."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wolaiban.process.errors import BadAnswer, NotNow
from wolaiban.web.refusing import show_refusal

DJANGOS_WORDS = forms.Field.default_error_messages["required"]  # 这个字段是必填项。


class AnsweredForm(forms.Form):
    """A form that says of each field what is missing, in the words of the field."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            if field.error_messages["required"] is DJANGOS_WORDS:
                asks = "请选择" if isinstance(field, forms.ChoiceField) else "请填写"
                field.error_messages["required"] = f"{asks}{field.label}。"


def carry_out(
    request: HttpRequest, template: str, form: AnsweredForm, act: Callable[[], HttpResponse], **page: Any
) -> HttpResponse:
    """Form, act, answer; or the form again (422) with the reason it was refused."""
    if form.is_valid():
        try:
            return act()
        except (BadAnswer, NotNow) as refusal:
            show_refusal(form, refusal)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, template, {"form": form, **page}, status=status)
