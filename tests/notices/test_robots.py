"""Robots of the three services, each with its own way to say no under a status that says yes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot
from django.conf import LazySettings

from tests.notices.conftest import Outside
from tests.notices.receivers import Receiver
from wolaiban.notices.gateways import robots
from wolaiban.notices.gateways.letter import Letter, Undelivered

LETTER = Letter(UUID(int=7), "110111001000", "", "FS-2026-000001 要在今天 18:00 前签收。 #0b6f12ab")
WECOM, DINGTALK, FEISHU = "wecombot://K-E-Y", "dingtalk://TOKEN", "feishu://TOKEN"
Send = Callable[[str], None]


@pytest.fixture
def receiver(receivers: Outside, monkeypatch: pytest.MonkeyPatch) -> Receiver:
    """The three services, on this machine."""
    here = f"http://127.0.0.1:{receivers.robots.port}/"
    monkeypatch.setattr(NotifyWeComBot, "notify_url", here + "wecom?key={key}")
    monkeypatch.setattr(NotifyDingTalk, "notify_url", here + "dingtalk?access_token={token}")
    monkeypatch.setattr(NotifyFeishu, "notify_url", here + "feishu/{token}/")
    return receivers.robots


@pytest.fixture
def send(receiver: Receiver, settings: LazySettings) -> Send:
    def send(url: str) -> None:
        settings.NOTICE_ROBOTS = f"{LETTER.to}={url}"
        robots.send(LETTER)

    return send


@pytest.mark.parametrize("url", [WECOM, DINGTALK, FEISHU])
def test_what_is_taken_is_sent(url: str, receiver: Receiver, send: Send) -> None:
    receiver.says = lambda _: b'{"errcode": 0, "errmsg": "ok", "code": 0}'

    send(url)

    (arrived,) = receiver.arrived
    assert LETTER.text in arrived.body.decode()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (WECOM, {"errcode": 45009, "errmsg": "api freq out of limit, key K-E-Y"}),
        (WECOM, {"errcode": 93000, "errmsg": "invalid webhook url"}),
        (WECOM, {"errcode": "0"}),
        (WECOM, {}),
        (WECOM, None),
        (DINGTALK, {"errcode": 130101, "errmsg": "send too fast"}),
        (DINGTALK, {"errcode": 310000, "errmsg": "sign not match"}),
        (DINGTALK, []),
        (FEISHU, {"code": 9499, "msg": "Bad Request", "data": {}}),
    ],
)
def test_what_is_refused_under_a_200_is_tried_again(
    url: str, said: object, receiver: Receiver, send: Send
) -> None:
    receiver.says = lambda _: json.dumps(said).encode()

    with pytest.raises(Undelivered) as refusal:
        send(url)

    assert not refusal.value.final
    assert refusal.value.of_gateway
    assert "K-E-Y" not in refusal.value.reason


@pytest.mark.parametrize("url", [WECOM, DINGTALK, FEISHU])
def test_another_status_is_a_refusal_too(url: str, receiver: Receiver, send: Send) -> None:
    receiver.answer = lambda _: 500

    with pytest.raises(Undelivered):
        send(url)


def test_a_page_in_between_is_no_answer(receiver: Receiver, send: Send) -> None:
    receiver.says = lambda _: b"<html>sign in to the network</html>"

    with pytest.raises(Undelivered, match="看不懂"):
        send(WECOM)


def test_dingtalk_is_signed_where_there_is_a_secret(receiver: Receiver, send: Send) -> None:
    receiver.says = lambda _: b'{"errcode": 0}'

    send("dingtalk://SECRET@TOKEN")

    given = parse_qs(urlsplit(receiver.arrived[0].to).query)
    stamp = given["timestamp"][0]
    due = hmac.digest(b"SECRET", f"{stamp}\nSECRET".encode(), hashlib.sha256)
    assert given["access_token"] == ["TOKEN"]
    assert base64.b64decode(given["sign"][0]) == due


def test_an_address_nobody_knows_is_told(send: Send) -> None:
    with pytest.raises(Undelivered, match="不能用"):
        send("nonsense://x")
