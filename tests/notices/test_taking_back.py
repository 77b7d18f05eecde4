"""What was told too early: held back where it has not left, put right where it has."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.cast import Cast
from tests.notices.conftest import Outside, send_all
from wolaiban.cases.models import Case, Event
from wolaiban.notices.models import Delivery, Message
from wolaiban.notices.telling import READER
from wolaiban.workflow.performing import in_turn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def told(cast: Cast) -> Case:
    """Finished and told by telephone, which nobody has read yet."""
    case = cast.report()
    cast.moved_to("resolved", case)
    cast.take("answer", case, "qin", answer_channel="phone")
    return case


def read() -> None:
    assert not READER.read(Event).is_behind


def texts(case: Case) -> list[str]:
    return list(Message.objects.filter(case=case, complainant__isnull=False).values_list("text", flat=True))


def test_what_has_not_left_is_held_back_and_nobody_is_misled(
    outside: Outside, cast: Cast, told: Case
) -> None:
    read()
    cast.take("take_back", told, "qin")
    read()

    answered = Delivery.objects.get(message__case=told, message__text="answered")
    assert (answered.state, answered.error) == ("dropped", "已撤回，不必再发")
    assert "taken_back" not in texts(told)
    send_all()
    assert not [words for words in outside.sms.texts if "已有结果" in words]


def test_what_has_left_is_put_right(outside: Outside, cast: Cast, told: Case) -> None:
    read()
    send_all()
    cast.take("take_back", told, "qin")
    read()
    send_all()

    assert texts(told)[-1] == "taken_back"
    assert "发早了" in outside.sms.texts[-1]


def test_read_together_it_is_held_back_as_well(outside: Outside, cast: Cast, told: Case) -> None:
    cast.take("take_back", told, "qin")
    read()
    assert Delivery.objects.get(message__case=told, message__text="answered").state == "dropped"


def test_whoever_was_told_inside_is_told_that_it_does_not_hold(cast: Cast, told: Case) -> None:
    read()
    cast.take("take_back", told, "qin")
    cast.take("take_back", told, "qin")  # the finishing as well, of which bai had been told
    read()
    assert set(Message.objects.filter(text="taken_back_inside").values_list("user__username", flat=True)) == {
        "bai"
    }


def test_of_what_was_done_in_one_go_only_the_last_is_told(cast: Cast) -> None:
    case = cast.report(category=cast.category())
    read()
    usual = {step: cast.usual(step, case, "qin") for step in ("resolve", "answer", "confirm")}
    with transaction.atomic():
        in_turn(list(usual.items()), on=case, by=cast.actor("qin"))
    before = Message.objects.count()
    read()

    fresh = Message.objects.order_by("pk")[before:]
    assert {message.text for message in fresh} == {"judged_for_you"}
