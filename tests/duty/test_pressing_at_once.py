"""One form sent by many presses at once, for real: one reception, one case, and everybody is told of the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from tests import cast as people
from tests.cast import Cast
from tests.duty.book import write
from wolaiban.cases.actions.registering import Reporter
from wolaiban.cases.models import Case
from wolaiban.cases.models import Event as CaseEvent
from wolaiban.duty.models import Reception
from wolaiban.ledger.verifying import Verification
from wolaiban.residents.models import Resident
from wolaiban.workflow.idempotency import Once

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 6


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return people.assemble()


def test_many_presses_of_one_form_are_one_reception_and_one_case(cast: Cast) -> None:
    known = Resident.objects.count()

    def press(turn: int) -> int:
        try:
            once = Once.of("a-key-of-this-form", b"the same")
            told = Reporter("赵顺", "13900000071")
            return write(
                Cast(), once=once, outcome="cased", words="村口的路夜里没有灯。", reporters=[told]
            ).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CROWD) as pool:
        written = set(pool.map(press, range(CROWD)))

    assert written == {Reception.objects.get().pk}
    assert Reception.objects.get().case == Case.objects.get()
    assert Resident.objects.count() == known + 1
    assert [event.step for event in CaseEvent.objects.order_by("seq")] == ["register", "proceed"]
    assert list(Verification().findings()) == []
