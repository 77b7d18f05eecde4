"""Whether I am sent text messages is for me to say, with the receipt in hand."""

from __future__ import annotations

from django.conf import LazySettings
from django.test import Client

from tests.portal.tracking.conftest import NOBODY, ZHAO, Holder, Reported
from wolaiban.notices.models import Preference

WANTED = "/track/case/text-messages/"


def test_i_may_be_left_in_peace_and_change_my_mind(zhao: Holder, settings: LazySettings) -> None:
    settings.NOTICE_SMS_URL = "http://127.0.0.1:9/send"
    assert "不再给我发短信" in zhao.page()

    assert zhao.browser.post(WANTED, {"wanted": "no"}).status_code == 302
    assert "您选择了不收短信" in zhao.page()
    assert Preference.objects.get().sms is False
    zhao.browser.post(WANTED, {"wanted": "yes"})
    assert "不再给我发短信" in zhao.page()


def test_where_none_are_sent_none_are_promised(zhao: Holder) -> None:
    assert "这里还没有开通短信" in zhao.page()
    assert "不再给我发短信" not in zhao.page()


def test_who_left_no_number_is_not_asked(reported: Reported) -> None:
    (nobody,) = reported(NOBODY)
    nobody.open()

    assert "短信" not in nobody.page()


def test_without_a_receipt_nothing_is_said_for_anybody(reported: Reported) -> None:
    reported(ZHAO)

    assert Client().post(WANTED, {"wanted": "no"}).headers["Location"] == "/track/"
    assert not Preference.objects.exists()
