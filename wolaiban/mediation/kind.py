"""A conference as the engine knows it."""

from __future__ import annotations

from typing import Any

from wolaiban.cases.roles import standing_in
from wolaiban.mediation import models, queries
from wolaiban.mediation import process as words
from wolaiban.mediation.parts import ConferenceParts
from wolaiban.mediation.steps import BODIES
from wolaiban.people.officers import officers_of
from wolaiban.process.words import Role
from wolaiban.residents.characters import standard
from wolaiban.workflow.kinds import About, Children, Kind, register
from wolaiban.workflow.relations import NamedBy, WorksFor, roles_by

PROPOSES = frozenset({Role.AGENT, Role.HANDLER, Role.LEAD, Role.ABOVE, Role.SUPERVISOR})


def _officers(parts: ConferenceParts) -> list[Any]:
    return [post.user for post in officers_of(parts.subject.host)]


# fmt: off
KIND: Kind[models.Conference, ConferenceParts] = register(
    Kind(
        process=words.CONFERENCE, model=models.Conference, prefix="HS", load=ConferenceParts, bodies=BODIES,
        visible_to=queries.visible_to, about=About("case", words.QUIET), tidy=standard, held_by="host_id",
        roles=roles_by(
            WorksFor(words.HOST, "host"), NamedBy(words.RECORDER, "recorder", "host"),
            NamedBy(words.CHAIR, "chair", "host", or_lead=True),
            WorksFor(words.MEMBER, "seats.unit"), WorksFor(words.OWNER, "tasks.owner"),
            begins=lambda actor, parts: standing_in(words.PROPOSER, PROPOSES, actor, parts.subject.case),
        ),
        tracked=("case_id", "host_id", "chair_id", "recorder_id", "meets_at", "wake_at"), worded=("place", "outside"),
        children=(
            Children("items", models.AgendaItem), Children("seats", models.Seat), Children("recusals", models.Recusal),
            Children("tasks", models.ConferenceTask, ladder=words.TASK_LADDER, running=lambda p: p.running),
        ),
        choices={
            "host": lambda p: queries.may_call(p.subject.case), "case": lambda p: queries.longest_open(p.subject),
            "units": lambda p: queries.to_be_asked(p.subject), "recorder": _officers, "chair": _officers,
        },
        tells={
            "propose": "host", "call": "seats.unit", "postpone": "seats.unit", "cancel": "seats.unit",
            "drop_item": "beginner", "sign": "owed.owner", "send_back": "owed.owner", "report_task": "host",
            "urge_task": "owed.owner", "flag_task": "flagged",
        },
        page="/conferences/{pk}/",
    )
)
# fmt: on
