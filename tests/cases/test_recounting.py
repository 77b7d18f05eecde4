"""A calendar that is loaded moves the promises counted by the one before, each with an event that says so."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast
from tests.editions import draft_from_current, publish, set_limit
from wolaiban.cases import recounting
from wolaiban.cases.history.timeline import _sentence
from wolaiban.cases.kind import KIND
from wolaiban.cases.models import Case
from wolaiban.cases.process import CASE
from wolaiban.cases.verifying.faults import CaseFault
from wolaiban.cases.verifying.invariants import wrongs
from wolaiban.catalogue import calendars
from wolaiban.catalogue.actions.calendar_loading import load_calendar
from wolaiban.ledger.verifying import Verification
from wolaiban.process.calendar import BEIJING, Calendar, Span, use
from wolaiban.process.holidays import by_law
from wolaiban.process.words import Measure, Stage, Tier
from wolaiban.workflow import clock
from wolaiban.workflow.performing import act_for_clock


def beijing(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=BEIJING)


ACCEPTED = beijing(2, 3)  # a Wednesday; the eve of the Spring Festival is the Friday
PROMISED = beijing(2, 12)  # the fifth working day, as far as the law says
RECOUNTED = beijing(2, 16)  # the same with three days more off and a Saturday worked


@pytest.fixture(autouse=True)
def _nothing_loaded(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Five working days for work on a small matter, as this district promises."""
    calendars._kept.clear()
    monkeypatch.setattr(recounting, "_settled", 0)
    use(Calendar())
    draft_from_current(by=cast.actor("shen"))
    five = Span(5, Measure.WORKING_DAYS)
    set_limit(stage=Stage.WORKING, tier=Tier.MINOR, span=five, by=cast.actor("shen"))
    publish(label="按工作日", note="", by=cast.actor("shen"))
    yield
    calendars._kept.clear()
    use(Calendar())


def working(cast: Cast, **facts: Any) -> Case:
    case = cast.report(at=ACCEPTED, **facts)
    cast.take("accept", case, "qin", at=ACCEPTED)
    return case


def load(folder: Path, *, off: tuple[int, ...] = (9, 10, 11), worked: tuple[int, ...] = (13,)) -> int:
    lines = [f"{day},holiday,{name}" for day, name in by_law(2027).items()]
    lines += [f"2027-02-{day:02d},holiday" for day in off]
    lines += [f"2027-02-{day:02d},working" for day in worked]
    file = folder / "2027.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return load_calendar(file).pk


def swept(case: Case, at: datetime) -> list[str]:
    before = case.events.count()
    assert clock.sweep(at).failed == ()
    case.refresh_from_db()
    return list(case.events.values_list("step", flat=True))[before:]


def test_the_promise_moves_with_an_event(cast: Cast, tmp_path: Path) -> None:
    case = working(cast)
    assert (case.deadline, case.counted_by) == (PROMISED, 0)

    version = load(tmp_path)

    assert swept(case, beijing(2, 4)) == ["recount_time"]
    assert (case.deadline, case.counted_by, case.stage) == (RECOUNTED, version, "working")
    event = case.events.last()
    assert event
    assert event.answers["calendar"] == version
    assert datetime.fromisoformat(event.answers["due"]) == RECOUNTED
    assert _sentence(event) == "节假日安排公布后，重新计算了时限" != CASE.by_name["register"].story
    assert swept(case, beijing(2, 4)) == []
    assert list(Verification().findings()) == []


def test_what_would_be_raised_by_the_old_promise_is_not(cast: Cast, tmp_path: Path) -> None:
    case = working(cast)
    load(tmp_path)

    assert swept(case, PROMISED + timedelta(minutes=1)) == ["recount_time"]
    assert case.stage == "working"
    assert swept(case, RECOUNTED)[-1] == "raise"


def test_the_clock_counts_anew_before_it_does_anything_else(cast: Cast, tmp_path: Path) -> None:
    case = working(cast)
    load(tmp_path)
    calendars.refresh()

    event = act_for_clock(KIND, case.pk, PROMISED + timedelta(minutes=1))

    assert event
    assert event.step == "recount_time"


def test_what_was_granted_is_granted_on_top(cast: Cast, tmp_path: Path) -> None:
    case = cast.report(at=ACCEPTED)
    cast.take("accept", case, "qin", at=ACCEPTED, handler=cast.user("bai"))
    cast.take("extend", case, "bai", at=ACCEPTED, days=3)
    cast.take("grant", case, "qin", at=ACCEPTED)
    load(tmp_path)

    swept(case, beijing(2, 4))

    assert case.deadline == RECOUNTED + timedelta(days=3)


def test_a_clock_that_stands_still_goes_on_with_the_new_promise(cast: Cast, tmp_path: Path) -> None:
    case = working(cast)
    cast.take("ask", case, "qin", at=ACCEPTED, until=beijing(2, 20))
    load(tmp_path)

    assert swept(case, beijing(2, 4)) == ["recount_time"]
    assert case.is_paused
    cast.take("supply", case, "wang", at=ACCEPTED + timedelta(days=1))

    assert case.deadline == RECOUNTED + timedelta(days=1)
    assert list(Verification().findings()) == []


def test_what_the_calendar_does_not_touch_gets_no_event(cast: Cast, tmp_path: Path) -> None:
    hours = cast.report(at=ACCEPTED)  # is to be accepted within a day
    joint = cast.report("占道", at=ACCEPTED)
    cast.moved_to("raised", joint)
    cast.take("take_up", joint, "gao")
    cast.take("whistle", joint, "fang", due=beijing(2, 12))
    due = joint.deadline
    load(tmp_path)
    calendars.refresh()

    assert list(recounting.moved()) == []
    hours.refresh_from_db()
    joint.refresh_from_db()
    assert joint.deadline == due
    assert hours.counted_by == joint.counted_by == 0


def test_a_second_load_goes_on_from_the_first(cast: Cast, tmp_path: Path) -> None:
    case = working(cast)
    load(tmp_path)
    swept(case, beijing(2, 4))

    newest = load(tmp_path, off=(9,), worked=())

    assert swept(case, beijing(2, 4)) == ["recount_time"]
    assert (case.deadline, case.counted_by) == (beijing(2, 15), newest)
    assert list(Verification().findings()) == []


def test_a_new_clock_is_counted_by_the_newest(cast: Cast, tmp_path: Path) -> None:
    version = load(tmp_path)
    calendars.refresh()

    case = working(cast)

    assert (case.deadline, case.counted_by) == (RECOUNTED, version)
    assert swept(case, beijing(2, 4)) == []


def test_another_tier_before_it_is_counted_anew_takes_nothing_away(cast: Cast, tmp_path: Path) -> None:
    case = working(cast)
    load(tmp_path)
    calendars.refresh()

    cast.take("reclassify", case, "qin", at=ACCEPTED, tier="minor")

    assert case.deadline == PROMISED
    assert swept(case, beijing(2, 4)) == ["recount_time"]
    assert case.deadline == RECOUNTED


def test_it_may_be_broken_off_and_goes_on(cast: Cast, tmp_path: Path) -> None:
    cases = [working(cast, words=f"第 {n} 处") for n in range(3)]
    load(tmp_path)

    taken = [clock.sweep(beijing(2, 4), most=2).taken for _ in range(3)]

    assert taken == [2, 1, 0]
    assert {Case.objects.get(pk=case.pk).deadline for case in cases} == {RECOUNTED}


def test_once_nothing_is_left_nobody_asks_again(cast: Cast, tmp_path: Path) -> None:
    working(cast)
    version = load(tmp_path)
    clock.sweep(beijing(2, 4))
    clock.sweep(beijing(2, 4))

    assert recounting._settled == version


def test_whoever_forges_a_recount_is_found(cast: Cast, tmp_path: Path) -> None:
    case = working(cast)
    load(tmp_path)
    swept(case, beijing(2, 4))
    before, told = (json.loads(bytes(event.body)) for event in case.events.order_by("-seq")[:2][::-1])
    assert list(wrongs(told, before)) == []

    for name, value in (("deadline", "2030-01-01T00:00:00Z"), ("counted_by", 0), ("holder_id", 1)):
        forged = copy.deepcopy(told)
        forged["after"][name] = value
        assert CaseFault.MISCOUNTED in {fault for fault, _ in wrongs(forged, before)}, name
    other = copy.deepcopy(told) | {"step": "note", "role": "handler", "actor": 1}
    assert CaseFault.MISCOUNTED in {fault for fault, _ in wrongs(other, before)}
