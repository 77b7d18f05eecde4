"""Terms of appointment: agreed to, no longer than the law allows, over with their day or before it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from tests.associates.conftest import Counter
from tests.associates.test_enlisting import refusal
from tests.cast import Cast
from wolaiban.associates.kind import KIND
from wolaiban.associates.models import AppointmentTerm, Associate
from wolaiban.ledger.verifying import Verification
from wolaiban.process.errors import NotNow, NotYours
from wolaiban.workflow import chain
from wolaiban.workflow.bodies import after_as_of_today


def appointed(counter: Counter, found: Associate, by: str = "qin", **answers: Any) -> None:
    today = localdate()
    usual = {"body": "committee", "starts": today, "ends": today + timedelta(days=700), "consents": True}
    counter.take("appoint", found, by, **{**usual, **answers})


def test_whoever_is_appointed_agreed_to_it(counter: Counter, cast: Cast) -> None:
    found = counter.enlist(kinds=["mediator"])
    with pytest.raises(NotYours):
        appointed(counter, found, by="bai")
    assert "愿意" in refusal(lambda: appointed(counter, found, consents=None))["consents"]
    appointed(counter, found)
    appointed(counter, found, by="gao", body="experts")
    client = Client()
    client.force_login(cast.user("qin"))
    shown = client.get(f"/associates/{found.pk}/").content.decode()
    assert "人民调解委员会" in shown
    assert "专家库" in shown
    assert not list(Verification().findings())


@pytest.mark.parametrize(
    ("starts", "ends", "field", "says"),
    [
        (0, 0, "ends", "早于开始"),
        (-9, -2, "ends", "已经过了"),
        (0, 1100, "ends", "最多 3 年"),
        (100, 200, "starts", "已经聘了"),
    ],
)
def test_a_term_that_cannot_be_is_refused(
    counter: Counter, starts: int, ends: int, field: str, says: str
) -> None:
    found, today = counter.enlist(kinds=["mediator"]), localdate()
    appointed(counter, found, ends=today + timedelta(days=150))
    days: dict[str, Any] = {"starts": today + timedelta(days=starts), "ends": today + timedelta(days=ends)}
    assert says in refusal(lambda: appointed(counter, found, **days))[field]
    assert AppointmentTerm.objects.count() == 1


def test_a_term_is_ended_early_and_with_leaving(counter: Counter) -> None:
    found, today = counter.enlist(kinds=["mediator"]), localdate()
    with pytest.raises(NotNow):
        counter.take("end_term", found, "qin", term=None, why="不在了。")
    appointed(counter, found, starts=today - timedelta(days=30))
    (term,) = KIND.load(found).terms_running
    counter.take("end_term", found, "qin", term=term, why="本人不想做了。")
    term.refresh_from_db()
    assert term.ends == today
    assert not KIND.load(found).terms_running
    appointed(counter, found, starts=today + timedelta(days=30))
    counter.take("leave", found, "qin", sure=True)
    assert not KIND.load(found).terms_running
    assert not list(Verification().findings())


def test_histories_from_before_there_were_terms_still_verify() -> None:
    before = {"format": 1, "after": {"stage": "active"}}
    now = after_as_of_today(KIND, before)
    assert (now["stage"], now["terms"], now["wake_at"]) == ("active", [], None)
    assert now["reminders"] == chain.digest({"rows": []})
