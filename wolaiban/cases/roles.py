"""What an actor is to one case, and what stands in the way of each step: the same answer for page and action."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.timezone import now

from wolaiban.cases.confiding import is_kept_from
from wolaiban.cases.guards import Facts, MySummons
from wolaiban.cases.models import Case, Complainant, Summons
from wolaiban.cases.process import CASE
from wolaiban.cases.recalling import last_act
from wolaiban.catalogue.queries import reopen_window
from wolaiban.database.prepared import PreparedQuery
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.people.officers import holds_office, serves, unit_above
from wolaiban.places.models import Unit
from wolaiban.process.calendar import later
from wolaiban.process.words import (
    DISTRICT_OFFICERS,
    LEADS,
    OFFICERS,
    Function,
    RequestKind,
    Role,
    RoleWord,
    Stage,
    SummonsState,
    Tier,
)
from wolaiban.workflow.kinds import Roles

Standing = dict[Role, Post | None]  # each role with the post that gives it

COMPLAINANTS = PreparedQuery(
    lambda case: Complainant.objects.filter(case=case).select_related("resident").order_by("pk")
)
SUMMONSES = PreparedQuery(
    lambda case: Summons.objects.filter(case=case).select_related("department").order_by("-leads", "pk")
)


@dataclass(frozen=True)
class Circle:
    """A case with those around it, read once: complainants with their resident, summonses with their department."""

    case: Case
    complainants: list[Complainant]
    summonses: list[Summons]

    @classmethod
    def of(cls, case: Case) -> Circle:
        complainants, summonses = COMPLAINANTS(case.pk), SUMMONSES(case.pk)
        for complainant in complainants:
            complainant.case = case
        for summons in summonses:
            summons.case = case
        return cls(case, complainants, summonses)

    def complaint_of(self, actor: Actor) -> Complainant | None:
        if actor.complaint is not None:
            return next((c for c in self.complainants if c.pk == actor.complaint), None)
        if actor.user is None:
            return None
        return next((c for c in self.complainants if c.resident.account_id == actor.user.pk), None)

    def summons_of(self, actor: Actor) -> Summons | None:
        """The open summons of a department where the actor is an officer."""
        mine = actor.unit_ids_as(OFFICERS)
        return next((s for s in self.summonses if s.is_open and s.department_id in mine), None)

    @property
    def open_summonses(self) -> list[Summons]:
        return [s for s in self.summonses if s.is_open]


def standing(actor: Actor, circle: Circle) -> Standing:
    """The roles of an actor on a case. Relations, computed anew each time; nobody *is* a handler."""
    if actor.is_clock:
        return {Role.CLOCK: None}
    roles: Standing = {}
    if circle.complaint_of(actor):
        roles[Role.RESIDENT] = None
    for post in actor.posts:
        if is_kept_from(post, circle.case):
            continue
        for role in _roles_of_post(post, circle):
            roles.setdefault(role, post)
    if Role.HANDLER in roles:
        handles = _handles_in(actor, circle.case, roles[Role.HANDLER])
        if handles is None:
            del roles[Role.HANDLER]
        else:
            roles[Role.HANDLER] = handles
    if circle.case.about and circle.case.handler_id in actor.selves:
        roles.pop(Role.ABOVE, None)
    return roles


def if_standing(role: RoleWord, ours: Set[Role]) -> Callable[[Actor, Any], dict[RoleWord, Post | None]]:
    """Who may begin something of another kind about a case, and in which role: whoever is one of ours to the case."""

    def begins(actor: Actor, parts: Any) -> dict[RoleWord, Post | None]:
        held = standing(actor, Circle.of(parts.subject.case)).keys() & ours
        return {role: next(iter(actor.posts), None)} if held else {}

    return begins


def _roles_of_post(post: Post, circle: Circle) -> set[Role]:
    if post.function_word in OFFICERS:
        return _roles_of_officer(post, circle)
    case = circle.case
    if post.function_word is Function.LEADER_IN_CHARGE and (
        post.unit.is_district or post.unit_id == case.township_id
    ):
        # What the district itself handled has no unit above it; the leader in charge decides a dispute there.
        above = case.holder.is_district and not post.unit.is_district
        return {Role.SUPERVISOR, Role.ABOVE} if above else {Role.SUPERVISOR}
    return set()


def _roles_of_officer(post: Post, circle: Circle) -> set[Role]:
    case, unit = circle.case, post.unit
    if case.about and (serves(unit, case.holder) or unit.is_district):
        return _roles_in_what_is_said_of_the_office(post, case)
    roles = set()
    if serves(unit, case.holder):
        roles.add(Role.HANDLER)
        if post.function_word in LEADS:
            roles.add(Role.LEAD)
    if unit.studio_id is not None and unit.studio_id == case.agent_id:
        roles.add(Role.AGENT)
    if _is_above(unit, case.holder):
        roles.add(Role.ABOVE)
    if any(s.is_open and s.department_id == unit.pk for s in circle.summonses):
        roles.add(Role.SUMMONED)
    if unit.is_district and post.function_word in DISTRICT_OFFICERS:
        roles.add(Role.SUPERVISOR)
    return roles


def _roles_in_what_is_said_of_the_office(post: Post, case: Case) -> set[Role]:
    """The department of discipline is agent and holder, and has nobody above it: a lead who did not handle it reviews.

    The director, who hears what is said of the office, may urge and order, and decides nothing. That whoever handled it
    does not review it is said in `standing`, which knows for whom else somebody acts.
    """
    if post.unit.is_district:
        return {Role.SUPERVISOR}
    if post.function_word not in LEADS:
        return {Role.AGENT, Role.HANDLER}
    return {Role.AGENT, Role.HANDLER, Role.LEAD, Role.ABOVE}


def has_unit_above(case: Case) -> bool:
    """Whether it can be raised: not above the district, and never to the office that it is about."""
    return not (case.holder.is_district or case.about)


def _is_above(unit: Unit, holder: Unit) -> bool:
    if unit.pk == holder.parent_id:
        return True
    return unit.is_district and not holder.is_district and unit_above(holder) == unit


def _handles_in(actor: Actor, case: Case, post: Post | None) -> Post | None:
    """The post in which an officer of the holder handles the case: the assigned handler alone, or their deputy.

    Anyone of the holder, in the `post` they are there by, while nobody is assigned or the assigned has left.
    """
    if case.handler_id is None or (actor.user and actor.user.pk == case.handler_id):
        return post
    if case.handler_id in actor.principals:
        theirs = (one for one in actor.posts_as(OFFICERS) if one.user_id == case.handler_id)
        return next((one for one in theirs if serves(one.unit, case.holder)), None)
    return None if holds_office(case.handler_id, case.holder) else post


def require_open(step: str, actor: Actor, circle: Circle) -> None:
    """Raise the reason why a step is not this actor's, or not at this stage: before its form is drawn or read.

    A form's choices name people; whoever may not take the step is not shown them.
    """
    CASE.check(step, at=Stage(circle.case.stage), roles=frozenset(standing(actor, circle)))


def facts(actor: Actor, circle: Circle, roles: Roles, at: datetime | None = None) -> Facts:
    case, me = circle.case, actor.user.pk if actor.user else None
    summons, complaint = circle.summons_of(actor), circle.complaint_of(actor)
    return Facts(
        now=at or now(),
        roles=frozenset(roles),
        has_unit_above=has_unit_above(case),
        at_studio=case.holder.is_studio_level,
        guided_back_before=case.guided_back_id is not None and case.guided_back_id == case.raiser_id,
        open_summonses=len(circle.open_summonses),
        objections=sum(s.state == SummonsState.OBJECTED for s in circle.summonses),
        my_summons=MySummons(summons.state_word, summons.called_at) if summons else None,
        paused=case.is_paused,
        extension_pending=case.extension_days is not None,
        extension_mine=case.extension_by_id in actor.selves,
        extended_days=case.extended_days,
        complainants=len(circle.complainants),
        called_by_me=not actor.selves.isdisjoint(_callers(circle)),
        leader_decides=_leader_decides(circle),
        unjudged=sum(c.judged_at is None for c in circle.complainants),
        my_complaint_judged=complaint is not None and complaint.judged_at is not None,
        handler_is_me=case.handler_id in actor.selves,
        reopen_until=reopen_until(case),
        stands_alone=case.kind == RequestKind.ACCUSATION,
        me=me,
        changed_at=case.changed_at,
        last_act_by=partial(_last_act_by, case),
    )


def _last_act_by(case: Case) -> int | None:
    """Who did last what they may take back."""
    done = last_act(case)
    return done.by if done else None


def _callers(circle: Circle) -> set[int]:
    """Who whistled to the departments that object."""
    objected = [s for s in circle.summonses if s.state == SummonsState.OBJECTED]
    if objected and any(s.called_by_id is None for s in objected):  # called before that was kept
        last = circle.case.events.filter(step="whistle").order_by("-seq").values_list("actor", flat=True)
        return {who for who in last[:1] if who is not None}
    return {s.called_by_id for s in objected if s.called_by_id is not None}


def _leader_decides(circle: Circle) -> bool:
    """Whether an objection to the district's own whistle has somebody above to decide it."""
    case = circle.case
    if not case.holder.is_district or all(s.state != SummonsState.OBJECTED for s in circle.summonses):
        return False
    posts = Post.objects.current().as_any_of([Function.LEADER_IN_CHARGE])
    return posts.filter(unit=case.township_id, user__is_active=True).exists()


def reopen_until(case: Case) -> datetime | None:
    """Until when a resident may have a closed case taken up again: counted from closing, whoever closed it."""
    if case.closed_at is None:
        return None
    return later(case.closed_at, reopen_window(case.edition_id, case.category_id, Tier(case.tier)))
