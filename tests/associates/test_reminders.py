"""What the clock tells of associates, each once, and to whom; and the words of a message, which name nobody."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.utils.timezone import localdate, now

from tests.associates.conftest import Counter
from tests.associates.test_signing_up import offered
from tests.associates.test_terms import appointed
from tests.cast import Cast
from wolaiban.associates.models import Associate, ToldReminder
from wolaiban.ledger.verifying import Verification
from wolaiban.notices.models import Message
from wolaiban.notices.of_subjects import READER
from wolaiban.process.calendar import BEIJING
from wolaiban.workflow.clock import sweep
from wolaiban.workflow.models import Event


def later(days: int, hour: int = 9) -> datetime:
    return datetime.combine(localdate() + timedelta(days=days), time(hour), tzinfo=BEIJING)


def taken(days: int, hour: int = 9) -> list[str]:
    """The steps that the clock takes so many days from now."""
    before = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    sweep(later(days, hour))
    return list(Event.objects.filter(pk__gt=before).order_by("pk").values_list("step", flat=True))


@pytest.fixture
def mediator(counter: Counter) -> Associate:
    return counter.enlist(kinds=["mediator"])


def test_a_term_that_ends_is_told_twice(counter: Counter, mediator: Associate) -> None:
    appointed(counter, mediator, ends=localdate() + timedelta(days=100))
    assert taken(39) == []
    assert taken(40, 7) == []
    assert taken(40) == ["remind_term"]
    assert taken(41) == []
    assert taken(86) == ["remind_term_again"]
    assert taken(99) == []
    assert not list(Verification().findings())


def test_a_short_term_is_told_once_and_one_that_was_ended_never(
    counter: Counter, mediator: Associate
) -> None:
    appointed(counter, mediator, ends=localdate() + timedelta(days=30))
    assert taken(16) == ["remind_term_again"]
    other = counter.enlist(name="高大山", kinds=["mediator"])
    appointed(counter, other, ends=localdate() + timedelta(days=100))
    counter.take("leave", other, "qin", sure=True)
    assert taken(90) == []


def test_insurance_that_ends_is_told_once_for_each_day(counter: Counter) -> None:
    found = counter.enlist()
    for days in (30, 60):
        until = localdate() + timedelta(days=days)
        counter.take("change", found, "qin", kinds=["volunteer"], insured_until=until)
        assert taken(days - 15) == []
        assert taken(days - 14) == ["remind_insurance"]
        assert taken(days - 13) == []
        found.refresh_from_db()


def test_hours_that_nobody_confirms_are_told_together(counter: Counter) -> None:
    found = counter.enlist()
    for _ in range(3):
        counter.hours(found, "bai")
    assert taken(6) == []
    assert taken(7) == ["remind_hours"]
    assert ToldReminder.objects.count() == 3
    assert taken(8) == []


def test_what_was_confirmed_waits_for_nobody(counter: Counter) -> None:
    counter.confirmed(counter.enlist())
    assert taken(9) == []


def test_an_offer_nobody_looks_at_goes_up(counter: Counter, cast: Cast) -> None:
    found, _ = offered()
    assert taken(2) == []
    assert taken(3) == ["remind_sign_up"]
    assert taken(7) == ["report_sign_up"]
    assert taken(70) == []
    other, _ = offered(1, name="高大山")
    counter.take("take_in", other, "qin", kinds=["volunteer"])
    assert taken(80) == []
    assert found.stage == "offered"


def test_who_is_told_and_nobody_is_named(counter: Counter, cast: Cast) -> None:
    zhi = counter.enlist_zhi()
    counter.take("widen", zhi, "qin", kinds=["mediator"])
    appointed(counter, zhi, starts=localdate() - timedelta(days=90), ends=localdate() + timedelta(days=20))
    offered()
    sweep(now())
    assert not READER.read(Event).is_behind
    own = list(Message.objects.filter(user=cast.user("zhi")).values_list("words", flat=True))
    assert any("聘期 60 天以内到期" in words for words in own)
    assert any("报了名" in words for words in Message.objects.values_list("words", flat=True))
    for words in Message.objects.values_list("words", flat=True):
        assert "志远" not in words
        assert "13800000778" not in words
