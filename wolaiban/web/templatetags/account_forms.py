"""Draw a field of a form that was written elsewhere (allauth) the way our own are drawn."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField

register = template.Library()


@register.inclusion_tag("sign_in/field.html")
def field(bound: BoundField, label: str = "", hint: str = "", autofocus: bool = False) -> dict[str, Any]:
    """One labelled field with its hint and its errors, tied together for screen readers."""
    is_check = isinstance(bound.field.widget, forms.CheckboxInput)
    style = "tick" if is_check else "field"
    attrs: dict[str, Any] = {"class": f"{style} is-invalid" if bound.errors else style}
    described = [f"{bound.auto_id}_hint"] if hint or bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
        attrs["aria-invalid"] = "true"
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if "placeholder" in bound.field.widget.attrs:
        attrs["placeholder"] = ""
    if autofocus:
        attrs["autofocus"] = True
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs=attrs),
        "label": label or bound.label,
        "hint": hint or bound.help_text,
        "is_check": is_check,
    }
