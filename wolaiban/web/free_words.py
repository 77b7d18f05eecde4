"""Free words as they are typed: counted as the reader counts them, and refused in words rather than cut."""

from __future__ import annotations

from typing import Any

from django import forms

from wolaiban.process.answers import is_blank

TOO_LONG = "最多 %(limit_value)d 字，现在是 %(show_value)d 字。请删短一些，或者分成几次说。"


def uncut(form: forms.BaseForm) -> None:
    """Count in the fields of a form instead of letting the browser cut what is pasted, of which it says nothing."""
    for field in form.fields.values():
        most = field.widget.attrs.pop("maxlength", None)
        if most is not None:
            field.widget.attrs["data-most"] = most


class WordsField(forms.CharField):
    """A text of any number of lines. A line end is one character, and what nobody would see is nothing."""

    widget = forms.Textarea

    def __init__(self, *, most: int, rows: int = 4, **facts: Any) -> None:
        facts.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        faults = {"max_length": TOO_LONG, **facts.pop("error_messages", {})}
        super().__init__(max_length=most, error_messages=faults, **facts)

    def to_python(self, value: Any) -> str:
        words = (super().to_python(value) or "").replace("\r\n", "\n")
        return "" if is_blank(words) else words
