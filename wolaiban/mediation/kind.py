"""A conference as the engine knows it."""

from __future__ import annotations

from wolaiban.cases.roles import if_standing
from wolaiban.mediation.models import Conference
from wolaiban.mediation.parts import ConferenceParts, visible_to
from wolaiban.mediation.process import CONFERENCE, PROPOSER, QUIET
from wolaiban.mediation.steps import BODIES
from wolaiban.process.words import Role
from wolaiban.workflow.kinds import About, Kind, register
from wolaiban.workflow.relations import roles_by

PROPOSES = frozenset({Role.AGENT, Role.HANDLER, Role.LEAD, Role.ABOVE, Role.SUPERVISOR})
KIND: Kind[Conference, ConferenceParts] = register(
    Kind(
        process=CONFERENCE,
        model=Conference,
        prefix="HS",
        load=ConferenceParts,
        roles=roles_by(CONFERENCE, begins=if_standing(PROPOSER, PROPOSES)),
        visible_to=visible_to,
        bodies=BODIES,
        about=About("case", QUIET),
        held_by="host",
        worded=("place", "outside"),
        page="/conferences/{pk}/",
    )
)
