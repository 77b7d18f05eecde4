"""How a refusal reaches a form: the one place where what an action found wrong is put beside the fields."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from wolaiban.process.errors import BadAnswer, ProcessError

NO_OTHER_NAMES: Mapping[str, str] = {}


def show_refusal(form: forms.Form, refusal: ProcessError, fields: Mapping[str, str] = NO_OTHER_NAMES) -> None:
    """Put each fault at its field; what the form has no field for stands above it.

    `fields` says where an answer is asked for under another name.
    """
    faults = refusal.fields if isinstance(refusal, BadAnswer) else {"": str(refusal)}
    for name, fault in faults.items():
        field = fields.get(name, name)
        form.add_error(field if field in form.fields else None, fault)
