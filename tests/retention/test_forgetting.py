"""What is kept for a time only: erased once it is over and not a day before, with an event or a trace, and nothing else."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate, now

from tests.cast import DONGFEN, Cast, unit
from tests.duty import book
from tests.duty.conftest import NOW, Door
from tests.ledger.forging import verified
from wolaiban.cli import doctor
from wolaiban.cli import forgetting as command
from wolaiban.duty.kind import RECEPTIONS
from wolaiban.duty.models import Reception
from wolaiban.duty.parts import ReceptionParts
from wolaiban.ledger.findings import Fault
from wolaiban.people.actions.absences import be_away
from wolaiban.people.actions.enlisting import Appointment, Enlisted, enlist
from wolaiban.people.actions.invitations import invite
from wolaiban.people.actor import CLOCK
from wolaiban.people.models import Absence, Invitation, User
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Function
from wolaiban.retention import forgetting, registry, rows, words
from wolaiban.retention.forgetting import forget_all
from wolaiban.retention.models import RetentionRun
from wolaiban.retention.registry import RetentionPeriod, periods
from wolaiban.retention.standing import standing
from wolaiban.traces.models import Trace
from wolaiban.workflow.history import story_of
from wolaiban.workflow.models import Event, Statement
from wolaiban.workflow.performing import forget_words

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2023, 3, 1, 10, tzinfo=BEIJING)
LATER = LONG_AGO + timedelta(days=1100)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(LONG_AGO, tick=False) as coordinates:
        yield coordinates


def invited(username: str) -> None:
    """Somebody new, who never signed in."""
    user = User(username=username, name="谷雨晴", invented=True)
    enlist([Enlisted(user, [Appointment(unit(DONGFEN), Function.WOMEN, localdate())])], by=CLOCK)
    invite([user], by=CLOCK)


def erased(at: datetime) -> dict[str, int]:
    return dict(forget_all(at).erased)


def said(reception: Reception) -> list[str | None]:
    theirs = Statement.objects.filter(process="reception", subject=reception.pk)
    return list(theirs.order_by("pk").values_list("words", flat=True))


def test_words_of_the_reception_book_go_after_three_years_and_the_event_says_so(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    old = book.write(cast)
    clock.move_to(LONG_AGO + timedelta(days=400))
    young = book.write(cast)
    clock.move_to(LONG_AGO + timedelta(days=1095))
    assert erased(now()) == {}, "not a day before"

    clock.move_to(LATER)
    hash_before = bytes(Event.objects.get(process="reception", subject=old.pk).hash)
    assert erased(now()) == {"reception_words": 1}
    assert said(old) == [None]
    assert said(young) == [book.USUAL["words"]]
    events = list(Event.objects.filter(process="reception", subject=old.pk).order_by("seq"))
    assert [(one.step, one.role) for one in events] == [("record", "officer"), ("forget", "clock")]
    assert bytes(events[0].hash) == bytes(events[1].prev) == hash_before, "no signed event is touched"
    assert list(verified()) == []
    assert erased(now()) == {}, "the second time there is nothing"


def test_the_history_says_that_the_words_are_gone(cast: Cast, clock: time_machine.Traveller) -> None:
    reception = book.write(cast)
    clock.move_to(LATER)
    forget_all()
    held = RECEPTIONS.roles(cast.actor("qin"), ReceptionParts(Reception.objects.get(pk=reception.pk)))
    lines = story_of(reception, held)
    assert [line.story for line in lines] == ["记了一次接访", "记的话到期，删除了"]
    assert [quoted.words for quoted in lines[0].quotations] == [None]


def test_words_that_were_emptied_by_hand_are_found_all_the_same(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    reception = book.write(cast)
    Statement.objects.filter(subject=reception.pk, process="reception").update(
        words=None, salt=None, erased_at=now()
    )
    assert Fault.STATEMENT_EMPTIED in {finding.fault for finding in verified()}


def test_what_was_said_about_a_swap_goes_after_a_year(cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        door = Door(cast)
        door.set_up(cast.user("qin"), cast.user("bai"))
        door.posted()
        shift = next(one for one in door.of("bai"))
        door.take("ask_swap", "bai", own_shift=shift, why="那天孩子开家长会。")
        clock.move_to(NOW + timedelta(days=370))
        assert erased(now()) == {"roster_words": 1}
        assert [f for f in verified() if "没有人值班" not in str(f)] == []


def test_an_absence_goes_after_two_years_unless_somebody_was_a_deputy(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    span = {"starts": LONG_AGO.date(), "ends": LONG_AGO.date() + timedelta(days=7)}
    be_away(cast.user("qin"), by=cast.actor("qin"), deputy=cast.user("bai"), **span)
    be_away(cast.user("gao"), by=cast.actor("gao"), **span)  # type: ignore[arg-type]
    clock.move_to(LATER)
    assert erased(now()) == {"absences": 1}
    assert [absence.user.username for absence in Absence.objects.all()] == ["qin"]
    last = Trace.objects.filter(kind="people.absence").order_by("-seq")[0].told
    assert (last["act"], last["after"]) == ("forgotten", {})
    assert list(verified()) == []


def test_invitations_that_are_over_go_after_a_year(cast: Cast, clock: time_machine.Traveller) -> None:
    invited("gyq1")
    assert erased(now() + timedelta(days=370)) == {}, "it was open for a fortnight first"
    clock.move_to(LATER)
    assert erased(now()) == {"invitations": 1}
    assert not Invitation.objects.exists()


def test_the_database_itself_keeps_them_until_they_are_over(cast: Cast) -> None:
    today = date.today()  # noqa: DTZ011 -- by the clock of the database
    be_away(cast.user("gao"), by=cast.actor("gao"), starts=today, ends=today + timedelta(days=3))
    with pytest.raises(DatabaseError, match="kept until they are over"), transaction.atomic():
        Absence.objects.all().delete()
    with pytest.raises(DatabaseError, match="kept until they are over"), transaction.atomic():
        Absence.objects.update(starts=date(2020, 1, 1))


def test_signing_in_is_forgotten_once_it_is_over(cast: Cast) -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=now() - timedelta(days=3))
    Session.objects.create(session_key="new", session_data="", expire_date=now() + timedelta(days=3))
    assert erased(now()) == {"sessions": 1}
    assert [one.session_key for one in Session.objects.all()] == ["new"]


# ---- Killed, in batches, failing


def test_a_run_that_was_killed_is_gone_on_with(
    cast: Cast, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    receptions = [book.write(cast) for _ in range(5)]
    clock.move_to(LATER)
    monkeypatch.setattr(words, "BATCH", 2)
    whole, calls = forget_words, list[int]()

    def killed(*given: Any, **more: Any) -> int:
        calls.append(1)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return whole(*given, **more)

    monkeypatch.setattr(words, "forget_words", killed)
    with pytest.raises(KeyboardInterrupt):
        forget_all()
    assert [said(one) == [None] for one in receptions] == [True, True, True, False, False]
    assert not RetentionRun.objects.exists()
    assert list(verified()) == [], "what was done is whole, what was not is as it was"

    monkeypatch.setattr(words, "forget_words", whole)
    assert erased(now()) == {"reception_words": 2}
    assert Event.objects.filter(step="forget").count() == 5


def test_what_fails_stops_nothing_else_and_is_said(
    cast: Cast, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = book.write(cast), book.write(cast)
    clock.move_to(LATER)
    whole = forget_words

    def failing(kind: Any, pk: int, **more: Any) -> int:
        if pk == bad.pk:
            raise RuntimeError("no disk")
        return whole(kind, pk, **more)

    monkeypatch.setattr(words, "forget_words", failing)
    run = forget_all()
    assert (run.erased, run.failed) == ({"reception_words": 1}, ["reception_words"])
    assert said(good) == [None]
    stands = standing(now())
    assert "没有清理完：接访本里的话" in stands.fault
    assert dict(stands.overdue) == {"接访本里的话": 1}


def test_a_night_does_not_go_on_for_ever(
    cast: Cast, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        book.write(cast)
    clock.move_to(LATER)
    monkeypatch.setattr(words, "BATCH", 2)
    monkeypatch.setattr(forgetting, "MOST_A_NIGHT", 3)
    assert erased(now()) == {"reception_words": 4}
    assert erased(now()) == {"reception_words": 1}


def test_rows_go_in_batches(
    cast: Cast, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "BATCH", 2)
    for n in range(5):
        invited(f"gyq{n}")
    clock.move_to(LATER)
    assert erased(now()) == {"invitations": 5}


# ---- How it stands


def test_doctor_says_when_it_ran_what_went_and_what_is_overdue(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    book.write(cast)
    assert doctor.periods() == ("保存期限（还没有清理过）", None)
    clock.move_to(LATER + timedelta(days=3))
    what, fault = doctor.periods()
    assert "到期还在的：接访本里的话 1" in (fault or "")
    forget_all()
    what, fault = doctor.periods()
    assert (what, fault) == (
        f"保存期限（最近 {now().astimezone(BEIJING):%Y-%m-%d %H:%M}，清理接访本里的话 1）",
        None,
    )
    clock.shift(timedelta(days=3))
    assert "有两个晚上没有清理" in (doctor.periods()[1] or "")


def test_an_operator_looks_and_forgets(
    cast: Cast, clock: time_machine.Traveller, capsys: pytest.CaptureFixture[str]
) -> None:
    book.write(cast)
    clock.move_to(LATER)
    assert command.run(Namespace(dry_run=True)) == 0
    assert "接访本里的话：保存 1096 天，到期 1" in capsys.readouterr().out
    assert Statement.objects.filter(words__isnull=False, process="reception").exists()
    assert command.run(Namespace(dry_run=False)) == 0
    assert "接访本里的话：清理 1" in capsys.readouterr().out


def test_a_run_that_was_changed_by_hand_is_refused(cast: Cast) -> None:
    run = forget_all()
    with pytest.raises(DatabaseError, match="kept"), transaction.atomic():
        RetentionRun.objects.filter(pk=run.pk).update(took=9)


# ---- The registry


def test_each_period_has_words_a_length_and_one_name() -> None:
    found = periods()
    assert len({period.what for period in found}) == len(found)
    for period in found:
        assert period.days >= 1, period.name
        assert period.what
    with pytest.raises(ImproperlyConfigured):
        registry.register(found[0])


def test_a_room_may_add_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[datetime]()

    def forget(before: datetime) -> Iterator[int]:
        asked.append(before)
        yield 3

    mine = RetentionPeriod("mine", "我的", forget, older=lambda before: 0, fixed=10)
    monkeypatch.setitem(registry._periods, "mine", mine)
    run = forget_all(LATER)
    assert run.erased["mine"] == 3
    assert asked == [LATER - timedelta(days=10)]
