"""How much one network and one phone may report: any village hall or carrier's gateway, too little for a machine.

Many people share one address. So a network is not refused while it grows noisy: its browsers compute the longer.
"""

from __future__ import annotations

from datetime import timedelta
from math import log2

from django.conf import settings
from django.http import HttpRequest

from wolaiban.cases.history.wording import length
from wolaiban.portal.reporting.form import ReportForm
from wolaiban.residents.phones import read_phone
from wolaiban.web.limits import proof_of_work as work
from wolaiban.web.limits import rate_limit
from wolaiban.web.limits.networks import network_of

FROM_NETWORK, FROM_PHONE = "report from network", "report from phone"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NETWORK_AN_HOUR, PHONE_A_DAY = 1000, 10
PURPOSE = "report"
QUIET = 10  # reports an hour; above that the browser has to compute, and twice as much at twice as many
GROWN = 1  # as many bits may a network have grown noisier while a browser computed


def lately(request: HttpRequest) -> int:
    """How many reports came from this network within an hour."""
    return rate_limit.taken(FROM_NETWORK, network_of(request), span=HOUR)


def _bits(count: int) -> int:
    return int(settings.WORK_BITS + log2(count / max(QUIET, 1)))


def task_for(request: HttpRequest) -> str:
    """What the browser has to compute before it may send; empty where it is quiet."""
    count = lately(request)
    return work.set_task(PURPOSE, bits=_bits(count)) if count > QUIET else ""


def has_computed(request: HttpRequest) -> bool:
    count, given = lately(request), request.POST
    return count <= QUIET or work.is_done(
        PURPOSE,
        given.get("work_task", ""),
        given.get("work_solution", ""),
        least=_bits(count) - GROWN,
    )


def why_to_compute(request: HttpRequest) -> str:
    return (
        f"还没有发出：您所在的网络这一小时已经发来 {lately(request)} 件（同一个网络出口常有很多人在用）。"
        "为防机器批量提交，浏览器要先算一道小题，算好就能发：请再按一次“发出”，等几秒钟。"
    )


def wait_for(request: HttpRequest, form: ReportForm) -> tuple[timedelta, str] | None:
    """None, or how long to wait and why, in words. Counts this report, so ask once, of a form that is valid."""
    waits = (
        (FROM_PHONE, _whose(form), PHONE_A_DAY, DAY, f"用这个电话一天里已经反映了 {PHONE_A_DAY} 件"),
        (FROM_NETWORK, network_of(request), NETWORK_AN_HOUR, HOUR,
         f"您所在的网络这一小时已经发来 {NETWORK_AN_HOUR} 件，超过了系统能收的"),
    )  # fmt: skip
    for kind, key, limit, span, why in waits:
        wait = rate_limit.take(kind, key, limit=limit, span=span) if key else None
        if wait is not None:
            words = f"{why}，这次没有收下。请过 {length(wait)}再发；着急的请打电话，或到工作室当面说。"
            return wait, words
    return None


def give_back(request: HttpRequest, form: ReportForm) -> None:
    """It was counted and could not be looked at: whoever sends it again has not said it twice."""
    for kind, key in ((FROM_PHONE, _whose(form)), (FROM_NETWORK, network_of(request))):
        if key:
            rate_limit.give_back(kind, key)


def _whose(form: ReportForm) -> str:
    if form.resident:
        return f"resident {form.resident.pk}"
    return read_phone(form.cleaned_data["phone"]).number
