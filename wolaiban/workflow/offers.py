"""What somebody may do with a subject now, and what stands in the way: buttons and links are made of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.utils.timezone import now

from wolaiban.people.actor import Actor
from wolaiban.process.errors import NotYours, ProcessError
from wolaiban.process.grammar import Step
from wolaiban.workflow.choices import obstacle
from wolaiban.workflow.kinds import Kind, Roles, kind_of


@dataclass(frozen=True)
class AvailableStep:
    """A step that is open to the actor, and what must happen first, if anything."""

    kind: Kind[Any, Any]
    step: Step[Any, Any]
    role: Any
    obstacle: ProcessError | None

    @property
    def label(self) -> str:
        return self.kind.process.called_for(self.step, self.role)


def available(
    actor: Actor, subject: Any, parts: Any = None, roles: Roles | None = None
) -> list[AvailableStep]:
    """The steps that are open to the actor, in the order of the table; of a row without a key, those that begin it.

    `parts` and `roles` are those of the subject and the actor, where they were read already.
    """
    kind = kind_of(subject)
    stage = None if subject.pk is None else kind.stage_of(subject)
    parts = kind.load(subject) if parts is None else parts
    roles = kind.roles(actor, parts) if roles is None else roles
    facts, process = cache(partial(kind.facts, actor, parts, roles, now())), kind.process
    offered = [
        AvailableStep(kind, step, process.acting_as(step, roles), obstacle(kind, step, actor, parts, facts))
        for step in process.open_to(frozenset(roles), stage)
    ]
    return [one for one in offered if not isinstance(one.obstacle, NotYours)]


def require(actor: Actor, subject: Any, step_name: str) -> AvailableStep:
    """The step with the role in which the actor takes it, or the reason (a ProcessError) why they cannot now.

    Asked before its form is drawn or read: choices name what whoever may not take the step is not shown.
    """
    kind = kind_of(subject)
    parts, stage = kind.load(subject), None if subject.pk is None else kind.stage_of(subject)
    roles = kind.roles(actor, parts)
    step = kind.process.check(step_name, at=stage, roles=frozenset(roles))
    if why := obstacle(kind, step, actor, parts, partial(kind.facts, actor, parts, roles, now())):
        raise why
    return AvailableStep(kind, step, kind.process.acting_as(step, roles), None)
