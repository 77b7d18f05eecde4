"""Robots in the groups of WeCom, DingTalk, Feishu, and whatever else an apprise URL names.

WeCom and DingTalk answer 200 to everything and say in an `errcode` whether they took it, which apprise does not read:
to these two we speak ourselves. Feishu does the same with a `code`, and there apprise looks.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import apprise
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.wecombot import NotifyWeComBot
from django.views.decorators.debug import sensitive_variables

from wolaiban.notices.gateways import wire
from wolaiban.notices.gateways.configured import robots
from wolaiban.notices.gateways.letter import ANSWER_WITHIN, CONNECT_WITHIN, Letter, NotNeeded, Undelivered


@sensitive_variables()
def send(letter: Letter) -> None:
    """`to` is the code of the unit whose group it is: the address itself is a secret of the operator's."""
    url = robots().get(letter.to)
    if url is None:
        raise NotNeeded("这个单位已不再设群机器人")
    joint = "&" if "?" in url else "?"
    robot = apprise.Apprise.instantiate(f"{url}{joint}cto={CONNECT_WITHIN}&rto={ANSWER_WITHIN}")
    if isinstance(robot, NotifyWeComBot):
        _told(robot.api_url, {"msgtype": "text", "text": {"content": letter.text}})
    elif isinstance(robot, NotifyDingTalk):
        at = {"atMobiles": robot.targets, "isAtAll": False}
        _told(_of_dingtalk(robot), {"msgtype": "text", "text": {"content": letter.text}, "at": at})
    elif not isinstance(robot, apprise.NotifyBase):
        raise Undelivered("NOTICE_ROBOTS 里的地址不能用")
    elif not robot.notify(body=letter.text, body_format=apprise.NotifyFormat.TEXT):
        raise Undelivered("群机器人没有收下")


@sensitive_variables()
def _told(url: str, content: dict[str, object]) -> None:
    """Only `errcode` 0 says that it was taken. What else it says may name the address, and is not kept."""
    status, answer = wire.post(url, json.dumps(content, ensure_ascii=False).encode(), {}, whose="群机器人")
    if status != 200:
        raise Undelivered(f"群机器人答复 {status}")
    try:
        code = json.loads(answer)["errcode"]
    except (ValueError, LookupError, TypeError):
        raise Undelivered("群机器人的答复看不懂") from None
    if code != 0:
        raise Undelivered(f"群机器人没有收下（errcode {code if isinstance(code, int) else '不明'}）")


@sensitive_variables()
def _of_dingtalk(robot: NotifyDingTalk) -> str:
    """The address, signed where the operator gave a secret."""
    url = str(robot.notify_url).format(token=robot.token)
    if not robot.secret:
        return url
    stamp = str(round(time.time() * 1000))
    signature = hmac.digest(robot.secret.encode(), f"{stamp}\n{robot.secret}".encode(), hashlib.sha256)
    return f"{url}&{urlencode({'timestamp': stamp, 'sign': base64.b64encode(signature).decode()})}"
