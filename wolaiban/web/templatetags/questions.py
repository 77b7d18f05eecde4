"""Draw one question of a form with its label, hint and faults tied together: {% question form.name %}."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField

from wolaiban.web.fields import PickerWidget

register = template.Library()

MANY = 8  # more than that stand in columns


@register.inclusion_tag("web/question.html")
def question(bound: BoundField, *, mark_optional: bool = True) -> dict[str, Any]:
    widget = bound.field.widget
    described = [f"{bound.auto_id}_hint"] if bound.help_text else []
    attrs: dict[str, Any] = {"class": _style(widget), **_counted(widget)}
    if bound.errors:
        described.append(f"{bound.auto_id}_fault")
        attrs["aria-invalid"] = "true"
        attrs["class"] += " is-invalid"
    if described:
        attrs["aria-describedby"] = " ".join(described)
    several = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    options = list(bound) if several else []
    return {
        "bound": bound,
        "several": several,
        "options": options,
        "in_a_row": sum(len(str(option.choice_label)) for option in options) <= 20,
        "many": len(options) > MANY,
        "is_box": isinstance(widget, forms.CheckboxInput),
        "widget": None if several else bound.as_widget(attrs=attrs),
        "described": " ".join(described),
        "optional": mark_optional and not bound.field.required,
    }


def _counted(widget: forms.Widget) -> dict[str, Any]:
    """A browser cuts what is pasted at `maxlength`, and says nothing; a script counts up to `data-most` instead."""
    most = widget.attrs.get("maxlength")
    return {} if most is None else {"maxlength": False, "data-most": most}


def _style(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput | PickerWidget):
        return ""
    return "form-select" if isinstance(widget, forms.Select) else "form-control"
