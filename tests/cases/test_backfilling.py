"""History of an old ledger: closed as it comes in, on the day that ledger names, with no clock and nobody told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from tests.cast import DONGFEN, Cast, unit
from tests.ledger.forging import faults, forge_whole_chain, verified
from tests.statistics.counted import count_all, sums
from wolaiban.cases.actions.backfilling import Past
from wolaiban.cases.actions.bulk import register_many
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.models import Case, Statement
from wolaiban.process.calendar import BEIJING
from wolaiban.process.errors import BadAnswer, NotAllowed, NotNow, NotYours
from wolaiban.process.words import Disposition, Satisfaction, Solved, Stage
from wolaiban.workflow import clock
from wolaiban.workflow.offers import available
from wolaiban.workflow.performing import perform

REPORTED = datetime(2024, 5, 6, tzinfo=BEIJING)
CLOSED = datetime(2024, 5, 9, tzinfo=BEIJING)
PAST = Past(
    CLOSED,
    result="已疏通。",
    disposition=Disposition.SOLVED,
    solved=Solved.YES,
    satisfaction=Satisfaction.SATISFIED,
)


def history(past: Past = PAST, *, reported_at: datetime | None = REPORTED, key: str | None = None) -> Report:
    return Report(
        unit=unit(DONGFEN),
        words="门前积水，出行不便。",
        reporters=[Reporter(name="辛某", phone="13800139041")],
        reported_at=reported_at,
        past=past,
        key=key,
    )


def one_by_one(report: Report, cast: Cast, by: str = "qin") -> Case:
    return register(report, by=cast.actor(by))


def many(report: Report, cast: Cast, by: str = "qin") -> Case:
    return register_many([report], by=cast.actor(by))[0]


ways = pytest.mark.parametrize("bring", [one_by_one, many])
Bring = Callable[..., Case]


@ways
def test_it_is_closed_on_its_own_day_and_its_story_is_sound(cast: Cast, bring: Bring) -> None:
    case = Case.objects.get(pk=bring(history(), cast).pk)

    assert (case.stage, case.backfilled, case.reported_at, case.closed_at) == (
        "closed",
        True,
        REPORTED,
        CLOSED,
    )
    assert (case.deadline, case.wake_at, case.handler, case.disposition) == (None, None, None, "solved")
    assert now() - case.registered_at < timedelta(minutes=1)
    registered, closed = case.events.all()
    assert (registered.step, registered.target) == ("register", "reported")
    assert (closed.step, closed.role, closed.at) == ("backfill", "importer", registered.at)
    assert closed.answers["closed_at"] == registered.after["reported_at"].replace("-06T", "-09T").replace(
        "05-05", "05-08"
    )
    assert closed.answers["satisfaction"] == "satisfied"
    assert Statement.objects.get(pk=closed.answers["result"]["statement"]).words == "已疏通。"
    assert case.complainants.get().satisfaction == "satisfied"
    assert case.complainants.get().judged_at is None
    assert verified() == []


@ways
def test_what_the_old_ledger_does_not_say_stays_open(cast: Cast, bring: Bring) -> None:
    case = Case.objects.get(pk=bring(history(Past(CLOSED), reported_at=None), cast).pk)

    assert (case.reported_at, case.disposition) == (CLOSED, None)
    assert case.events.get(seq=2).answers.keys() == {"closed_at"}
    assert verified() == []


@ways
def test_nobody_is_told_and_no_clock_runs(cast: Cast, bring: Bring) -> None:
    case = bring(history(), cast)

    assert not case.events.filter(news=True).exists()
    assert clock.sweep(now() + timedelta(days=400)).taken == 0


def test_nobody_takes_this_step_by_hand(cast: Cast) -> None:
    case = cast.report()
    for who in ("qin", "fang", "shen", "lian", "wang", "guan"):
        assert "backfill" not in {offer.step.name for offer in available(cast.actor(who), case)}
        with pytest.raises(NotYours):
            perform("backfill", on=case, by=cast.actor(who), answers={"closed_at": CLOSED})


@ways
def test_only_whoever_takes_down_what_others_report_brings_history(cast: Cast, bring: Bring) -> None:
    with pytest.raises(NotAllowed):
        bring(history(), cast, "wang")
    assert not Case.objects.exists()


@ways
@pytest.mark.parametrize("closed_at", [REPORTED - timedelta(days=1), now() + timedelta(days=1)])
def test_an_end_before_the_beginning_or_still_to_come_is_refused(
    cast: Cast, bring: Bring, closed_at: datetime
) -> None:
    with pytest.raises(BadAnswer, match="办结时间"):
        bring(history(Past(closed_at)), cast)


def test_old_history_cannot_be_taken_up_again_by_a_resident_but_by_the_district(cast: Cast) -> None:
    me = Reporter(resident=cast.resident("wang"))
    old, fresh = (
        register(
            Report(unit=unit(DONGFEN), words="积水。", reporters=[me], past=Past(closed)),
            by=cast.actor("qin"),
        )
        for closed in (CLOSED, now() - timedelta(days=1))
    )

    with pytest.raises(NotNow, match="期限"):
        cast.take("reopen", old, "wang")
    cast.take("reopen", fresh, "wang")
    cast.take("reopen", old, "shen")
    assert {old.stage, fresh.stage} == {Stage.WORKING}
    assert old.deadline is not None
    assert verified() == []


def test_it_is_counted_on_its_own_day_and_apart(cast: Cast) -> None:
    register_many(
        [history(), history(Past(CLOSED, satisfaction=Satisfaction.UNSATISFIED))], by=cast.actor("qin")
    )

    count_all()
    assert sums(unit(DONGFEN)) == {"past": 2}
    assert sums(unit(DONGFEN), day=CLOSED.date()) == {"past": 2}

    cast.take(
        "reopen", Case.objects.earliest("pk"), "shen"
    )  # work of ours from here on, still not received here
    count_all()
    assert sums(unit(DONGFEN)) == {"past": 2}


# ---- What a forger would make of it


@pytest.mark.parametrize(
    ("seq", "change"),
    [
        (1, lambda told: told["after"].update(backfilled=False)),
        (2, lambda told: told["after"].update(backfilled=False)),
        (2, lambda told: told["answers"].update(closed_at="2020-01-01T00:00:00+00:00")),
        (2, lambda told: told.update(role="handler")),
    ],
)
def test_history_that_was_changed_is_found(
    cast: Cast, seq: int, change: Callable[[dict[str, Any]], None]
) -> None:
    case = Case.objects.get(pk=register(history(), by=cast.actor("qin")).pk)

    forge_whole_chain(case, seq, change)

    assert {fault for fault, _ in faults(case)} & {"not_history", "not_by_them"}


def test_a_matter_of_ours_made_history_is_found(cast: Cast) -> None:
    """Closing without an answer is for what was over before: a live matter cannot be put away like that."""
    case = Case.objects.get(pk=register(history(), by=cast.actor("qin")).pk)

    def made_ours(told: dict[str, Any]) -> None:
        told["after"]["backfilled"] = False

    forge_whole_chain(case, 1, made_ours)
    forge_whole_chain(case, 2, made_ours)

    assert ("not_history", 2) in faults(case)
