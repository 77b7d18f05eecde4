"""What an actor is to a conference, and what the guards ask of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from wolaiban.cases.roles import Circle, standing
from wolaiban.mediation import process as words
from wolaiban.mediation import queries
from wolaiban.mediation.models import AgendaItem, Conference, ConferenceTask, Recusal, Seat
from wolaiban.mediation.process import ConferenceRole, Facts, TaskState
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.people.officers import officers_of, serves
from wolaiban.process.words import LEADS, OFFICERS, RequestKind, Role
from wolaiban.workflow.kinds import Roles
from wolaiban.workflow.parts import rows

PROPOSES = frozenset({Role.AGENT, Role.HANDLER, Role.LEAD, Role.ABOVE, Role.SUPERVISOR})


class ConferenceParts:
    items = rows(AgendaItem, "conference", "case", "question", "saying")
    seats = rows(Seat, "conference", "unit")
    recusals = rows(Recusal, "conference", "item__case", "user", "unit")
    tasks = rows(ConferenceTask, "conference", "item__case", "text", "owner", "person")

    def __init__(self, subject: Conference) -> None:
        self.subject = subject

    def settled(self, *, yes: bool) -> list[AgendaItem]:
        return [item for item in self.items if bool(item.outcome) is yes]

    def undecided(self) -> list[Recusal]:
        return [recusal for recusal in self.recusals if recusal.granted is None]

    def tasks_in(self, *states: TaskState) -> list[ConferenceTask]:
        return [task for task in self.tasks if task.state in states]

    def owed_by(self, actor: Actor) -> list[ConferenceTask]:
        units = [post.unit for post in actor.posts_as(OFFICERS)]
        return [t for t in self.tasks if t.state_word.is_owed and any(serves(u, t.owner) for u in units)]

    def is_recused(self, item: AgendaItem, *, user: int | None = None, unit: int | None = None) -> bool:
        """Whether somebody, or somebody of a unit, stands aside from an item or asked to and was not answered."""
        aside = [r for r in self.recusals if r.item == item and r.granted is not False]
        return any(user == r.user_id or unit == r.unit_id for r in aside)


def roles(actor: Actor, parts: ConferenceParts) -> Roles:
    if actor.is_clock:
        return {words.CLOCK: None}
    if not parts.subject.seq:  # it does not stand yet
        held = standing(actor, Circle.of(parts.subject.case))
        return (
            dict.fromkeys([words.PROPOSER], next(iter(actor.posts), None)) if PROPOSES & held.keys() else {}
        )
    return {role: post for post in actor.posts_as(OFFICERS)[::-1] for role in _of_post(post, parts)}


def _of_post(post: Post, parts: ConferenceParts) -> Iterator[ConferenceRole]:
    """The chair is whom the host's lead named, as long as they work there; else the lead."""
    conference = parts.subject
    if serves(post.unit, conference.host):
        yield words.HOST
        if conference.recorder_id == post.user_id:
            yield words.RECORDER
        named = {officer.user_id for officer in officers_of(conference.host)} & {conference.chair_id}
        if post.user_id in named or (not named and post.function_word in LEADS):
            yield words.CHAIR
    if any(serves(post.unit, seat.unit) for seat in parts.seats):
        yield words.MEMBER
    if any(serves(post.unit, task.owner) for task in parts.tasks):
        yield words.OWNER


def facts(actor: Actor, parts: ConferenceParts, held: Roles, at: datetime) -> Facts:
    me, reported = actor.user and actor.user.pk, parts.tasks_in(TaskState.REPORTED)
    elsewhere = queries.on_agendas().filter(case=parts.subject.case)
    return Facts(
        accusation=parts.subject.case.kind == RequestKind.ACCUSATION,
        case_open=parts.subject.case.is_open,
        conferring=not parts.subject.seq and elsewhere.exists(),
        items=len(parts.items),
        unsettled=len(parts.settled(yes=False)),
        undecided=len(parts.undecided()),
        open_tasks=sum(task.state_word.is_open for task in parts.tasks),
        owed_by_me=len(parts.owed_by(actor)),
        reported=len(reported),
        reported_by_others=sum(task.person_id != me for task in reported),
    )
