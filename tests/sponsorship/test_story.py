"""What became of a sponsorship: in its own chain, in that of the case, by the clock, in messages; and what verifying finds."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.utils.timezone import localdate, now

from tests.cast import Cast
from tests.sponsorship.conftest import Sponsoring, in_days
from wolaiban.ledger.verifying import Verification
from wolaiban.notices.models import Message
from wolaiban.notices.of_subjects import READER
from wolaiban.people.models import User
from wolaiban.process.calendar import BEIJING
from wolaiban.sponsorship import verifying
from wolaiban.sponsorship.kind import KIND
from wolaiban.sponsorship.models import Sponsorship
from wolaiban.workflow import clock
from wolaiban.workflow.bodies import after_as_of_today, after_of
from wolaiban.workflow.models import Event

pytestmark = pytest.mark.django_db


def steps(sponsorship: Sponsorship) -> list[str]:
    found = Event.objects.filter(process="sponsorship", subject=sponsorship.pk).order_by("seq")
    return list(found.values_list("step", flat=True))


def sweep(sponsoring: Sponsoring, at: datetime | None = None) -> None:
    assert not clock.sweep(at).failed
    sponsoring.sponsorship.refresh_from_db()


def morning(days: int) -> datetime:
    return datetime.combine(in_days(days), time(8), tzinfo=BEIJING)


def told(person: User) -> list[str]:
    READER.read_all()
    return list(Message.objects.filter(user=person).order_by("pk").values_list("words", flat=True))


def faults() -> set[str]:
    return {str(finding.fault) for finding in Verification().findings()}


def test_both_chains_tell_of_it_and_verify(sponsoring: Sponsoring) -> None:
    found = sponsoring.name()
    sponsoring.look()
    sponsoring.take("discharge", "fang", reason="另定。")
    proceeded = sponsoring.case.events.filter(step="proceed").order_by("seq")
    named = {(event.answers["step"], event.answers["number"]) for event in proceeded}
    assert named == {(step, found.number) for step in ("sponsor", "look", "discharge")}
    last = Event.objects.filter(process="sponsorship").order_by("seq").last()
    assert last is not None
    found.refresh_from_db()
    assert after_as_of_today(KIND, last.told) == after_of(KIND, found, KIND.load(found))
    assert faults() == set()


def test_no_word_stands_in_an_event(sponsoring: Sponsoring) -> None:
    sponsoring.name(plan="先谈房主。")
    sponsoring.look(helped="腾出一间空房。")
    bodies = Event.objects.filter(process="sponsorship").values_list("body", flat=True)
    assert not [body for body in bodies for word in ("房主", "空房") if word.encode() in bytes(body)]


def test_a_look_that_was_rewritten_by_hand_is_found(sponsoring: Sponsoring) -> None:
    sponsoring.name()
    sponsoring.look()
    [look] = sponsoring.looks
    look.due = in_days(30)
    look.save()
    assert faults() & {"row", "parties"}


def test_the_leader_is_reminded_that_day_and_who_named_them_the_next(
    sponsoring: Sponsoring, cast: Cast
) -> None:
    sponsoring.name(next_look=in_days(2))
    number = sponsoring.sponsorship.number
    assert told(cast.user("qin")) == [f"包案 {number}：定了包案领导。"], "who handles the case"
    sweep(sponsoring, morning(2) - timedelta(seconds=1))
    assert steps(sponsoring.sponsorship) == ["sponsor"]
    sweep(sponsoring, morning(2))
    assert steps(sponsoring.sponsorship)[1:] == ["remind_look"]
    sweep(sponsoring, morning(3))
    sweep(sponsoring, morning(9))
    assert steps(sponsoring.sponsorship)[1:] == ["remind_look", "report_unlooked"]
    assert told(cast.user("cheng")) == [
        f"包案 {number}：定了包案领导。", f"包案 {number}：到了该过问的日子，提醒包案领导。",
    ]  # fmt: skip
    assert told(cast.user("fang")) == [f"包案 {number}：过了日子还没有过问，告诉定包案的负责人。"]
    assert told(cast.user("bai")) == []


def test_whoever_looks_in_time_is_not_reminded(sponsoring: Sponsoring) -> None:
    sponsoring.name(next_look=in_days(2))
    sponsoring.look(next_look=in_days(20))
    sweep(sponsoring, morning(10))
    assert steps(sponsoring.sponsorship) == ["sponsor", "look"]
    sweep(sponsoring, morning(20))
    assert steps(sponsoring.sponsorship)[-1] == "remind_look"


def test_a_late_look_is_told_as_late(sponsoring: Sponsoring) -> None:
    sponsoring.name(next_look=in_days(2))
    with time_machine.travel(now() + timedelta(days=4), tick=False):
        sponsoring.look(next_look=in_days(10))
        assert [look.is_late for look in sponsoring.looks] == [True]


def test_it_ends_with_the_case(sponsoring: Sponsoring, cast: Cast) -> None:
    sponsoring.name()
    cast.take("resolve", sponsoring.case, "qin")
    cast.take("answer", sponsoring.case, "qin")
    sweep(sponsoring)
    assert sponsoring.sponsorship.stage == "active", "she has not judged it yet"
    cast.take("confirm", sponsoring.case, "wang")
    before = sponsoring.case.seq
    sweep(sponsoring)
    found = sponsoring.sponsorship
    assert (found.stage, found.ended, found.deadline, sponsoring.looks) == ("over", localdate(), None, [])
    sponsoring.case.refresh_from_db()
    assert sponsoring.case.seq == before, "the case tells its own end"
    assert faults() == set()


def test_what_was_due_and_not_done_stays_on_record(sponsoring: Sponsoring) -> None:
    sponsoring.name(next_look=in_days(2))
    with time_machine.travel(now() + timedelta(days=5), tick=False):
        sponsoring.take("discharge", "fang", reason="另定。")
    [look] = sponsoring.looks
    assert (look.at, look.due, look.is_late) == (None, in_days(2), True)


def test_a_case_that_ended_in_time_owes_no_look_however_late_the_clock(
    sponsoring: Sponsoring, cast: Cast
) -> None:
    sponsoring.name(next_look=in_days(2))
    cast.take("withdraw", sponsoring.case, "qin")
    sweep(sponsoring, now() + timedelta(days=9))
    assert (sponsoring.sponsorship.stage, sponsoring.looks) == ("over", [])


def test_verifying_finds_one_that_outlived_its_case(sponsoring: Sponsoring, cast: Cast) -> None:
    sponsoring.name()
    assert not list(verifying.findings())
    cast.take("withdraw", sponsoring.case, "qin")
    assert not list(verifying.findings()), "the clock has its time"
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        assert {str(finding.fault) for finding in verifying.findings()} == {"outlived"}


def test_verifying_finds_an_accusation(sponsoring: Sponsoring) -> None:
    sponsoring.name()
    type(sponsoring.case).objects.filter(pk=sponsoring.case.pk).update(kind="accusation")
    assert {str(finding.fault) for finding in verifying.findings()} == {"of_accusation"}
