"""Two questions about the same things, drawn as one row for each thing: one of them at most, and any number of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField

LIKELY_ANYWAY = 6  # where nothing tells which are likely


@dataclass(frozen=True)
class Row:
    code: str
    label: str
    why: str
    is_the_one: bool
    is_among: bool


def beside(field: forms.ChoiceField, other: str, likely: Mapping[str, str]) -> forms.ChoiceField:
    """Draw the field of this name in the rows of this one; the `likely` things are told by why they are."""
    field.rows_with, field.likely = other, likely  # type: ignore[attr-defined]
    return field


def drawn_elsewhere(field: forms.Field) -> forms.Field:
    field.is_drawn_elsewhere = True  # type: ignore[attr-defined]
    return field


def rows_of(bound: BoundField) -> tuple[list[Row], list[Row]]:
    """The likely things, and the others."""
    field, other = bound.field, bound.form[bound.field.rows_with]  # type: ignore[attr-defined]
    the_one, among = str(bound.value() or ""), set(map(str, other.value() or ()))
    rows = [
        Row(code, label, field.likely.get(code, ""), code == the_one, code in among)  # type: ignore[attr-defined]
        for code, label in field.choices  # type: ignore[attr-defined]
        if code
    ]
    some = len(field.likely) or LIKELY_ANYWAY  # type: ignore[attr-defined]
    return rows[:some], rows[some:]
