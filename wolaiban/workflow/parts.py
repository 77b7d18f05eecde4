"""The rows of a subject, each list read when somebody asks for it: what a kind's `load` mostly gives."""

from __future__ import annotations

from collections.abc import Set
from functools import cached_property, partial
from typing import Any, Generic, TypeVar

from django.db import models

from wolaiban.people.models import User
from wolaiban.people.officers import officers_of
from wolaiban.process.grammar import Rung
from wolaiban.process.words import StageWord
from wolaiban.workflow.kinds import Children, S, kind_of, only_link
from wolaiban.workflow.models import Event

M = TypeVar("M", bound=models.Model)
TASK_RELATED = ("text", "owner", "person")  # of a `models.OwedTask`


class Parts(Generic[S]):
    """A subject with its lists: `items = rows(AgendaItem, "case")` in the class of a kind, which are its children."""

    def __init__(self, subject: S) -> None:
        self.subject = subject

    @classmethod
    def lists(cls) -> tuple[Children[Any], ...]:
        """In the order in which the class names them."""
        return tuple(
            Children(
                name,
                each.model,
                as_digest=each.as_digest,
                ladder=each.ladder,
                running=partial(_running, each.runs_at, name),
            )
            for name, each in vars(cls).items()
            if isinstance(each, RowsOfSubject)
        )

    @property
    def officers(self) -> list[User]:
        """Those who work for the unit that holds the subject, leads first."""
        unit = getattr(self.subject, kind_of(self.subject).held_by)
        return [post.user for post in officers_of(unit)]

    @property
    def beginner(self) -> User | None:
        """Who took the step that the subject began with; None where that was the clock."""
        first = Event.objects.select_related("actor")
        return first.get(process=kind_of(self.subject).name, subject=self.subject.pk, seq=1).actor


def _running(stages: Set[StageWord], name: str, parts: Parts[Any]) -> list[Any]:
    here = parts.subject.stage in stages
    return [row for row in getattr(parts, name) if row.is_running] if here else []


class RowsOfSubject(cached_property[list[M]]):
    """The rows of one model that belong to `parts.subject`, the oldest first; none of a new one.

    Where they have clocks of their own (`models.TimedChild`), `ladder` says what the clock does about those that run,
    while the subject is at one of the stages `runs_at`. `as_digest`: events hold one digest of all (`Children`).
    """

    def __init__(
        self,
        model: type[M],
        *related: str,
        ladder: tuple[Rung, ...],
        runs_at: Set[StageWord],
        as_digest: bool,
    ) -> None:
        self.model, self.related, self.ladder, self.runs_at = model, related, ladder, runs_at
        self.as_digest = as_digest
        super().__init__(self._read)

    def _read(self, parts: Parts[Any]) -> list[M]:
        subject = parts.subject
        if not subject.pk or subject._state.adding:  # its key may be drawn already, its rows are not there
            return []
        theirs = {only_link(self.model, type(subject)): subject.pk}
        return list(self.model._default_manager.filter(**theirs).select_related(*self.related).order_by("pk"))


def rows(
    model: type[M],
    *related: str,
    ladder: tuple[Rung, ...] = (),
    runs_at: Set[StageWord] = frozenset(),
    as_digest: bool = False,
) -> RowsOfSubject[M]:
    """A list of a subject's: rows of one model, read with related ones (see `RowsOfSubject`)."""
    return RowsOfSubject(model, *related, ladder=ladder, runs_at=runs_at, as_digest=as_digest)
