"""Robots in the groups of WeCom, DingTalk, Feishu, and whatever else an apprise URL names."""

from __future__ import annotations

import apprise

from wolaiban.notices.gateways.configured import robots
from wolaiban.notices.gateways.letter import ANSWER_WITHIN, CONNECT_WITHIN, Letter, NotNeeded, Undelivered


def send(letter: Letter) -> None:
    """`to` is the code of the unit whose group it is: the address itself is a secret of the operator's."""
    url = robots().get(letter.to)
    if url is None:
        raise NotNeeded("这个单位已不再设群机器人")
    joint = "&" if "?" in url else "?"
    within = f"{joint}cto={CONNECT_WITHIN}&rto={ANSWER_WITHIN}"
    robot = apprise.Apprise()
    if not robot.add(url + within):
        raise Undelivered("NOTICE_ROBOTS 里的地址不能用")
    if not robot.notify(body=letter.text, body_format=apprise.NotifyFormat.TEXT):
        raise Undelivered("群机器人没有收下")
