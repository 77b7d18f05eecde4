"""Random walks: several actors press what they may and what they may not, time goes on, and nothing becomes untrue."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.utils.timezone import now
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests import cast as people
from tests.cast import Cast
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.kind import KIND, snapshot
from wolaiban.cases.models import Case, Event
from wolaiban.cases.process import CASE
from wolaiban.cases.queries.groups import root_of
from wolaiban.cases.roles import Circle
from wolaiban.ledger.verifying import Verification
from wolaiban.people.models import Post
from wolaiban.people.officers import officers_of, unit_above
from wolaiban.process.errors import NotNow, ProcessError
from wolaiban.process.words import SummonsState
from wolaiban.workflow import chain
from wolaiban.workflow.offers import available
from wolaiban.workflow.performing import act_for_clock, perform
from wolaiban.workflow.timing import next_wake

ACTORS = (
    "qin",
    "bai",
    "gao",
    "fang",
    "cheng",
    "he",
    "ma",
    "shen",
    "lian",
    "wang",
    "li",
    "zhou",
    "jian",
    "zhi",
)
CAST = Cast()


class Walk(RuleBasedStateMachine):
    """One matter on its way through the offices, from now on into the future."""

    case: Case
    other: Case
    moment: datetime
    stories: int
    group: list[Case]
    content: bool

    @initialize(joint=st.booleans(), anonymous=st.booleans())
    def report(self, joint: bool, anonymous: bool) -> None:
        names = [] if anonymous else ["wang", "li"] if joint else ["wang"]
        self.moment, self.stories = now(), 1
        self.case = CAST.report(reporters=names)
        self.other = CAST.report("同一处台阶。", reporters=["li"])
        third, fourth = (
            CAST.report("还是那里。", reporters=["xia"]),
            CAST.report("又说一遍。", reporters=["li"]),
        )
        CAST.take("merge", fourth, "qin", into=third)
        self.group, self.content = [self.case, self.other, third, fourth], True

    @rule(content=st.booleans())
    def think_of_the_answer(self, content: bool) -> None:
        """What residents say from now on, to whoever asks."""
        self.content = content

    @rule(who=st.sampled_from(("qin", "bai", "gao")), one=st.integers(0, 3), other=st.integers(0, 3))
    def join_two_matters_or_part_them(self, who: str, one: int, other: int) -> None:
        case, into = (Case.objects.get(pk=self.group[place].pk) for place in (one, other))
        step = "unmerge" if case.stage == "merged" else "merge"
        answers = CAST.usual(step, case, who) | ({"into": into} if step == "merge" else {})
        with suppress(ProcessError):
            perform(step, on=case, by=CAST.actor(who), answers=answers, at=self.moment)

    @invariant()
    def whoever_was_merged_stands_in_the_matter_that_is_worked_on(self) -> None:
        for case in Case.objects.filter(pk__in=[one.pk for one in self.group], stage="merged"):
            root = Case.objects.get(pk=root_of(case.pk))
            there = set(root.complainants.values_list("resident_id", flat=True))
            assert there.issuperset(case.complainants.values_list("resident_id", flat=True))
            assert not case.lent_complainants.exclude(case=root).exclude(resident__in=there).exists()

    @rule(who=st.sampled_from(ACTORS), pick=st.integers(0, 40))
    def press_a_button_that_is_offered(self, who: str, pick: int) -> None:
        actor = CAST.actor(who)
        offered = available(actor, CAST.circle(self.case).case)
        if not offered:
            return
        offer = offered[pick % len(offered)]
        before = self.trace()
        try:
            self.take(offer.step.name, who)
        except ProcessError as refusal:
            # Only a form's answers, or a rule about this very person, may refuse what a button offered.
            expected = offer.obstacle or not isinstance(refusal, NotNow) or "自己裁定" in str(refusal)
            assert expected
            assert self.trace() == before
        else:
            assert offer.obstacle is None

    @rule(who=st.sampled_from(ACTORS), name=st.sampled_from(sorted(CASE.by_name)))
    def press_anything(self, who: str, name: str) -> None:
        before = self.trace()
        try:
            self.take(name, who)
        except ProcessError:
            assert self.trace() == before

    @rule(hours=st.integers(1, 24 * 20))
    def let_time_pass(self, hours: int) -> None:
        self.moment += timedelta(hours=hours)
        while act_for_clock(KIND, self.case.pk, self.moment):
            pass

    def take(self, name: str, who: str) -> None:
        answers: dict[str, Any] = CAST.usual(name, self.case, who)
        for question in ("due", "until"):
            if question in answers:
                answers[question] = self.moment + timedelta(days=6)
        if name in {"confirm", "call_back"} and not self.content:
            answers |= {"solved": "no", "satisfaction": "unsatisfied"}
        if name == "merge":
            answers["into"] = self.other
        if name.endswith("_summons"):
            summons = self.case.summonses.first()
            answers |= {"summons": summons} if summons else {}
        fresh = Case.objects.get(pk=self.case.pk)
        perform(name, on=fresh, by=CAST.actor(who), answers=answers, at=self.moment)

    def trace(self) -> tuple[Any, ...]:
        fresh = Case.objects.get(pk=self.case.pk)
        return (
            snapshot(fresh, Circle.of(fresh)),
            bytes(fresh.head),
            fresh.events.count(),
            fresh.statements.count(),
            fresh.attachments.count(),
        )

    @invariant()
    def an_open_case_has_a_holder_somebody_responsible_and_a_deadline(self) -> None:
        case = CAST.circle(self.case).case
        if case.is_open:
            assert case.holder_id
            assert case.deadline
            above = unit_above(case.holder)
            assert officers_of(case.holder) or (above and officers_of(above))

    @invariant()
    def no_case_closes_before_everyone_reachable_has_an_answer(self) -> None:
        case = Case.objects.get(pk=self.case.pk)
        if case.stage in {"answered", "disputed", "closed"}:
            waiting = case.complainants.filter(reachable=True, answered_at=None)
            assert not waiting.exists()
            assert all(c.answers.exists() for c in case.complainants.filter(reachable=True))

    @invariant()
    def every_change_has_its_event_and_the_chain_holds(self) -> None:
        case = Case.objects.get(pk=self.case.pk)
        events = list(case.events.all())
        prev, stage = b"", ""
        for seq, event in enumerate(events, start=1):
            assert (event.seq, bytes(event.prev), event.source) == (seq, prev, stage)
            prev, stage = bytes(event.hash), event.target
            assert prev == chain.event_hash(
                alg=event.alg, number=case.number, seq=seq, prev=bytes(event.prev), body=bytes(event.body)
            )
        assert (case.seq, bytes(case.head)) == (len(events), prev)
        assert events[-1].after == chain.plain(snapshot(case, Circle.of(case)))

    @invariant()
    def departments_are_called_only_while_the_case_is_joint(self) -> None:
        case = Case.objects.get(pk=self.case.pk)
        still_open = [s.value for s in SummonsState if s.is_open]
        assert case.stage == "joint" or not case.summonses.filter(state__in=still_open).exists()

    @invariant()
    def nobody_judges_their_own_work(self) -> None:
        events = list(Event.objects.filter(case=self.case).order_by("seq"))
        posts = {post.pk: post.unit_id for post in Post.objects.all()}
        for before, event in pairwise(events):
            if event.step in {"uphold", "redo"}:
                assert posts[event.post_id or 0] != before.after["holder_id"]
            if event.step == "call_back":
                assert event.actor_id != before.after["handler_id"]

    @invariant()
    def what_the_clock_must_do_next_is_written_on_the_case(self) -> None:
        circle = CAST.circle(self.case)
        assert circle.case.wake_at == next_wake(KIND, circle.case, circle)


@pytest.fixture(autouse=True)
def _cast(cast: Cast) -> None:
    CAST.users.clear()


def test_however_people_press_nothing_becomes_untrue() -> None:
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=int(os.environ.get("WALKS", "10")),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
    assert list(Verification().findings()) == []


def test_the_same_key_is_one_case_however_often_it_is_sent() -> None:
    report = Report(unit=people.unit(people.DONGFEN), words="扶手", reporters=[Reporter()], key="again")
    assert len({register(report, by=CAST.actor("qin")).pk for _ in range(5)}) == 1
