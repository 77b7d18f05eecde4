"""A conference as the engine knows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wolaiban.cases.models import Case
from wolaiban.mediation import models, queries
from wolaiban.mediation.process import CONFERENCE, QUIET, TASK_LADDER, ConferenceStage, TaskState
from wolaiban.mediation.roles import ConferenceParts, facts, roles
from wolaiban.mediation.steps import BODIES
from wolaiban.people.officers import officers_of
from wolaiban.places.models import Unit
from wolaiban.residents.characters import standard
from wolaiban.workflow.kinds import Answers, Children, Kind, register


def cases(step: str, conference: models.Conference, answers: Answers) -> list[Case]:
    """Whose chains name a step: the case of what was chosen in it, or all on the agenda."""
    if step in QUIET:
        return []
    if not conference.seq:
        return [conference.case]
    chosen = [getattr(given, "item", given) for given in answers.values()]
    found: list[Any] = [getattr(it, "case", it) for it in chosen if isinstance(it, Case | models.AgendaItem)]
    return found or [item.case for item in ConferenceParts(conference).items]


def _by_pk(things: Iterable[Any]) -> dict[str, Any]:
    return {str(thing.pk): thing for thing in things}


def _people(parts: ConferenceParts) -> dict[str, Any]:
    return _by_pk(post.user for post in officers_of(parts.subject.host))


def _running(parts: ConferenceParts) -> list[models.ConferenceTask]:
    """Tasks have clocks of their own, once the minutes are signed."""
    signed = parts.subject.stage == ConferenceStage.TRACKED
    return parts.tasks_in(TaskState.OPEN, TaskState.RETURNED) if signed else []


def _seated(parts: ConferenceParts) -> list[Any]:
    return [seat.unit for seat in parts.seats]


def _owing(parts: ConferenceParts) -> list[Any]:
    return list(dict.fromkeys(task.owner for task in parts.tasks if task.state_word.is_owed))


def _flagged(parts: ConferenceParts) -> list[Any]:
    """The host, and the district once as much time again has passed."""
    furthest = max((task.rung for task in _running(parts)), default=0)
    return [parts.subject.host, *([Unit.objects.district()] if furthest == len(TASK_LADDER) else [])]


def _proposer(parts: ConferenceParts) -> list[Any]:
    return [queries.first_event(parts.subject).actor]


# fmt: off
TASK = ("item_id", "text_id", "owner_id", "person_id", "counted_from", "deadline", "rung", "state", "done_at")
KIND: Kind[models.Conference, ConferenceParts] = register(
    Kind(
        process=CONFERENCE, model=models.Conference, prefix="HS", load=ConferenceParts, roles=roles, facts=facts,
        visible_to=queries.visible_to, bodies=BODIES, about=cases, tidy=standard,
        tracked=("case_id", "host_id", "chair_id", "recorder_id", "meets_at", "wake_at"),
        worded=("place", "outside"),
        children=(
            Children("items", models.AgendaItem, lambda p: p.items, ("case_id", "question_id", "outcome", "saying_id")),
            Children("seats", models.Seat, lambda p: p.seats, ("unit_id", "attended")),
            Children("recusals", models.Recusal, lambda p: p.recusals, ("item_id", "user_id", "unit_id", "granted")),
            Children("tasks", models.ConferenceTask, lambda p: p.tasks, TASK, ladder=TASK_LADDER, running=_running),
        ),
        page="/conferences/{pk}/",
        tells={
            "propose": lambda p: [p.subject.host], "call": _seated, "postpone": _seated, "cancel": _seated,
            "drop_item": _proposer, "sign": _owing, "send_back": _owing, "urge_task": _owing,
            "report_task": lambda p: [p.subject.host], "flag_task": _flagged,
        },
        choices={
            "host": lambda p: {unit.code: unit for unit in queries.may_call(p.subject.case)},
            "case": lambda p: {case.number: case for case in queries.longest_open(p.subject)},
            "item": lambda p: _by_pk(p.settled(yes=False)),
            "settled": lambda p: _by_pk(p.settled(yes=True)),
            "units": lambda p: {unit.code: unit for unit in queries.to_be_asked(p.subject)},
            "recorder": _people,
            "chair": _people,
            "recusal": lambda p: _by_pk(p.undecided()),
            "present": lambda p: _by_pk(p.seats),
            "owner": lambda p: {seat.unit.code: seat.unit for seat in p.seats},
            "owed_task": lambda p: _by_pk(p.tasks_in(TaskState.OPEN, TaskState.RETURNED)),
            "reported_task": lambda p: _by_pk(p.tasks_in(TaskState.REPORTED)),
            "open_task": lambda p: _by_pk(task for task in p.tasks if task.state_word.is_open),
        },
    )
)
# fmt: on
