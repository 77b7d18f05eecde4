"""Draw one question of a form with its label, hint and faults tied together: {% question form.name %}."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField

from wolaiban.web.fields import PickerWidget
from wolaiban.web.rows import rows_of

register = template.Library()

CHIPS, SHORT = 6, 14  # so many choices of so few characters stand in a row
MANY = 8  # more than that stand in columns


@register.inclusion_tag("web/question.html")
def question(bound: BoundField, *, mark_optional: bool = True, says_who: bool = False) -> dict[str, Any]:
    """`says_who` puts under a writing box who will read what is written there, where its form says so."""
    if hasattr(bound.field, "rows_with"):
        return _in_rows(bound)
    if hasattr(bound.field, "is_drawn_elsewhere"):
        return {"elsewhere": True}
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
        "as_chips": len(options) <= CHIPS
        and all(len(str(option.choice_label)) <= SHORT for option in options),
        "many": len(options) > MANY,
        "is_box": isinstance(widget, forms.CheckboxInput),
        "widget": None if several else bound.as_widget(attrs=attrs),
        "described": " ".join(described),
        "optional": mark_optional and not bound.field.required,
        "sees": _sees(bound) if says_who else "",
    }


def _sees(bound: BoundField) -> str:
    told: dict[str, str] = getattr(bound.form, "told", {})
    return told.get(bound.name, "") if isinstance(bound.field.widget, forms.Textarea) else ""


def _in_rows(bound: BoundField) -> dict[str, Any]:
    likely, rest = rows_of(bound)
    return {
        "bound": bound,
        "other": bound.form[bound.field.rows_with],  # type: ignore[attr-defined]
        "rows": True,
        "likely": likely,
        "rest": rest,
        "rest_chosen": any(row.is_the_one or row.is_among for row in rest),
    }


def _counted(widget: forms.Widget) -> dict[str, Any]:
    """A browser cuts what is pasted at `maxlength`, and says nothing; a script counts up to `data-most` instead."""
    most = widget.attrs.get("maxlength")
    return {} if most is None else {"maxlength": False, "data-most": most}


def _style(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput | PickerWidget):
        return ""
    return "field"
