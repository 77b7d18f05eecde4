"""A field above a list, with its label and its faults: {% load filters %} {% filter_field form.q width="wide" %}.

A ledger has a score of them. Each is written in one go: a template for each took longer than the field in it.
"""

from __future__ import annotations

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def filter_field(field: BoundField, width: str = "") -> SafeString:
    target, faults = field.id_for_label, SafeString()
    if field.errors:
        faults = format_html(
            '<p class="fault" id="{}_faults">{}</p>', target, " ".join(map(str, field.errors))
        )
    look = f"filter-field {width}".strip()
    return format_html(
        '<div class="{}"><label for="{}">{}</label>{}{}</div>', look, target, field.label, field, faults
    )
