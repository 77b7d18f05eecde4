"""Which steps an actor may press for many cases at once."""

from __future__ import annotations

from django.conf import settings

from wolaiban.cases.presentation import PRESENTATION
from wolaiban.cases.process import CASE, CaseStep
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.process.words import DISTRICT_OFFICERS, LEADS, OFFICERS, Function, Role

# By which functions somebody can come to a role at all.
GIVEN_BY = {
    Role.HANDLER: OFFICERS,
    Role.LEAD: LEADS,
    Role.SUPERVISOR: DISTRICT_OFFICERS | {Function.LEADER_IN_CHARGE},
}


def bulk_steps(actor: Actor) -> list[CaseStep]:
    """The steps that one of the actor's posts may give on some case. Each case is asked again when its time comes."""
    may = {
        role for role, functions in GIVEN_BY.items() if any(map(_holds_matters, actor.posts_as(functions)))
    }
    return [CASE.by_name[name] for name in PRESENTATION.in_bulk if CASE.by_name[name].by & may]


def bulk_labels(actor: Actor) -> tuple[tuple[str, str], ...]:
    """The names of these steps and what they are called, for the bar of a list."""
    return tuple((step.name, step.label) for step in bulk_steps(actor))


def _holds_matters(post: Post) -> bool:
    """Departments are called to matters of others; only that of discipline is given some."""
    return not post.unit.is_department or post.unit.code == settings.DISCIPLINE_DEPARTMENT
