"""Whom no text message reaches is called: the officer is asked to at once, and the resident reads so."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast
from tests.notices.conftest import Outside, send_all
from wolaiban.cases import receipts
from wolaiban.cases.models import Case, Event
from wolaiban.notices import composing as writing
from wolaiban.notices.models import Delivery, Message, Preference
from wolaiban.people.actor import ANYBODY
from wolaiban.residents import vault

pytestmark = pytest.mark.django_db

LANDLINE = "010-88881234"


@pytest.fixture
def railing(reachable: Cast, outside: Outside) -> Case:
    vault.amend(reachable.resident("wang"), phone=LANDLINE)
    return reachable.report()


def asked_to_call(event: Event) -> dict[str, str]:
    writing.tell(event.pk)
    asked = Message.objects.filter(event=event, text__in=("by_call", "to_call"), user__isnull=False)
    return {message.user.username: message.words for message in asked.select_related("user") if message.user}


@pytest.mark.parametrize("left", [LANDLINE, "400-810-1234", "+852 2345 6789"])
def test_nothing_waits_to_be_sent_where_no_text_message_arrives(
    reachable: Cast, outside: Outside, left: str
) -> None:
    vault.amend(reachable.resident("wang"), phone=left)
    event = reachable.take("accept", reachable.report(), "bai")

    assert asked_to_call(event).keys() == {"bai"}
    assert not Delivery.objects.filter(way="sms", message__complainant__isnull=False).exists()


def test_the_officers_are_told_at_registering_how_it_will_be(railing: Case) -> None:
    asked = asked_to_call(railing.events.get())

    assert asked.keys() == {"qin", "bai"}
    assert set(asked.values()) == {f"{railing.number} 的反映人留的号码收不到短信，有进展请打电话告诉。"}


def test_who_is_in_charge_is_asked_to_call_and_told_what_to_say(railing: Case, reachable: Cast) -> None:
    event = reachable.take("accept", railing, "qin", handler=reachable.user("bai"))

    (words,) = asked_to_call(event).values()
    assert "请打电话告诉" in words
    assert f"您反映的事情（{railing.number}）已受理" in words
    assert "8888" not in words


def test_telling_twice_asks_once(railing: Case, reachable: Cast) -> None:
    event = reachable.take("accept", railing, "bai")
    writing.tell(event.pk)

    assert writing.tell(event.pk) == 0


def test_nobody_calls_whoever_did_it_or_heard_it_in_person(railing: Case, reachable: Cast) -> None:
    for step in ("accept", "resolve"):
        reachable.take(step, railing, "bai")
    answered = reachable.take("answer", railing, "bai", answer_channel="phone")
    disputed = reachable.take("dispute", railing, "wang")

    assert asked_to_call(answered) == {}
    assert asked_to_call(disputed) == {}


def test_nobody_calls_whoever_wants_no_news(railing: Case, reachable: Cast) -> None:
    Preference.objects.create(resident=reachable.resident("wang"), sms=False)

    assert asked_to_call(reachable.take("accept", railing, "bai")) == {}


def test_a_number_changed_after_the_message_was_written_leads_to_a_call(
    reachable: Cast, outside: Outside
) -> None:
    event = reachable.take("accept", reachable.report(), "bai")
    writing.tell(event.pk)
    vault.amend(reachable.resident("wang"), phone=LANDLINE)

    send_all()

    assert not outside.sms.arrived
    assert Delivery.objects.get(message__complainant__isnull=False).state == "dropped"
    assert Message.objects.filter(event=event, text="to_call", user=reachable.user("bai")).exists()


def test_the_case_page_and_the_list_of_notices_say_so(railing: Case, reachable: Cast) -> None:
    writing.tell(railing.events.get().pk)
    browser = Client()
    browser.force_login(reachable.user("qin"))

    assert "收不到短信" in browser.get(f"/cases/{railing.number}/").content.decode()
    assert "要打电话告诉" in browser.get(f"/cases/{railing.number}/notices/").content.decode()


@pytest.mark.parametrize(
    ("phone", "said"),
    [(LANDLINE, "我们打电话告诉您"), ("13800000001", "我们发短信告诉您")],
)
def test_the_resident_reads_how_the_news_comes(
    reachable: Cast, outside: Outside, phone: str, said: str
) -> None:
    vault.amend(reachable.resident("wang"), phone=phone)
    case = reachable.report()
    ways = {"我们打电话告诉您", "我们发短信告诉您"}
    browser = Client()
    browser.force_login(reachable.user("qin"))
    slip = browser.post(f"/cases/{case.number}/slips/").content.decode()

    assert ("我们打电话告诉您" in slip) == (phone == LANDLINE)
    page = tracked(case, phone)
    assert {way for way in ways if way in page} == {said}


def test_where_no_text_messages_are_sent_none_is_promised(reachable: Cast) -> None:
    assert "还没有开通短信" in tracked(reachable.report(), "13800000001")


def tracked(case: Case, phone: str) -> str:
    """What the holder of a receipt reads."""
    slip = receipts.issue(case.complainants.get(), by=ANYBODY)
    browser = Client()
    answer = browser.post("/track/", {"code": slip.code, "digits": phone[-4:]}, follow=True)
    return answer.content.decode()


def test_a_work_number_that_takes_no_text_messages_is_sent_none(reachable: Cast, outside: Outside) -> None:
    who = reachable.user("bai")
    who.phone = "69351234"
    who.save()
    case = reachable.report()
    reachable.take("accept", case, "bai")
    event = reachable.take("urge", case, "wang")

    writing.tell(event.pk)

    ways = Delivery.objects.filter(message__user=who).values_list("way", flat=True)
    assert "sms" not in set(ways)
    browser = Client()
    browser.force_login(who)
    assert "登记的工作电话不是手机号" in browser.get("/notices/preferences/").content.decode()
