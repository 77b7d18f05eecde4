"""Fields are drawn without templates, and are what Django's templates make of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.forms import renderers
from django.test.html import parse_html
from django.utils.safestring import mark_safe

from wolaiban.web.drawn_widgets import DRAWN, Renderer

LIST = [("", "全部"), ("a", "<甲> & 乙"), ("b", mark_safe("<b>乙</b>")), (3, 4), (None, "没有")]
HEAPS = [("一堆", [("a", "甲"), ("b", "乙")]), ("c", "丙"), ("<二>", [("d", "丁")])]
ATTRS = {"class": 'wide "quoted"', "data-most": 20, "required": True, "disabled": False, "id": "the_field"}
WIDGETS: list[Callable[[], forms.Widget]] = [
    forms.TextInput,
    forms.NumberInput,
    forms.EmailInput,
    forms.URLInput,
    forms.PasswordInput,
    forms.HiddenInput,
    forms.FileInput,
    forms.CheckboxInput,
    forms.DateInput,
    forms.DateTimeInput,
    forms.TimeInput,
    forms.Textarea,
    lambda: forms.Select(choices=LIST),
    lambda: forms.Select(choices=HEAPS),
    lambda: forms.SelectMultiple(choices=LIST),
    lambda: forms.RadioSelect(choices=LIST),
    lambda: forms.RadioSelect(choices=HEAPS),
    lambda: forms.CheckboxSelectMultiple(choices=HEAPS),
]
VALUES = [
    None,
    "",
    "a",
    'a "quoted" <word>',
    ["a", "d"],
    True,
    3,
    date(2026, 3, 5),
    mark_safe("&amp;"),
    1234567,
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("attrs", [{}, ATTRS], ids=["plain", "with attributes"])
@pytest.mark.parametrize("widget", WIDGETS)
def test_a_field_is_what_djangos_template_makes_of_it(
    widget: Callable[[], forms.Widget], attrs: dict[str, Any], value: Any
) -> None:
    ours, theirs = (
        widget().render("the <name>", value, attrs=attrs, renderer=renderer())
        for renderer in (Renderer, renderers.DjangoTemplates)
    )

    assert parse_html(ours) == parse_html(theirs)


def test_a_button_is_drawn_by_itself_as_a_page_may_ask() -> None:
    class Form(forms.Form):
        which = forms.ChoiceField(choices=HEAPS, widget=forms.RadioSelect)

    drawn = [
        "".join(map(str, Form(renderer=renderer())["which"]))
        for renderer in (Renderer, renderers.DjangoTemplates)
    ]

    assert parse_html(drawn[0]) == parse_html(drawn[1])
    assert drawn[0].count("<label") == 4


def test_whoever_has_a_template_of_their_own_is_drawn_by_it() -> None:
    class Split(forms.SplitDateTimeWidget):
        pass

    assert Split.template_name not in DRAWN
    assert Split().render("when", None, renderer=Renderer()).count("<input") == 2


def test_each_of_them_is_a_widget_that_django_has() -> None:
    folder = Path(renderers.__file__).parent / "templates"
    assert not [name for name in DRAWN if not (folder / name).exists()]
