"""What a program sends with a step: one field for each question the process table asks, and nothing else.

The types say only what form an answer has. Whether it will do is said by the same function as for the page
(`workflow.answers.checked`), in the same words; the published schema tells both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    WithJsonSchema,
    create_model,
)

from wolaiban.cases.process import CASE, CaseStep
from wolaiban.process.questions import AnswerKind, Asked
from wolaiban.process.words import Word
from wolaiban.workflow.answers import MAX_LINE, MAX_PHOTOS, MAX_TEXT, YEARS

MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
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


Text = Annotated[str, Strict(), AfterValidator(without_nul)]
Code = Annotated[str, Strict(), Field(min_length=1, max_length=200), AfterValidator(without_nul)]
Flag = Annotated[bool, Strict()]
Number = Annotated[int, Strict()]
Moment = Annotated[datetime, BeforeValidator(written)]


class File(BaseModel):
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

FILES: Described = {"type": "array", "items": FILE, "maxItems": MAX_PHOTOS}

# fmt: off
FORMS: dict[AnswerKind, tuple[Any, Described]] = {
    AnswerKind.TEXT:         (Text, {"type": "string", "maxLength": MAX_TEXT}),
    AnswerKind.LINE:         (Text, {"type": "string", "maxLength": MAX_LINE}),
    AnswerKind.CHOICE:       (Code, {"type": "string"}),
    AnswerKind.FLAG:         (Flag, {"type": "boolean"}),
    AnswerKind.YES_NO:       (Flag, {"type": "boolean"}),
    AnswerKind.DAYS:         (Number, {"type": "integer", "minimum": 1, "maximum": 30}),
    AnswerKind.MOMENT:       (Moment, WHEN),
    AnswerKind.PAST_MOMENT:  (Moment, WHEN),
    AnswerKind.CATEGORY:     (Code, CODE | {"description": "类别代码，见 GET /categories"}),
    AnswerKind.HANDLER:      (Code, CODE | {"description": "登录名"}),
    AnswerKind.DEPARTMENT:   (Code, CODE | {"description": "部门代码，见 GET /units"}),
    AnswerKind.DEPARTMENTS:  (list[Code], {"type": "array", "items": CODE, "description": "部门代码"}),
    AnswerKind.SUMMONS:      (Code, CODE | {"description": "部门代码"}),
    AnswerKind.COMPLAINANT:  (Number, {"type": "integer", "description": "反映人的 id"}),
    AnswerKind.COMPLAINANTS: (list[Number], {"type": "array", "items": {"type": "integer"}, "description": "反映人的 id"}),
    AnswerKind.CASE:         (Code, CODE | {"description": "件号"}),
    AnswerKind.PHOTOS:       (list[File], FILES),
    AnswerKind.NUMBER:       (Number, {"type": "integer", "minimum": 1}),
    AnswerKind.ONE:          (Code, CODE),
    AnswerKind.SEVERAL:      (list[Code], {"type": "array", "items": CODE}),
}
# fmt: on


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


def form_of(step: CaseStep) -> type[BaseModel]:
    """The form of a step of a case, from what the table asks."""
    return form_asking(CASE.asked[step.name], name=step.name)


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
    required = [asked.name for asked in questions if asked.required and asked.kind is not AnswerKind.FLAG]
    title = "".join(part.capitalize() for part in name.split("_"))
    return create_model(f"{title}Answers", __config__=closed(required), **fields, seen=seen)


def _field(asked: Asked) -> Any:
    form, described = FORMS[asked.kind]
    if asked.question.choices:
        described = described_words(asked.question.choices)
    if asked.question.most:
        described = described | {
            "maximum" if asked.kind is AnswerKind.NUMBER else "maxLength": asked.question.most
        }
    required = asked.required and asked.kind is not AnswerKind.FLAG
    if required and asked.kind in {AnswerKind.TEXT, AnswerKind.LINE}:
        described = described | {"minLength": 1}
    return field(form, described, label=asked.label, required=required, help=asked.question.help)


def closed(required: list[str]) -> ConfigDict:
    """Unknown names are taken in, so that the action can say which they are; the schema does not allow them."""
    return ConfigDict(extra="allow", json_schema_extra=_closing(required))


def _closing(required: list[str]) -> Callable[[Described], None]:
    def close(schema: Described) -> None:
        schema["additionalProperties"] = False
        if required:
            schema["required"] = required

    return close
