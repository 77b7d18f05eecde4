"""How a refusal reaches a form: the one place where what an action found wrong is put beside the fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms

from wolaiban.process.errors import BadAnswer, ProcessError

NO_OTHER_NAMES: Mapping[str, str] = {}


def show_refusal(
    form: forms.Form,
    refusal: ProcessError,
    fields: Mapping[str, str] = NO_OTHER_NAMES,
    beside: Sequence[forms.Form] = (),
) -> None:
    """Put each fault at its field; what no form has a field for stands above the first.

    `fields` says where an answer is asked for under another name; `beside` are other forms that were sent with it.
    """
    faults = refusal.fields if isinstance(refusal, BadAnswer) else {"": str(refusal)}
    for name, fault in faults.items():
        field = fields.get(name, name)
        asking = next((one for one in (form, *beside) if field in one.fields), None)
        (asking or form).add_error(field if asking else None, fault)
