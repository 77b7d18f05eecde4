"""What happened to a subject, as it is told on its page: who, when, which step, and the words that the reader may read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wolaiban.people.naming import acting_name
from wolaiban.workflow.kinds import Kind, Roles, kind_of
from wolaiban.workflow.models import AbstractEvent, Event, Statement


@dataclass(frozen=True)
class Quotation:
    """Words given in a step, under the label of their question, if they need one. None: erased."""

    label: str
    words: str | None


@dataclass(frozen=True)
class StoryLine:
    """One event of a subject in words."""

    step: str
    at: datetime
    who: str
    label: str
    story: str
    stage: str  # where it stood afterwards
    quotations: tuple[Quotation, ...]


def story_of(subject: Any, roles: Roles) -> list[StoryLine]:
    """All that happened to a subject, the first first, for somebody in these roles. Two queries."""
    kind = kind_of(subject)
    found = Event.objects.filter(process=kind.name, subject=subject.pk)
    events = found.select_related("actor", "post__user").order_by("seq")
    said = Statement.objects.filter(process=kind.name, subject=subject.pk)
    words = {statement.pk: statement for statement in said}
    return [_told(kind, event, words, roles) for event in events]


def _told(
    kind: Kind[Any, Any], event: AbstractEvent, words: dict[int, Statement], roles: Iterable[Any]
) -> StoryLine:
    step = kind.process.by_name[event.step]
    role = kind.process.roles(event.role)
    return StoryLine(
        step=event.step,
        at=event.at,
        who=acting_name(event.actor, event.post) if event.actor else role.label,
        label=kind.process.called_for(step, role),
        story=kind.process.story_of(step, event.role),
        stage=event.target,
        quotations=tuple(_quoted(kind, event, words, roles)),
    )


def _quoted(
    kind: Kind[Any, Any], event: AbstractEvent, words: dict[int, Statement], roles: Iterable[Any]
) -> Iterator[Quotation]:
    for asked in kind.process.asked[event.step]:
        given = event.answers.get(asked.name)
        statement = (
            words.get(given["statement"]) if isinstance(given, dict) and "statement" in given else None
        )
        if statement and statement.is_for(map(str, roles)):
            yield Quotation(kind.process.quoted_under(event.step, asked.question), statement.words)
