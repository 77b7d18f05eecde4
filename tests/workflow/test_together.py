"""What a kind may ask of the engine beyond the usual: others changed with a subject, a rank in locking, what wakes nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.workflow.conftest import asked
from tests.workflow.kind import KIND, Errand, Parts, Stop, story
from wolaiban.cases.kind import KIND as CASES
from wolaiban.people.actor import CLOCK, Actor
from wolaiban.process.words import Stage
from wolaiban.workflow import kinds
from wolaiban.workflow.clock import sweep
from wolaiban.workflow.context import StepContext
from wolaiban.workflow.idempotency import KeyReused, Once, once_only
from wolaiban.workflow.kinds import DueStep, Kind, Together
from wolaiban.workflow.locking import lock
from wolaiban.workflow.performing import act_for_clock, perform


@dataclass
class Several(Parts):
    together: Together[Errand, Parts] | None = field(default=None)


def known_as(monkeypatch: pytest.MonkeyPatch, **members: Any) -> Kind[Errand, Parts]:
    """The errand, if it said more of itself."""
    kind = replace(KIND, **members)
    monkeypatch.setitem(kinds._registered, kind.name, kind)
    return kind


def locks(asked_for: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in asked_for.captured_queries if "FOR UPDATE" in query["sql"]]


def all_at_once(step: str, errand: Errand, held: Mapping[int, Errand], by: Actor) -> Parts:
    parts = {pk: Several(row) for pk, row in held.items()}
    parts[errand.pk].together = Together({pk: (held[pk], each) for pk, each in parts.items()})
    return parts[errand.pk]


def give_away(context: StepContext[Errand, Several]) -> None:
    """All stops go to the other."""
    other, together = context.answers["to"], context.parts.together
    assert together
    for stop in context.parts.stops:
        stop.errand = other
        together.members[other.pk][1].stops.append(stop)
        together.moved.append(stop)
    context.parts.stops.clear()
    together.touched.add(other.pk)


def test_a_step_that_changes_others_leaves_an_event_on_each(
    errands: Cast, errand: Errand, monkeypatch: pytest.MonkeyPatch
) -> None:
    bai, other, idle = errands.actor("bai"), asked(errands, "买面"), asked(errands, "买油")
    perform("add_stop", on=errand, by=bai, answers={"what": "东门"})
    known_as(
        monkeypatch,
        load_together=all_at_once,
        together=lambda parts: getattr(parts, "together", None),
        joined=lambda step, subject, answers: [answers["to"], idle] if "to" in answers else [],
        bodies={**KIND.bodies, "hand_over": give_away},
    )

    before = datetime.fromisoformat(story(other)[-1].told["at"])
    event = perform("hand_over", on=errand, by=bai, answers={"to": other})

    assert Stop.objects.get().errand == other
    assert [len(story(one)) for one in (errand, other, idle)] == [3, 2, 1]
    told = story(other)[-1]
    assert (told.step, told.answers, told.source, told.target) == (
        "hand_over",
        {"other": errand.number},
        "asked",
        "asked",
    )
    assert [row["pk"] for row in told.told["after"]["stops"]] == [Stop.objects.get().pk]
    assert told.at == event.at > before
    other.refresh_from_db()
    assert (other.seq, bytes(other.head), other.changed_at) == (2, bytes(told.hash), told.at)


def test_the_answers_are_what_is_locked(
    errands: Cast, errand: Errand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not what somebody read before it was."""
    other, seen = asked(errands, "买面"), []
    Errand.objects.filter(pk=other.pk).update(stops_made=7)

    def look(context: StepContext[Errand, Parts]) -> None:
        seen.append(context.answers["to"].stops_made)

    known_as(monkeypatch, bodies={**KIND.bodies, "hand_over": look})
    perform("hand_over", on=errand, by=errands.actor("bai"), answers={"to": other})
    assert (seen, other.stops_made) == ([7], 0)


def test_kinds_are_locked_by_their_rank(errands: Cast, errand: Errand) -> None:
    case = errands.report()
    for kind, first in ((replace(KIND, lock_rank=-1), "tests_workflow"), (KIND, "cases_case")):
        with CaptureQueriesContext(connection) as asked_for:
            lock([(CASES, case.pk), (kind, errand.pk)])
        assert first in locks(asked_for)[0]


def test_what_the_clock_does_on_several_locks_them_in_the_one_order(
    errands: Cast, errand: Errand, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = asked(errands, "买面")
    kind = known_as(
        monkeypatch,
        joined=lambda step, subject, answers: [errand] if step == "urge" else [],
        bodies={**KIND.bodies, "urge": lambda context: context.also("take_over", on=errand, by=context.by)},
        roles=lambda actor, parts: dict.fromkeys(KIND.process.all_roles),
    )
    with CaptureQueriesContext(connection) as asked_for:
        event = act_for_clock(kind, later.pk, later.counted_from + timedelta(days=5))

    assert event
    assert story(errand)[-1].step == "take_over"
    together = locks(asked_for)[1:]
    assert [f'"id" = {one.pk} ' in sql for one, sql in zip((errand, later), together, strict=True)] == [
        True
    ] * 2


def test_the_clock_that_is_asked_to_climbs_the_ladder(errand: Errand) -> None:
    perform("urge", on=errand, by=CLOCK, at=errand.counted_from + timedelta(days=5))
    errand.refresh_from_db()
    assert errand.rung == 1


def test_what_wakes_nobody_is_done_when_it_is_told_of(
    errands: Cast, errand: Errand, monkeypatch: pytest.MonkeyPatch
) -> None:
    wakes_at, called = errand.wake_at, []

    def found(at: datetime) -> list[tuple[int, str]]:
        called.append(at)
        return [(errand.pk, errand.number)]

    known_as(
        monkeypatch,
        unwoken=found,
        alarms=lambda parts: (
            []
            if parts.errand.seq > 1
            else [DueStep(parts.errand.changed_at, "knock", {"stop": 0}, wakes=False)]
        ),
        bodies={},
    )
    assert sweep(errand.counted_from + timedelta(hours=1)).taken == 1
    errand.refresh_from_db()
    assert (story(errand)[-1].step, errand.wake_at, len(called)) == ("knock", wakes_at, 1)


def test_a_key_that_led_to_another_kind_is_refused(errands: Cast, errand: Errand) -> None:
    bai, once = errands.actor("bai"), Once(b"key")
    perform("add_stop", on=errand, by=bai, answers={"what": "东门"}, once=once)
    case = errands.report()
    with pytest.raises(KeyReused):
        once_only(once, kind=CASES, by=bai, act=lambda: perform("accept", on=case, by=bai, once=once))
    case.refresh_from_db()
    assert case.stage == Stage.REPORTED


def test_names_of_files_are_what_the_kind_makes_of_them(
    errands: Cast, errand: Errand, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert KIND.file_names(KIND.load(errand), ["门.jpg"]) == ["门.jpg"]
    case = errands.report()
    assert CASES.file_names(CASES.load(case), ["王秀英家门口.png", "13800000001.jpg"]) == [
        "王*英家门口.png",
        "***.jpg",
    ]
