"""What is wrong with the form of a request, in Chinese, by field: before anybody asks whether it will do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ninja.errors import ValidationErrorContext
from pydantic import BaseModel

WORDS: Mapping[str, str] = {
    "missing": "请填写“{label}”。",
    "string_type": "“{label}”须为文字。",
    "string_unicode": "“{label}”须为文字。",
    "string_too_short": "请填写“{label}”。",
    "string_too_long": "“{label}”最多 {max_length} 字。",
    "too_short": "请填写“{label}”。",
    "too_long": "“{label}”最多 {max_length} 字。",
    "bool_type": "“{label}”须为 true 或 false。",
    "int_type": "“{label}”须为整数。",
    "int_parsing": "“{label}”须为整数。",
    "list_type": "“{label}”须为列表。",
    "enum": "“{label}”没有这个选项。",
    "value_error": "“{label}”{error}",
}
OTHERWISE = "“{label}”填写有误。"


def faults_in(contexts: Iterable[ValidationErrorContext[Any]]) -> dict[str, str]:
    return dict(fault for context in contexts for fault in _faults(context))


def _faults(context: ValidationErrorContext[Any]) -> Iterator[tuple[str, str]]:
    for error in context.pydantic_validation_error.errors(include_url=False, include_input=False):
        path = error["loc"][1:]  # the first is the name of the parameter, which stands for the whole
        facts = {**error.get("ctx", {}), "label": _label(context.model, error["loc"])}
        yield ".".join(map(str, path)), WORDS.get(error["type"], OTHERWISE).format(**facts)


def _label(model: Any, path: tuple[int | str, ...]) -> str:
    """The title of the innermost field on the path that has one."""
    label, inner = "请求内容", model
    for name in path:
        field = inner.model_fields.get(name) if inner is not None and isinstance(name, str) else None
        if field is not None:
            label, inner = field.title or label, _model_in(field.annotation)
    return label


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model a field holds: itself, or in a list, or beside None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in getattr(annotation, "__args__", ()) if (found := _model_in(part))), None)
