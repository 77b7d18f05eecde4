"""The telephone of a booking goes a month after its day, whatever became of it; and with it all that tells who came."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction

from tests.cast import Cast
from tests.duty.conftest import NOW
from tests.duty.visits import PHONE, WEDNESDAY, book, published, take
from tests.ledger.forging import verified
from wolaiban.people.actor import ANYBODY
from wolaiban.process.calendar import BEIJING
from wolaiban.process.errors import NotAllowed
from wolaiban.residents import vault
from wolaiban.residents.actions import wipe
from wolaiban.residents.models import Erasure, Resident
from wolaiban.retention import identities
from wolaiban.retention.forgetting import forget_all
from wolaiban.workflow.models import Event
from wolaiban.workflow.performing import forget_subject

pytestmark = pytest.mark.django_db
NOON = datetime.combine(WEDNESDAY, datetime.min.time(), tzinfo=BEIJING) + timedelta(hours=12)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


def test_a_telephone_goes_thirty_days_after_the_day(cast: Cast, clock: time_machine.Traveller) -> None:
    day = published(cast)
    kept, cancelled = book(day), take("cancel", book(day, "13900000072"))
    clock.move_to(NOON + timedelta(days=30))
    assert "booking_identities" not in forget_all().erased, "not a day before"
    assert [one.pk for one in vault.find_by_phone(PHONE)] == [kept.resident_id]

    clock.move_to(NOON + timedelta(days=31))
    assert forget_all().erased["booking_identities"] == 2
    assert not list(vault.find_by_phone(PHONE))
    for booking in (kept, cancelled):
        booking.refresh_from_db()
        assert booking.resident.is_erased
        last = Event.objects.filter(process="booking", subject=booking.pk).order_by("-seq")[0]
        assert (last.step, last.role, last.actor) == ("forget", "clock", None)
        assert Erasure.objects.get(resident=booking.resident).actor is None
    assert booking.stage == "cancelled"
    assert list(verified()) == []
    assert "booking_identities" not in forget_all().erased


def test_one_that_fails_stops_no_other(
    cast: Cast, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = published(cast)
    bad, good = book(day), book(day, "13900000072")
    clock.move_to(NOON + timedelta(days=40))

    def failing(kind: object, pk: int) -> object:
        if pk == bad.pk:
            raise RuntimeError("no keys")
        return forget_subject(kind, pk)  # type: ignore[arg-type]

    monkeypatch.setattr(identities, "forget_subject", failing)
    run = forget_all()
    assert (run.erased["booking_identities"], run.failed) == (1, ["booking_identities"])
    assert [Resident.objects.get(pk=one.resident_id).is_erased for one in (bad, good)] == [False, True]


def test_nobody_but_the_clock_wipes_without_an_account(cast: Cast) -> None:
    with pytest.raises(NotAllowed), transaction.atomic():
        wipe(cast.resident("wang"), by=ANYBODY, reason="不认识的人要求删除")


def test_an_erasure_stays_as_it_was_written(cast: Cast, clock: time_machine.Traveller) -> None:
    book(published(cast))
    clock.move_to(NOON + timedelta(days=40))
    forget_all()
    with pytest.raises(DatabaseError), transaction.atomic():
        Erasure.objects.update(actor=cast.user("qin"))
