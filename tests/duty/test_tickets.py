"""Tickets at the counter: numbers of a day, who may call them, that each gets an outcome, and that they are nobody's."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import Error, connection, transaction
from pytest_django import DjangoAssertNumQueries

from tests.cast import CHENGGUAN, DAGAOSHE, DONGFEN, Cast, unit
from tests.duty.book import write
from tests.duty.conftest import Door
from tests.duty.counter import hand_out, hear, next_one, take
from wolaiban.cases.actions.registering import Reporter
from wolaiban.duty.actions.counter import close_counter
from wolaiban.duty.kind import TICKETS
from wolaiban.duty.models import Reception, Ticket
from wolaiban.duty.queries.line import day_so_far, line_at, place_in_line
from wolaiban.duty.verifying import findings
from wolaiban.ledger.verifying import Verification
from wolaiban.process.calendar import BEIJING
from wolaiban.process.errors import BadAnswer, NotNow, NotYours, TooLate
from wolaiban.workflow.clock import sweep
from wolaiban.workflow.idempotency import Once
from wolaiban.workflow.models import Event


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 9, day, hour, minute, tzinfo=BEIJING)


def steps(ticket: Ticket) -> list[str]:
    events = Event.objects.filter(process="ticket", subject=ticket.pk).order_by("seq")
    return list(events.values_list("step", flat=True))


def test_numbers_count_each_day_at_each_door_anew(
    door: Door, cast: Cast, clock: time_machine.Traveller
) -> None:
    assert [hand_out(cast).label for _ in range(3)] == ["A1", "A2", "A3"]
    assert hand_out(cast, "zhou", code=DAGAOSHE).label == "A1"
    clock.move_to(at(22, 9))
    assert hand_out(cast).label == "A1"
    assert hand_out(cast).label == "A2"


def test_a_day_is_that_of_beijing(door: Door, cast: Cast, clock: time_machine.Traveller) -> None:
    clock.move_to(at(22, 0, 30))
    assert hand_out(cast).day == date(2026, 9, 22)


def test_from_the_number_to_the_reception(door: Door, cast: Cast, clock: time_machine.Traveller) -> None:
    ticket = hand_out(cast)
    clock.shift(timedelta(minutes=7))
    ticket = next_one(cast, desk=2)
    assert (ticket.stage, ticket.label, ticket.desk) == ("called", "A1", 2)
    clock.shift(timedelta(minutes=1))
    take(cast, "call_again", ticket)
    assert ticket.called_at == at(21, 10, 7)
    assert ticket.last_called_at == at(21, 10, 8)
    assert ticket.desk == 2, "still the same"
    reception = hear(cast, ticket)
    assert (ticket.stage, ticket.reception) == ("done", reception)
    assert steps(ticket) == ["hand_out", "call", "call_again", "serve"]
    assert not list(Verification().findings())


def test_a_case_that_comes_of_it_is_one_with_the_ticket(door: Door, cast: Cast) -> None:
    ticket = hand_out(cast)
    take(cast, "call", ticket)
    reception = hear(cast, ticket, outcome="cased", words="村口的路夜里没有灯。", reporters=[Reporter()])
    assert reception.case is not None
    assert ticket.stage == "done"


def test_a_reception_that_cannot_close_its_ticket_is_not_written(door: Door, cast: Cast) -> None:
    ticket = hand_out(cast)
    with pytest.raises(TooLate):
        hear(cast, ticket)
    take(cast, "call", ticket)
    with pytest.raises(BadAnswer):
        hear(cast, ticket, when=at(18, 9))
    assert not Reception.objects.exists()
    once = Once.of("the-key-of-a-form", b"the same")
    first = hear(cast, ticket, once=once)
    assert hear(cast, ticket, once=once) == first
    assert Reception.objects.count() == 1


def test_what_was_written_down_without_the_ticket_closes_it_afterwards(door: Door, cast: Cast) -> None:
    ticket = take(cast, "call", hand_out(cast))
    with pytest.raises(NotNow, match="先记接访"):
        take(cast, "serve", ticket, reception=None)
    reception = write(cast)
    others = write(cast, by="zhou", code=DAGAOSHE)
    with pytest.raises(BadAnswer):
        take(cast, "serve", ticket, reception=others)
    assert take(cast, "serve", ticket, reception=reception).reception == reception
    again = take(cast, "call", hand_out(cast))
    with pytest.raises(NotNow):
        take(cast, "serve", again, reception=reception)


def test_one_may_be_called_by_its_number_and_in_turn_goes_on(door: Door, cast: Cast) -> None:
    _, second, _ = (hand_out(cast) for _ in range(3))
    take(cast, "call", second)
    assert [next_one(cast).label for _ in range(2)] == ["A1", "A3"]
    with pytest.raises(NotNow, match="没有人在等"):
        next_one(cast)


def test_a_press_that_is_sent_twice_is_one(door: Door, cast: Cast) -> None:
    once = Once.of("one-press", b"the same")
    assert {hand_out(cast, once=once).pk for _ in range(2)} == {Ticket.objects.get().pk}
    hand_out(cast)
    calls = Once.of("another-press", b"the same")
    assert {next_one(cast, once=calls).label for _ in range(2)} == {"A1"}


def test_whoever_has_the_shift_is_at_the_counter_and_the_leader(
    door: Door, cast: Cast, clock: time_machine.Traveller
) -> None:
    """While nobody has it, everybody who works there."""
    hand_out(cast, "bai")
    door.posted()
    clock.move_to(
        datetime.combine(door.of("qin")[0].day, datetime.min.time(), tzinfo=BEIJING).replace(hour=9)
    )
    with pytest.raises(NotYours, match="值班人员"):
        hand_out(cast, "bai")
    hand_out(cast, "qin")
    clock.move_to(
        datetime.combine(door.of("bai")[0].day, datetime.min.time(), tzinfo=BEIJING).replace(hour=9)
    )
    assert hand_out(cast, "bai").label == "A1"
    assert hand_out(cast, "qin").label == "A2"


@pytest.mark.parametrize("who", ["zhi", "zhou", "gao", "cheng", "shen", "he", "wang"])
def test_nobody_else_is_at_it_or_sees_a_ticket(door: Door, cast: Cast, who: str) -> None:
    hand_out(cast)
    with pytest.raises(NotYours):
        hand_out(cast, who)
    assert not TICKETS.visible_to(cast.actor(who)).exists()


def test_the_township_and_the_district_have_counters_of_their_own(door: Door, cast: Cast) -> None:
    assert hand_out(cast, "gao", code=CHENGGUAN).label == "A1"
    assert [one.label for one in TICKETS.visible_to(cast.actor("fang"))] == ["A1"]


def test_who_leaves_says_whether_to_be_called(door: Door, cast: Cast) -> None:
    waiting, called = hand_out(cast), hand_out(cast)
    take(cast, "leave", waiting, phone_back="wanted")
    assert (waiting.stage, waiting.phone_back, waiting.called_at) == ("left", "wanted", None)
    take(cast, "call", called)
    assert take(cast, "leave", called).phone_back == ""
    for bad in ("maybe", 1):
        with pytest.raises(BadAnswer):
            take(cast, "leave", hand_out(cast), phone_back=bad)


def test_desks_are_numbers(door: Door, cast: Cast) -> None:
    ticket = hand_out(cast)
    for bad in (0, 100, -1):
        with pytest.raises(BadAnswer):
            take(cast, "call", ticket, desk=bad)
    assert steps(ticket) == ["hand_out"]


def test_an_officer_closes_the_day(door: Door, cast: Cast) -> None:
    called = take(cast, "call", hand_out(cast))
    others = [hand_out(cast) for _ in range(2)]
    assert close_counter(unit(DONGFEN), by=cast.actor("bai"), answers={"phone_back": "declined"}) == 2
    assert set(
        Ticket.objects.filter(pk__in=[one.pk for one in others]).values_list("stage", "phone_back")
    ) == {("left", "declined")}
    hear(cast, called)
    assert close_counter(unit(DONGFEN), by=cast.actor("bai")) == 0
    with pytest.raises(NotYours):
        hand_out(cast)
        close_counter(unit(DONGFEN), by=cast.actor("gao"))


def test_the_clock_closes_the_day_and_lets_who_is_heard_finish(
    door: Door, cast: Cast, clock: time_machine.Traveller
) -> None:
    called, waiting = take(cast, "call", hand_out(cast)), hand_out(cast)
    clock.move_to(at(21, 17, 29))
    sweep()
    waiting.refresh_from_db()
    assert waiting.stage == "waiting"
    clock.move_to(at(21, 17, 30))
    sweep()
    waiting.refresh_from_db()
    assert waiting.stage == "left"
    assert steps(waiting) == ["hand_out", "close_day"]
    clock.move_to(at(21, 18, 10))
    evening = hand_out(cast)
    hear(cast, called)
    sweep()
    evening.refresh_from_db()
    assert evening.stage == "waiting", "who comes in the evening has until midnight"
    clock.move_to(at(22, 0))
    sweep()
    evening.refresh_from_db()
    assert evening.stage == "left"
    assert not Ticket.objects.filter(wake_at__isnull=False).exists()
    assert not list(Verification().findings())


def faults() -> set[str]:
    return {str(finding.fault) for finding in findings()}


def test_verifying_finds_a_day_without_outcomes_and_a_number_that_is_missing(
    door: Door, cast: Cast, clock: time_machine.Traveller
) -> None:
    ticket = hand_out(cast)
    assert faults() == set()
    clock.move_to(at(22, 0, 20))
    assert faults() == set(), "the clock may be at it"
    clock.move_to(at(22, 8))
    assert faults() == {"no_outcome"}
    Ticket.objects.filter(pk=ticket.pk).update(place=3)
    assert faults() == {"no_outcome", "numbers_lack"}
    assert {str(finding.fault) for finding in Verification().findings()} > faults()


def test_verifying_finds_a_ticket_that_was_heard_elsewhere(door: Door, cast: Cast) -> None:
    ticket = take(cast, "call", hand_out(cast))
    others = write(cast, by="zhou", code=DAGAOSHE)
    Ticket.objects.filter(pk=ticket.pk).update(stage="done", reception=others)
    assert faults() == {"heard_elsewhere"}


@pytest.mark.parametrize(
    "act",
    ["UPDATE duty_ticket SET phone_back = 'wanted'", "DELETE FROM duty_ticket", "TRUNCATE duty_ticket"],
)
def test_the_database_keeps_what_has_an_outcome(door: Door, cast: Cast, act: str) -> None:
    take(cast, "leave", hand_out(cast))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else these hold up what is truncated
    with pytest.raises(Error, match="are kept"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)


@pytest.mark.parametrize("act", ["SET stage = 'done'", "SET stage = 'called'", "SET called_at = now()"])
def test_the_database_refuses_what_cannot_be(door: Door, cast: Cast, act: str) -> None:
    hand_out(cast)
    with pytest.raises(Error, match="duty_ticket_"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE duty_ticket {act}")


def test_nothing_of_a_ticket_is_a_person(door: Door, cast: Cast) -> None:
    columns = {column.name for column in Ticket._meta.concrete_fields}
    assert not columns & {"person", "name", "phone", "resident", "words"}
    ticket = take(cast, "call", hand_out(cast), desk=1)
    told = "".join(bytes(event.body).decode() for event in Event.objects.filter(subject=ticket.pk))
    assert "desk" in told
    for secret in ("138", "王秀英"):
        assert secret not in told


def test_the_line_and_the_day_so_far(
    door: Door,
    cast: Cast,
    clock: time_machine.Traveller,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    tickets = [hand_out(cast) for _ in range(7)]
    for waited, ticket in enumerate(tickets[:5], 1):
        if waited == 5:
            assert day_so_far(unit(DONGFEN)).minutes is None, "four say nothing"
        clock.move_to(at(21, 10, waited))
        take(cast, "call", ticket)
    take(cast, "leave", tickets[0])
    with django_assert_max_num_queries(3):
        line, day = line_at(door.unit), day_so_far(door.unit)
        place = place_in_line(tickets[6])
    assert [one.label for one in line.waiting] == ["A6", "A7"]
    assert [one.label for one in line.called] == ["A5", "A4", "A3", "A2"], "the last call first"
    assert (day.given, day.called, day.left, day.minutes) == (7, 5, 1, 3)
    assert (place.before, place.day) == (1, day)
    short = line_at(unit(DONGFEN), shown=5)
    assert ([one.label for one in short.waiting], short.number) == (["A6"], 2)
