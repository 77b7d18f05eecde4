"""What of every kind but the case waits for somebody: one query for each kind of which anything is open, and one before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value, Window

from wolaiban.database.prepared import Rows
from wolaiban.desk.subjects.faces import Face
from wolaiban.people.actor import Actor

SHOWN = 10
FACES: dict[str, Face] = {}  # of the desk, by the name of their addresses


@dataclass(frozen=True)
class WaitingSubject:
    """A subject that waits for somebody. `deadline` is None where nothing runs."""

    face: Face
    subject: Any

    @property
    def name(self) -> str:
        return self.face.called(self.subject)

    @property
    def address(self) -> str:
        return self.face.address(self.subject)

    @property
    def deadline(self) -> datetime | None:
        return getattr(self.subject, "deadline", None)


@dataclass(frozen=True)
class WaitingKind:
    """The subjects of one kind that wait, those that are due first; `number` counts all of them."""

    face: Face
    lines: list[WaitingSubject]
    number: int

    @property
    def label(self) -> str:
        return self.face.kind.process.label

    @property
    def beyond(self) -> int:
        return self.number - len(self.lines)


def waiting_for(actor: Actor) -> list[WaitingKind]:
    """Of kinds of which nothing is open, the condition is not even put together."""
    names = tuple(name for name, face in FACES.items() if face.ever_waits)
    open_ones = [FACES[name] for (name,) in _open_kinds(names)()] if names else []
    asked = ((face, face.waits(actor)) for face in open_ones)
    return [
        kind for face, condition in asked if condition is not None for kind in _of(face, condition, actor)
    ]


@cache
def _open_kinds(names: tuple[str, ...]) -> Rows:
    """The names of these faces of whose kinds anything is open at all, which mostly is nothing."""
    lists = [_one_open(FACES[name]) for name in names]
    return Rows(lambda: lists[0].union(*lists[1:], all=True))


def _one_open(face: Face) -> QuerySet[Any, Any]:
    found = face.kind.model._default_manager.filter(stage__in=face.kind.process.stages.open_ones()).order_by()
    named: QuerySet[Any, Any] = found.annotate(face=Value(face.name)).values_list("face")
    return named[:1]


def _of(face: Face, condition: Q, actor: Actor) -> Iterator[WaitingKind]:
    found = face.kind.visible_to(actor).filter(condition, stage__in=face.kind.process.stages.open_ones())
    rows = list(_in_order(face, found)[:SHOWN])
    if rows:
        yield WaitingKind(face, [WaitingSubject(face, row) for row in rows], rows[0].number_of_all)


def _in_order(face: Face, found: QuerySet[Any]) -> QuerySet[Any]:
    counted: QuerySet[Any] = found.select_related(*face.related).annotate(number_of_all=Window(Count("pk")))
    if face.kind.is_timed:
        return counted.order_by(F("deadline").asc(nulls_last=True), "pk")
    return counted.order_by("pk")
