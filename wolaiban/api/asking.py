"""What a program sends with a step: one field for each question that is asked, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, create_model

from wolaiban.api.answers import SENT
from wolaiban.api.forms import Number, closed, field
from wolaiban.process.questions import Asked


def form_asking(questions: Iterable[Asked], *, name: str) -> type[BaseModel]:
    """A form with a field for each question."""
    questions = tuple(questions)
    fields = {asked.name: _field(asked) for asked in questions}
    seen = field(
        Number,
        {"type": "integer", "description": "您看到的 turn；其间此件有了新的进展就不办，回答 409"},
        label="turn",
        required=False,
    )
    title = "".join(part.capitalize() for part in name.split("_"))
    return create_model(f"{title}Answers", __config__=closed(required_of(questions)), **fields, seen=seen)


def required_of(questions: Iterable[Asked]) -> list[str]:
    """The names without which a step is not taken."""
    return [asked.name for asked in questions if _is_required(asked)]


def _is_required(asked: Asked) -> bool:
    """A box that is left empty is not sent."""
    return asked.required and not asked.kind.is_box


def _field(asked: Asked) -> Any:
    sent, required = SENT[type(asked.kind)], _is_required(asked)
    described = sent.described(asked.kind)
    if required and asked.kind.is_free:
        described = described | {"minLength": 1}
    return field(sent.form, described, label=asked.label, required=required, help=asked.question.help)
