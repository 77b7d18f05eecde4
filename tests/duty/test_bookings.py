"""Booking a talk: seats, moving and cancelling, what the clock does, and what is never known of whoever comes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from tests.cast import CHENGGUAN, DONGFEN, HAIYI, Cast, unit
from tests.duty.book import entry
from tests.duty.conftest import OCTOBER, Door
from tests.duty.visits import PHONE, again, book, drawn_up, published, take
from wolaiban.duty.actions.opening_days import open_days
from wolaiban.duty.actions.recording import BookEntry, recorded
from wolaiban.duty.booked import Booking, ReceptionDay
from wolaiban.duty.booking_steps import NotFree
from wolaiban.duty.kind import BOOKINGS, RECEPTION_DAYS
from wolaiban.duty.models import Reception
from wolaiban.duty.months import Month
from wolaiban.duty.queries.days import days_near, days_of_month, free_days, receivers_called
from wolaiban.duty.slips import code_of, opened_by
from wolaiban.duty.verifying import findings
from wolaiban.ledger.guards import unguarded
from wolaiban.ledger.verifying import Verification
from wolaiban.people.actor import ANYBODY, Actor
from wolaiban.process.calendar import BEIJING
from wolaiban.process.errors import BadAnswer, NotNow, NotYours, TooLate
from wolaiban.residents import vault
from wolaiban.workflow.idempotency import Once
from wolaiban.workflow.models import Event
from wolaiban.workflow.performing import act_for_clock, perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
Clock = time_machine.Traveller


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 9, day, hour, minute, tzinfo=BEIJING)


def run(kind: object, subject: object) -> str | None:
    event = act_for_clock(kind, subject.pk)  # type: ignore[arg-type,attr-defined]
    return event.step if event else None


# ---- Days


def test_a_posted_roster_opens_its_wednesdays(door: Door, clock: Clock) -> None:
    door.posted()
    clock.move_to(datetime(2026, 9, 30, 9, tzinfo=BEIJING))
    assert open_days(date(2026, 9, 30)) == 8, "four Wednesdays that are worked, or made up for; two halves"
    assert open_days(date(2026, 9, 30)) == 0
    days = ReceptionDay.objects.order_by("day", "-half")
    assert {day.stage for day in days} == {"published"}
    assert all(OCTOBER.first <= day.day <= OCTOBER.last for day in days)
    assert days[0].get_way_display() == "书记接待"
    assert list(Verification().findings()) == []


def test_what_was_called_off_is_not_opened_again(door: Door, cast: Cast, clock: Clock) -> None:
    door.posted()
    clock.move_to(datetime(2026, 9, 30, 9, tzinfo=BEIJING))
    open_days(date(2026, 9, 30))
    first = ReceptionDay.objects.order_by("day")[0]
    perform("cancel_day", on=first, by=cast.actor("bai"), answers={"reason": "书记去区里开会。"})
    assert open_days(date(2026, 9, 30)) == 0


def test_a_leaders_day_is_drawn_up_and_published(cast: Cast) -> None:
    day = drawn_up(cast, "gao", CHENGGUAN, way="leader", leader=cast.user("cheng"))
    assert free_days(unit(CHENGGUAN), at(21, 10)) == []
    perform("publish", on=day, by=cast.actor("gao"))
    assert free_days(unit(CHENGGUAN), at(21, 10)) == [day]
    assert days_near(unit(DONGFEN), at(21, 10)) == [day], "villagers read of the leaders of their township"
    assert receivers_called([again(day)]) == {day.pk: "程领导"}
    assert list(Verification().findings()) == []


@pytest.mark.parametrize(
    ("wrong", "question", "says"),
    [
        ({"day": date(2026, 9, 18)}, "day", "过去了"),
        ({"day": date(2026, 9, 26)}, "day", "放假"),
        ({"place": "打 13900000071"}, "place", "不写电话"),
        ({"slots": 41}, "slots", "1 到 40"),
    ],
)
def test_what_will_not_do_is_said_at_its_question(
    cast: Cast, wrong: dict[str, Any], question: str, says: str
) -> None:
    with pytest.raises(BadAnswer) as refusal:
        drawn_up(cast, **wrong)
    assert says in refusal.value.fields[question]
    assert not ReceptionDay.objects.exists()


def test_above_the_studios_somebody_is_named(cast: Cast) -> None:
    with pytest.raises(BadAnswer, match="请选谁接待"):
        drawn_up(cast, "gao", CHENGGUAN)
    drawn_up(cast)
    with pytest.raises(BadAnswer, match="已经有了"):
        drawn_up(cast)


def test_days_are_kept_by_those_who_work_there(cast: Cast) -> None:
    day = drawn_up(cast)
    for who in ("meng", "gao", "cheng", "zhi"):
        with pytest.raises(NotYours):
            perform("publish", on=day, by=cast.actor(who))
    sees = {who for who in ("qin", "bai", "gao", "shen", "meng", "zhi", "he") if _sees(cast, who)}
    assert sees == {"qin", "bai", "gao", "shen"}


def _sees(cast: Cast, who: str) -> bool:
    return RECEPTION_DAYS.visible_to(cast.actor(who)).exists()


# ---- Seats


def test_somebody_books_and_nobody_learns_who(cast: Cast) -> None:
    booking = book(published(cast))
    assert (booking.stage, booking.seat, booking.number[:2]) == ("asked", 1, "YY")
    assert vault.phone_ends_with(booking.resident, PHONE[-4:])
    assert booking.resident.apart
    for event in Event.objects.all():
        assert PHONE not in bytes(event.body).decode()
    assert list(Verification().findings()) == []


def test_the_last_seat_is_given_once(cast: Cast) -> None:
    day, other = published(cast), published(cast, half="afternoon")
    assert [book(day).seat, book(day).seat] == [1, 2]
    with pytest.raises(NotFree) as refusal:
        book(day)
    assert refusal.value.status == 409
    assert refusal.value.free == [other]
    assert "9月23日 周三 下午" in str(refusal.value)
    assert Booking.objects.count() == 2


def test_three_free_ones_are_told(cast: Cast) -> None:
    full = published(cast, slots=1)
    book(full)
    days = [published(cast, day=date(2026, 9, n)) for n in (24, 28, 29, 30)]
    with pytest.raises(NotFree) as refusal:
        book(full)
    assert refusal.value.free == days[:3]


def test_what_is_past_or_off_is_not_booked(cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    day = published(cast)
    with monkeypatch.context() as holiday:
        holiday.setattr("wolaiban.duty.queries.days.is_working_day", lambda day: False)
        with pytest.raises(NotFree, match="放假"):
            book(day)
    clock.move_to(at(23, 9))
    with pytest.raises(NotFree, match="已经开始了"):
        book(day)
    perform("cancel_day", on=day, by=cast.actor("qin"), answers={"reason": "去区里开会。"})
    with pytest.raises(NotFree, match="取消或者过去了"):
        book(day)
    assert not Booking.objects.exists()


def test_the_same_key_is_the_same_seat_and_slip(cast: Cast) -> None:
    day, once = published(cast), Once.of("a-key-of-this-form-long-enough", b"the same")
    first, second = book(day, once=once), book(day, once=once)
    assert first == second
    assert code_of(first.number) == code_of(second.number)


def test_a_number_that_is_none_is_refused(cast: Cast) -> None:
    with pytest.raises(BadAnswer) as refusal:
        book(published(cast), "12")
    assert "phone" in refusal.value.fields
    assert not Booking.objects.exists()


def test_a_slip_opens_one_booking_with_four_digits(cast: Cast) -> None:
    booking = book(published(cast))
    code = code_of(booking.number)
    assert opened_by(code, PHONE[-4:]) == booking
    assert opened_by(code, "0000") is None
    assert opened_by(code_of("YY-2026-999999"), PHONE[-4:]) is None
    assert code not in str(list(Booking.objects.values()))


def test_moving_takes_the_new_seat_and_frees_the_old(cast: Cast) -> None:
    first, second = published(cast, slots=1), published(cast, half="afternoon", slots=1)
    booking = book(first)
    moved = take("move", booking, new_day=second)
    assert (moved.reception_day, moved.seat, moved.stage) == (second, 1, "moved")
    assert book(first).seat == 1
    with pytest.raises(NotFree):
        take("move", moved, new_day=first)
    assert Booking.objects.get(pk=booking.pk).reception_day == second
    assert list(Verification().findings()) == []


def test_a_cancelled_seat_is_free_again(cast: Cast) -> None:
    day = published(cast, slots=1)
    assert take("cancel", book(day)).stage == "cancelled"
    assert book(day).seat == 1
    assert list(Verification().findings()) == []


def test_only_the_slip_of_this_booking_speaks_in_it(cast: Cast) -> None:
    day = published(cast)
    mine, others = book(day), book(day)
    for by in (
        Actor.with_slip(others.number),
        ANYBODY,
        cast.actor("meng"),
        cast.actor("gao"),
        cast.actor("wang"),
    ):
        with pytest.raises(NotYours):
            perform("cancel", on=mine, by=by)
    assert take("cancel", mine, cast.actor("bai")).stage == "cancelled"


def test_too_late_to_change_once_it_began(cast: Cast, clock: Clock) -> None:
    booking = book(published(cast))
    published(cast, half="afternoon")
    clock.move_to(at(23, 9))
    with pytest.raises(NotNow, match="打工作室的电话"):
        take("cancel", booking)


def test_fewer_seats_only_where_nobody_sits(cast: Cast) -> None:
    day = published(cast, slots=3)
    book(day), book(day)
    perform("set_slots", on=day, by=cast.actor("qin"), answers={"slots": 2})
    with pytest.raises(BadAnswer, match="第 2 位"):
        perform("set_slots", on=day, by=cast.actor("qin"), answers={"slots": 1})


def test_the_database_gives_no_seat_twice_and_none_beyond(cast: Cast) -> None:
    day = published(cast)
    first, second = book(day), book(day)
    for wrong in ({"seat": 1}, {"seat": 3}, {"seat": 0}, {"stage": "done"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Booking.objects.filter(pk=second.pk).update(**wrong)
    assert first.seat == 1
    assert not unguarded()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE duty_booking DISABLE TRIGGER duty_booking_has_a_seat")
    assert unguarded() == ["duty_booking"]
    Booking.objects.filter(pk=second.pk).update(seat=7)
    ReceptionDay.objects.filter(pk=day.pk).update(slots=1)
    assert "overbooked" in {str(finding.fault) for finding in findings()}


# ---- The day itself


def test_who_came_is_served_by_what_is_written_down(cast: Cast, clock: Clock) -> None:
    booking = book(published(cast))
    with pytest.raises(NotNow, match="约的不是今天"):
        take("arrive", booking, cast.actor("bai"))
    clock.move_to(at(23, 9, 30))
    arrived = take("arrive", booking, cast.actor("bai"))
    assert arrived.stage == "arrived"
    written = entry()
    recorded(BookEntry(written.unit, written.answers, booking=arrived), by=cast.actor("bai"))
    served = Booking.objects.get(pk=booking.pk)
    assert (served.stage, served.reception) == ("done", Reception.objects.get())
    with pytest.raises(TooLate):
        recorded(BookEntry(written.unit, written.answers, booking=served), by=cast.actor("bai"))
    assert Reception.objects.count() == 1, "the second was not written down either"
    assert list(Verification().findings()) == []


def test_a_reception_of_elsewhere_is_found(cast: Cast, clock: Clock) -> None:
    booking = book(published(cast))
    clock.move_to(at(23, 9, 30))
    written = entry()
    recorded(BookEntry(written.unit, written.answers, booking=booking), by=cast.actor("bai"))
    Reception.objects.update(unit=unit(HAIYI))
    assert "not_heard_here" in {str(finding.fault) for finding in findings()}


def test_the_clock_reminds_lists_and_puts_away(cast: Cast, clock: Clock) -> None:
    day = published(cast)
    comes, stays = book(day), book(day)
    assert run(BOOKINGS, comes) is None
    assert comes.wake_at == at(22, 10)
    clock.move_to(at(22, 10))
    assert [run(BOOKINGS, comes), run(BOOKINGS, comes)] == ["remind", None]
    clock.move_to(at(22, 16))
    assert [run(RECEPTION_DAYS, day), run(RECEPTION_DAYS, day)] == ["list_up", None]
    clock.move_to(at(23, 9))
    take("arrive", comes, cast.actor("bai"))
    clock.move_to(at(24, 0))
    assert run(RECEPTION_DAYS, day) == "file"
    assert run(BOOKINGS, stays) == "miss", "nobody is reminded of what is over"
    clock.move_to(at(24, 9))
    assert [run(BOOKINGS, comes), run(BOOKINGS, comes)] == ["ask_outcome", None]
    assert Booking.objects.get(pk=stays.pk).stage == "missed"
    assert list(Verification().findings()) == []


def test_what_is_booked_late_needs_no_reminder(cast: Cast, clock: Clock) -> None:
    day = published(cast)
    clock.move_to(at(22, 11))
    booking = book(day)
    assert booking.wake_at == at(24, 0)


def test_a_moved_one_is_reminded_of_its_new_day(cast: Cast, clock: Clock) -> None:
    first, second = published(cast), published(cast, day=date(2026, 9, 29))
    booking = book(first)
    clock.move_to(at(22, 10))
    assert run(BOOKINGS, booking) == "remind"
    moved = take("move", booking, new_day=second)
    assert moved.wake_at == at(28, 10)


def test_calling_a_day_off_cancels_what_was_booked(cast: Cast) -> None:
    day = published(cast)
    booking, gone = book(day), take("cancel", book(day))
    perform("cancel_day", on=day, by=cast.actor("bai"), answers={"reason": "书记去区里开会。"})
    assert Booking.objects.get(pk=booking.pk).stage == "cancelled"
    steps = Event.objects.filter(process="booking", subject=gone.pk).values_list("step", flat=True)
    assert list(steps) == ["book", "cancel"]
    assert list(Verification().findings()) == []


def test_a_booking_left_waiting_is_found(cast: Cast) -> None:
    day = published(cast)
    book(day)
    ReceptionDay.objects.filter(pk=day.pk).update(stage="called_off")
    assert "no_day" in {str(finding.fault) for finding in findings()}


# ---- Who reads what, and figures


def test_bookings_are_of_the_door_alone(cast: Cast) -> None:
    book(published(cast))
    sees = {who for who in ("qin", "bai", "gao", "shen", "meng", "jian") if _reads(cast, who)}
    assert sees == {"qin", "bai"}


def _reads(cast: Cast, who: str) -> bool:
    return BOOKINGS.visible_to(cast.actor(who)).exists()


def test_a_matter_may_be_what_somebody_comes_about(cast: Cast) -> None:
    case = cast.report()
    booking = book(published(cast), by=cast.actor("bai"), case=case)
    assert booking.case == case
    case.refresh_from_db()
    assert case.events.order_by("-seq")[0].step == "proceed"
    assert list(Verification().findings()) == []


def test_a_month_counts_days_and_seats_and_no_person(cast: Cast, clock: Clock) -> None:
    early = published(cast, day=date(2026, 9, 29), leader=cast.user("qin"), way="leader")
    late = published(cast, leader=cast.user("qin"), way="leader")
    came, away = book(late), book(late)
    clock.move_to(at(23, 9, 30))
    written = entry()
    recorded(BookEntry(written.unit, written.answers, booking=came), by=cast.actor("bai"))
    clock.move_to(at(30, 1))
    for day in (early, late):
        while run(RECEPTION_DAYS, day):
            pass
    while run(BOOKINGS, away):
        pass
    found = days_of_month(RECEPTION_DAYS.visible_to(cast.actor("shen")), Month(date(2026, 9, 1)))
    assert (found.held, found.led, found.in_good_time, found.kept, found.missed) == (2, 2, 1, 1, 1)
    assert found.share_kept == 50
    names = {field.name for field in Booking._meta.get_fields()} | {
        field.name for field in ReceptionDay._meta.get_fields()
    }
    assert not {name for name in names if "missed" in name}, "nobody's misses are counted"
