"""Which steps an actor may press for many cases at once."""

from __future__ import annotations

from wolaiban.cases.presentation import PRESENTATION
from wolaiban.cases.process import CASE, CaseStep
from wolaiban.people.actor import Actor
from wolaiban.process.words import DISTRICT_OFFICERS, LEADS, OFFICERS, Function, Role

# By which functions somebody can come to a role at all.
GIVEN_BY = {
    Role.HANDLER: OFFICERS,
    Role.LEAD: LEADS,
    Role.SUPERVISOR: DISTRICT_OFFICERS | {Function.LEADER_IN_CHARGE},
}


def bulk_steps(actor: Actor) -> list[CaseStep]:
    """The steps that one of the actor's posts may give on some case. Each case is asked again when its time comes."""
    may = {role for role, functions in GIVEN_BY.items() if actor.posts_as(functions)}
    return [CASE.by_name[name] for name in PRESENTATION.in_bulk if CASE.by_name[name].by & may]
