"""One simulated matter, from its first word to as far as it has come by now: it walks the process table by chance."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Protocol

from wolaiban.cases.actions.recording import fresh_statement
from wolaiban.cases.actions.registering import first_role, first_statement
from wolaiban.cases.kind import KIND
from wolaiban.cases.models import Answer, Event, Statement
from wolaiban.cases.process import CASE
from wolaiban.cases.roles import Circle
from wolaiban.cases.steps.context import CaseContext
from wolaiban.people.actor import CLOCK, Actor
from wolaiban.people.models import Post
from wolaiban.places.models import Unit
from wolaiban.process.words import Role, Stage, SummonsState
from wolaiban.simulation import odds
from wolaiban.simulation.answers import answers_to
from wolaiban.simulation.arriving import Arrival
from wolaiban.simulation.telling import EventRecord, Teller
from wolaiban.simulation.town import Office, Town
from wolaiban.workflow.bodies import StepTaken
from wolaiban.workflow.effects import carry_out
from wolaiban.workflow.kinds import DueStep
from wolaiban.workflow.timing import due

MINUTE = timedelta(minutes=1)
IN_WORDS = {
    (step, asked.name) for step, questions in CASE.asked.items() for asked in questions if asked.kind.is_free
}


class KeyRanges(Protocol):
    """Where rows get their keys before they are loaded."""

    def key(self, model: type[Any]) -> int: ...


@dataclass
class Life:
    """The case, those around it, and every row that its walk leaves behind."""

    town: Town
    arrival: Arrival
    circle: Circle
    end: datetime
    luck: Random
    keys: KeyRanges
    events: list[EventRecord] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    replies: list[Answer] = field(default_factory=list)
    teller: Teller = field(init=False)

    def __post_init__(self) -> None:
        self.teller = Teller(self.circle)

    def walk(self) -> None:
        self._register()
        while (following := self._next()) is not None:
            step, at = following
            if self._clock_up_to(min(at, self.end)):
                continue  # it has moved the case; what was planned is no longer to be done
            if at > self.end:
                return
            self.take(step, at)
        self._clock_up_to(self.end)

    # ---- What comes next

    def _next(self) -> tuple[str, datetime] | None:
        """The step and when; None where nothing more is going to be done."""
        case, last = self.circle.case, self.circle.case.changed_at
        if case.is_paused and case.paused_until is not None:
            return "supply", last + (case.paused_until - last) * self.luck.uniform(0.1, 1.1)
        if case.stage == Stage.JOINT and self.circle.open_summonses:
            return self._of_department()
        table = odds.AT_STUDIO if case.holder.is_studio_level else odds.ABOVE
        coming = table.get(Stage(case.stage))
        if coming is None:
            return None
        chosen = coming.draw(self.luck)
        return self._possible(chosen.step), self._moment(chosen)

    def _possible(self, step: str) -> str:
        """What was drawn, or what is done where that cannot be."""
        if step == "guide" and self.circle.case.guided_back_id:
            return "take_up"
        if step in {"confirm", "dispute", "call_back"} and self._waiting() is None:
            return "lapse"
        return step

    def _moment(self, chosen: odds.Next) -> datetime:
        case, share = self.circle.case, self.luck.uniform(chosen.soonest, chosen.latest)
        assert case.deadline is not None
        since = case.counted_from if share > odds.IN_TIME else case.changed_at
        left = max(case.deadline - since, timedelta(hours=8))
        return max(since + left * share, case.changed_at + MINUTE)

    def _of_department(self) -> tuple[str, datetime]:
        summons = self.circle.open_summonses[0]
        called, last = summons.state == SummonsState.CALLED, self.circle.case.changed_at
        until = summons.report_due if called else summons.due
        share = self.luck.uniform(*(odds.REPORTS_IN if called else odds.CONTRIBUTES))
        return "report_in" if called else "contribute", last + max(until - last, MINUTE) * share

    def _waiting(self) -> int | None:
        return next((c.pk for c in self.circle.complainants if c.judged_at is None), None)

    # ---- Taking it

    def _register(self) -> None:
        circle, arrival = self.circle, self.arrival
        case = circle.case
        post = arrival.post
        by = self.town.by(post) if post else Actor.with_receipt(circle.complainants[0].pk)
        statement = self._keep(first_statement(circle, arrival.report, case.registered_at))
        role, at = first_role(case, post), case.registered_at
        self._record(StepTaken("register", "", case.stage, at, by, post, role, {"words": statement}))

    def take(self, name: str, at: datetime) -> None:
        """A step by somebody who may take it."""
        if name == "lapse":  # the clock's, when its time comes; until then nobody does anything
            return
        at = max(at, self.circle.case.changed_at)  # the clock may have been there meanwhile
        by, post, role = self._who(name)
        given = answers_to(name, self, at, by)
        self._move(name, by, post, role, {n: self._stored(name, n, v, at, by) for n, v in given.items()}, at)

    def _clock_up_to(self, moment: datetime) -> bool:
        """Let the clock do what it would have done by then; whether the case stands elsewhere now."""
        case, stage = self.circle.case, self.circle.case.stage
        while case.wake_at is not None and case.wake_at <= moment:
            at = max(case.wake_at, case.changed_at) + MINUTE * self.luck.random()
            alarm = due(KIND, case, self.circle, at)
            if alarm is None or at > self.end:
                break
            self._move(alarm.step, CLOCK, None, Role.CLOCK, dict(alarm.answers), at, alarm)
        return case.stage != stage

    def _move(
        self,
        name: str,
        by: Actor,
        post: Post | None,
        role: Role,
        answers: dict[str, Any],
        at: datetime,
        alarm: DueStep | None = None,
    ) -> None:
        """What `workflow.performing` does with a case in the database, here in memory."""
        case, source = self.circle.case, Stage(self.circle.case.stage)
        step = CASE.check(name, at=source, roles=frozenset({role}))
        context = CaseContext(
            kind=KIND, subject=case, parts=self.circle, step=step, by=by, role=role, post=post, at=at, answers=answers,
            source=source, target=step.targets(source)[0], alarm=alarm, offices=self.town.working,
        )  # fmt: skip
        carry_out(context)
        for row in (*context.new, *self.circle.summonses):
            if row.pk is None:
                row.pk = self.keys.key(type(row))
        self.replies += [row for row in context.new if isinstance(row, Answer)]
        self._record(StepTaken(name, source, case.stage, at, by, post, role, answers))

    def _stored(self, step: str, name: str, value: Any, at: datetime, by: Actor) -> Any:
        if (step, name) not in IN_WORDS:
            return value
        return self._keep(fresh_statement(self.circle.case, value, at, self.circle.complaint_of(by)))

    def _keep(self, statement: Statement) -> Statement:
        statement.pk = self.keys.key(Statement)
        self.statements.append(statement)
        return statement

    def _record(self, told: StepTaken) -> None:
        self.events.append(self.teller.tell(self.keys.key(Event), told))

    # ---- Who takes it

    def _who(self, name: str) -> tuple[Actor, Post | None, Role]:
        if name in {"confirm", "dispute"}:
            return Actor.with_receipt(self._waiting() or 0), None, Role.RESIDENT
        post, role = self._in_post(name)
        return self.town.by(post), post, role

    def _in_post(self, name: str) -> tuple[Post, Role]:
        case, studio = self.circle.case, self.town.offices[self.circle.case.unit_id]
        holder = self.town.offices[case.holder_id]
        if name in {"report_in", "contribute"}:
            return self.town.offices[self.circle.open_summonses[0].department_id].lead, Role.SUMMONED
        if name in {"uphold", "redo"}:
            return self._above(case.holder), Role.ABOVE
        if name == "call_back":
            other = studio.anybody(self.luck, but=case.handler_id)
            return (other, Role.AGENT) if other else (self.town.district.lead, Role.SUPERVISOR)
        if Role.LEAD in CASE.by_name[name].by:
            return holder.lead, self._role_of_lead(name, holder, at_studio=holder is studio)
        if Role.AGENT in CASE.by_name[name].by and (name != "interim" or holder is studio):
            return studio.lead, Role.AGENT
        return self._handler(holder), Role.HANDLER

    def _role_of_lead(self, name: str, holder: Office, *, at_studio: bool) -> Role:
        """The first of what the lead of the holder is to the case: its handler too, unless another is, or its agent."""
        case, roles = self.circle.case, {Role.LEAD}
        if at_studio:
            roles.add(Role.AGENT)
        handler, is_there = case.handler_id, self.town.working.holds_office
        if handler is None or handler == holder.lead.user_id or not is_there(handler, case.holder):
            roles.add(Role.HANDLER)
        role = CASE.acting_as(CASE.by_name[name], roles)
        assert role
        return role

    def _above(self, holder: Unit) -> Post:
        """Who decides a dispute: not the one who handled it."""
        office = self.town.offices[holder.parent_id] if holder.parent_id else self.town.district
        handler = self.circle.case.handler_id
        return next(post for post in office.posts if post.user_id != handler)

    def _handler(self, holder: Office) -> Post:
        assigned = next((post for post in holder.posts if post.user_id == self.circle.case.handler_id), None)
        return assigned or self.luck.choice(holder.posts)
