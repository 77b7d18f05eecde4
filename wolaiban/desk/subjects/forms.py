"""The form of a step of any kind, made of what its table asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import Http404

from wolaiban.process.questions import AnswerKind, Asked
from wolaiban.web.fields import MomentField, PhotosField, YesNoField
from wolaiban.web.forms import StepForm
from wolaiban.web.free_words import WordsField
from wolaiban.workflow.answers import most_of
from wolaiban.workflow.offers import AvailableStep

MOST_RADIOS = 5
Chosen = Mapping[str, Any]  # what may be chosen, by its code


def step_form(
    offered: AvailableStep,
    subject: Any,
    *,
    initial: Mapping[str, Any],
    preset: Mapping[str, str] = {},
    data: Any = None,
    files: Any = None,
) -> StepForm:
    """The form of one step for whom it is open to. `data` and `files` are what was sent, if anything.

    What the address says already (`preset`) is not asked again; 404 where it names what the kind does not list.
    """
    kind, step = offered.kind, offered.step
    parts = kind.load(subject)
    form = StepForm(data, files, auto_id=f"{step.name}_%s", initial=dict(initial))
    for asked in kind.process.asked_of(step.name, offered.role):
        listed = kind.choices[asked.name](parts) if asked.name in kind.choices else {}
        field = MAKERS[asked.kind](asked, listed)
        field.label, field.required, field.help_text = asked.label, asked.required, asked.question.help
        field.widget.is_required = asked.required
        field.error_messages["required"] = asked.missing
        if asked.name in preset:
            _settle(field, preset[asked.name], listed)
        form.fields[asked.name] = field
    return form


def _settle(field: forms.Field, value: str, listed: Chosen) -> None:
    if value and listed and value not in listed:
        raise Http404
    field.initial, field.widget = value, forms.HiddenInput()


def _text(asked: Asked, listed: Chosen) -> forms.Field:
    return WordsField(most=most_of(asked))


def _line(asked: Asked, listed: Chosen) -> forms.Field:
    return forms.CharField(max_length=most_of(asked))


def _flag(asked: Asked, listed: Chosen) -> forms.Field:
    return forms.BooleanField()


def _yes_no(asked: Asked, listed: Chosen) -> forms.Field:
    return YesNoField()


def _number(asked: Asked, listed: Chosen) -> forms.Field:
    return forms.IntegerField(min_value=1, max_value=most_of(asked))


def _moment(asked: Asked, listed: Chosen) -> forms.Field:
    return MomentField()


def _photos(asked: Asked, listed: Chosen) -> forms.Field:
    return PhotosField()


def _choice(asked: Asked, listed: Chosen) -> forms.Field:
    words = asked.question.choices
    assert words is not None
    if len(words) > MOST_RADIOS:
        return forms.ChoiceField(choices=[("", "请选择"), *words.choices()])
    choices = words.choices() if asked.required else [*words.choices(), ("", "不填")]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect)


def _one(asked: Asked, listed: Chosen) -> forms.Field:
    only_one = asked.required and len(listed) == 1  # then there is nothing to choose
    return forms.TypedChoiceField(
        choices=[*([] if only_one else [("", "请选择" if asked.required else "不填")]), *_labelled(listed)],
        coerce=listed.__getitem__,
        empty_value=None,
    )


def _several(asked: Asked, listed: Chosen) -> forms.Field:
    return forms.TypedMultipleChoiceField(
        choices=_labelled(listed),
        coerce=listed.__getitem__,
        empty_value=[],
        widget=forms.CheckboxSelectMultiple,
    )


def _labelled(listed: Chosen) -> list[tuple[str, str]]:
    return [(code, str(getattr(thing, "label", thing))) for code, thing in listed.items()]


MAKERS: dict[AnswerKind, Callable[[Asked, Chosen], forms.Field]] = {
    AnswerKind.TEXT: _text,
    AnswerKind.LINE: _line,
    AnswerKind.CHOICE: _choice,
    AnswerKind.FLAG: _flag,
    AnswerKind.YES_NO: _yes_no,
    AnswerKind.DAYS: _number,
    AnswerKind.NUMBER: _number,
    AnswerKind.MOMENT: _moment,
    AnswerKind.PAST_MOMENT: _moment,
    AnswerKind.ONE: _one,
    AnswerKind.SEVERAL: _several,
    AnswerKind.PHOTOS: _photos,
}
