"""The rows of a subject, each list read when somebody asks for it: what a kind's `load` mostly gives."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import models

from wolaiban.people.models import User
from wolaiban.workflow.kinds import S, kind_of, only_link
from wolaiban.workflow.models import Event

M = TypeVar("M", bound=models.Model)


class Parts(Generic[S]):
    """A subject with its lists: `items = rows(AgendaItem, "case")` in the class of a kind."""

    def __init__(self, subject: S) -> None:
        self.subject = subject

    @property
    def beginner(self) -> User | None:
        """Who took the step that the subject began with; None where that was the clock."""
        first = Event.objects.select_related("actor")
        return first.get(process=kind_of(self.subject).name, subject=self.subject.pk, seq=1).actor


def rows(model: type[M], *related: str) -> cached_property[list[M]]:
    """The rows that belong to `parts.subject`, the oldest first, with related ones; none of a new one."""

    def read(parts: Parts[Any]) -> list[M]:
        subject = parts.subject
        if not subject.pk:
            return []
        theirs = {only_link(model, type(subject)): subject.pk}
        return list(model._default_manager.filter(**theirs).select_related(*related).order_by("pk"))

    return cached_property(read)
