"""Locking a subject with all that a step on it touches, in one order for all kinds: no two steps wait for each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from wolaiban.process.errors import Stale
from wolaiban.workflow.about import concerned
from wolaiban.workflow.kinds import Answers, Kind, kind_of

Key = tuple[str, int]  # the kind and the key of a subject
Turn = tuple[str, Answers]  # a step, and what is answered in it
Held = dict[Key, Any]  # what is locked, as it stands now


def key_of(subject: models.Model) -> Key:
    return kind_of(subject).name, subject.pk


def lock(wanted: Iterable[tuple[Kind[Any, Any], int]]) -> Held:
    """Lock rows, each once: those of the lowest `lock_rank` first, then by kind and key. Raises DoesNotExist."""
    kinds = {(kind.name, pk): kind for kind, pk in wanted}
    order = sorted(kinds, key=lambda key: (kinds[key].lock_rank, *key))
    return {key: kinds[key].lock(kinds[key], key[1]) for key in order}


def lock_for(kind: Kind[Any, Any], turns: Sequence[Turn], on: Any) -> Held:
    """Lock a subject with all that these steps touch; Stale where they touch others by the time they are locked."""
    held = lock(_touched_by(kind, turns, on))
    again = held.get((kind.name, on.pk), on)
    if {(other.name, pk) for other, pk in _touched_by(kind, turns, again)} != held.keys():
        raise Stale
    return held


def _touched_by(kind: Kind[Any, Any], turns: Sequence[Turn], on: Any) -> list[tuple[Kind[Any, Any], int]]:
    return [key for step, answers in turns for key in touched(kind, step, on, answers)]


def touched(kind: Kind[Any, Any], step: str, on: Any, answers: Answers) -> list[tuple[Kind[Any, Any], int]]:
    """The subject itself, unless it is only about to begin, and whatever a step on it is about or joined with."""
    others = [*kind.joined(step, on, answers), *concerned(kind, step, on, answers)]
    joined = [(kind_of(other), other.pk) for other in others]
    return joined if on.pk is None else [(kind, on.pk), *joined]


def as_held(held: Held, answers: Answers) -> Answers:
    """The answers, with what is locked among them as it stands under the lock."""
    rows = {(type(row), row.pk): row for row in held.values()}
    return {
        name: rows.get((type(value), value.pk), value) if isinstance(value, models.Model) else value
        for name, value in answers.items()
    }
