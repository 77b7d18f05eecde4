"""A field above a list, with its label and its faults: {% load filters %} {% filter_field form.q width="wide" %}.

A ledger has a score of them. Each is written in one go: a template for each took longer than the field in it. What
nothing was typed in, and what a word of a closed list stands in, is kept where the form says that it is alike for all.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wolaiban.process.words import Word

register = template.Library()


@register.simple_tag
def filter_field(field: BoundField, width: str = "") -> SafeString:
    form: Any = type(field.form)
    value = field.value() or None
    return _kept(form, field.name, value, width) if _is_alike(field, value) else _drawn(field, width)


@register.simple_tag
def filter_tick(field: BoundField) -> SafeString:
    """Something to tick, with its words behind it."""
    form: Any = type(field.form)
    value = bool(field.value())
    return _tick(form, field.name, value) if _is_alike(field, value) else _ticked(field)


def _is_alike(field: BoundField, value: object) -> bool:
    alike = getattr(field.form, "EMPTY_FOR_ALL", False) and not field.errors
    return alike and (not value or isinstance(value, Word | bool))


@cache
def _kept(form: Any, name: str, value: Word | None, width: str) -> SafeString:
    return _drawn(form(initial={name: value})[name], width)


@cache
def _tick(form: Any, name: str, value: bool) -> SafeString:
    return _ticked(form(initial={name: value})[name])


def _ticked(field: BoundField) -> SafeString:
    return format_html('<label class="chip">{}{}</label>', field, field.label)


def _drawn(field: BoundField, width: str) -> SafeString:
    target, faults = field.id_for_label, SafeString()
    if field.errors:
        faults = format_html(
            '<p class="fault" id="{}_faults">{}</p>', target, " ".join(map(str, field.errors))
        )
    look = f"filter-field {width}".strip()
    return format_html(
        '<div class="{}"><label for="{}">{}</label>{}{}</div>', look, target, field.label, field, faults
    )
