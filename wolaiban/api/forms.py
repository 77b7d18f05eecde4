"""What a program sends with a step: one field for each question the process table asks, and nothing else.

The types say only what form an answer has. Whether it will do is said by the same function as for the page
(`workflow.answers.checked`), in the same words; the published schema tells both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    WithJsonSchema,
)

from wolaiban.process.answers import MAX_FILES, YEARS
from wolaiban.process.words import Word

MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
Described = dict[str, Any]


def without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("含有不能保存的字符。")
    return text


def written(value: Any) -> Any:
    """Only as text: a bare number is no moment."""
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        raise ValueError("须写明日期、时间和时区，例如 2026-03-05T18:00:00+08:00。")
    return value


def written_day(value: Any) -> Any:
    if not isinstance(value, str) or not DATE.fullmatch(value):
        raise ValueError("须写明日期，例如 2026-03-05。")
    return value


Text = Annotated[str, Strict(), AfterValidator(without_nul)]
Code = Annotated[str, Strict(), Field(min_length=1, max_length=200), AfterValidator(without_nul)]
Flag = Annotated[bool, Strict()]
Number = Annotated[int, Strict()]
Moment = Annotated[datetime, BeforeValidator(written)]
Day = Annotated[date, BeforeValidator(written_day)]


class FileSent(BaseModel):
    """A photo, recording or PDF, as base64. It is cleaned like any upload: what it is is told by its content."""

    name: Annotated[Text, Field(title="文件名", min_length=1, max_length=200)]
    content: Annotated[
        Text, Field(title="文件内容", min_length=1, json_schema_extra={"contentEncoding": "base64"})
    ]


FILE: Described = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 200},
        "content": {"type": "string", "minLength": 1, "contentEncoding": "base64"},
    },
    "required": ["name", "content"],
}
CODE: Described = {"type": "string", "minLength": 1, "maxLength": 200}
WHEN: Described = {
    "type": "string",
    "format": "date-time",
    "description": f"带时区，{YEARS[0]} 至 {YEARS[-1]} 年",
}
DAY: Described = {
    "type": "string",
    "format": "date",
    "description": f"{YEARS[0]} 至 {YEARS[-1]} 年",
}

FILES: Described = {"type": "array", "items": FILE, "maxItems": MAX_FILES}


def described_words(words: Iterable[Word]) -> Described:
    listed = list(words)
    return {
        "type": "string",
        "enum": [word.value for word in listed],
        "description": "；".join(f"{word.value} {word.label}" for word in listed),
    }


def field(form: Any, described: Described, *, label: str, required: bool, help: str = "") -> Any:  # noqa: A002
    """A field that may be missing as far as its form goes; what the schema requires, the action asks for."""
    told: Described = {"title": label} | ({"description": help} if help else {}) | described
    if not required:
        told = {"title": label, "anyOf": [told, {"type": "null"}]}
    return (Annotated[form | None, WithJsonSchema(told)], Field(default=None, title=label))


def closed(required: list[str]) -> ConfigDict:
    """Unknown names are taken in, so that the action can say which they are; the schema does not allow them."""
    return ConfigDict(extra="allow", json_schema_extra=_closing(required), defer_build=True)


def _closing(required: list[str]) -> Callable[[Described], None]:
    def close(schema: Described) -> None:
        schema["additionalProperties"] = False
        if required:
            schema["required"] = required

    return close
