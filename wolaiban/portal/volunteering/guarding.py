"""How often somebody may offer to help: more than any family or village hall needs, too little for a machine."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest

from wolaiban.cases.history.wording import length
from wolaiban.residents.phones import read_phone
from wolaiban.web.limits import rate_limit
from wolaiban.web.limits.networks import network_of

FROM_NETWORK, FROM_PHONE = "volunteer from network", "volunteer from phone"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NETWORK_AN_HOUR, PHONE_A_DAY = 60, 3


def wait_for(request: HttpRequest, phone: str) -> tuple[timedelta, str] | None:
    """None, or how long to wait and why, in words. Counts this one, so ask once, of a form that is right."""
    waits = (
        (FROM_PHONE, read_phone(phone).number, PHONE_A_DAY, DAY, f"用这个电话一天里已经报了 {PHONE_A_DAY} 次名"),
        (FROM_NETWORK, network_of(request), NETWORK_AN_HOUR, HOUR, "您所在的网络这一小时报名的太多"),
    )  # fmt: skip
    for kind, key, limit, span, why in waits:
        wait = rate_limit.take(kind, key, limit=limit, span=span)
        if wait is not None:
            return wait, f"{why}，这次没有收下。请过 {length(wait)}再来；也可以打电话，或到工作室当面说。"
    return None
