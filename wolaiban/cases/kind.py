"""A case as the engine knows it: other kinds may name themselves in its chain, and nothing else is done to it there.

All other steps of a case are taken by `cases.actions`, and its clock is its own.
"""

from __future__ import annotations

from typing import Any

from wolaiban.cases.actions.moving import lock
from wolaiban.cases.actions.recording import snapshot
from wolaiban.cases.formats import FORMAT
from wolaiban.cases.models import Attachment, Case, Event, Statement
from wolaiban.cases.process import CASE
from wolaiban.cases.roles import Circle
from wolaiban.people.actor import Actor
from wolaiban.process.words import Role
from wolaiban.workflow.kinds import Kind, Roles, Tables, register


def roles(actor: Actor, circle: Circle) -> Roles:
    """Whoever took the step that is told of: that it is theirs to take was checked on the other subject."""
    return {Role.PROCEEDING: next(iter(actor.posts), None)}


def _owner(kind: Kind[Case, Any], case: Case) -> dict[str, Any]:
    return {"case": case}


def _named(kind: Kind[Case, Any], case: Case) -> dict[str, Any]:
    return {"case": case.number}


KIND: Kind[Case, Circle] = register(
    Kind(
        process=CASE,
        model=Case,
        prefix="FS",
        load=Circle.of,
        roles=roles,
        visible_to=Case.objects.visible_to,
        added={FORMAT: {}},
        has_own_actions=True,
        lock=lambda kind, pk: lock(pk)[pk],
        tables=Tables(Event, Statement, Attachment, _owner),  # type: ignore[arg-type]  # the same columns, older classes
        named=_named,
        own_after=lambda case, circle: snapshot(circle),
    )
)
