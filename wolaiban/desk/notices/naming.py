"""What somebody was told, with the matter called by its name: over breakfast nobody knows numbers by heart.

Outside the house a message names no matter. Here it may be named to whoever may still see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import Resolver404, resolve

from wolaiban.cases.models import Case
from wolaiban.desk.subjects.waiting import FACES
from wolaiban.notices.models import Message
from wolaiban.people.actor import Actor


@dataclass(frozen=True)
class NamedMessage:
    message: Message
    words: str


def named(told: Sequence[Message], actor: Actor) -> list[NamedMessage]:
    """One query for the cases, and one for each other kind that is told of."""
    names = {**dict(_of_cases(told, actor)), **dict(_of_others(told, actor))}
    return [
        NamedMessage(message, _called(message.words, *names.get(message.pk, ("", "")))) for message in told
    ]


def _called(words: str, number: str, name: str) -> str:
    return words.replace(f"{number} ", number).replace(number, name) if number else words


def _of_cases(told: Sequence[Message], actor: Actor) -> Iterator[tuple[int, tuple[str, str]]]:
    """By message the number with the title; a sensitive matter is called by nothing else than its number."""
    asked = {message.case_id for message in told if message.case_id}
    found: Iterable[Case] = ()
    if asked:
        found = Case.objects.visible_to(actor).filter(pk__in=asked, sensitive=False)
    cases = {case.pk: case for case in found}
    for message in told:
        if case := cases.get(message.case_id or 0):
            yield message.pk, (case.number, f"“{case.heading}”")


def _of_others(told: Sequence[Message], actor: Actor) -> Iterator[tuple[int, tuple[str, str]]]:
    asked = {message.pk: spoken for message in told if (spoken := _spoken_of(message.page))}
    for name in sorted({name for name, _ in asked.values()}):
        face = FACES[name]
        keys = {key for other, key in asked.values() if other == name}
        found = face.kind.visible_to(actor).filter(pk__in=keys).select_related(*face.related)
        subjects: dict[int, Any] = {subject.pk: subject for subject in found}
        for message, (other, key) in asked.items():
            if other == name and (subject := subjects.get(key)):
                yield message, (f"{face.kind.process.label} {subject.number}", face.called(subject))


def _spoken_of(page: str) -> tuple[str, int] | None:
    """The name of the face and the key of the subject whose page it is."""
    try:
        match = resolve(page)
    except Resolver404:
        return None
    key = match.kwargs.get("pk")
    return (match.view_name, key) if key and match.view_name in FACES else None
