"""How much one network and one phone may report: enough for a village hall, too little for a machine."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest

from wolaiban.portal.reporting.form import ReportForm
from wolaiban.residents.phones import read_phone
from wolaiban.web.abuse import quotas, work
from wolaiban.web.abuse.networks import network_of
from wolaiban.web.wording import length

FROM_NETWORK, FROM_PHONE = "report from network", "report from phone"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NETWORK_AN_HOUR, PHONE_A_DAY = 30, 10
QUIET = 10  # reports an hour; above that the browser has to compute a little
PURPOSE = "report"


def is_noisy(request: HttpRequest) -> bool:
    return quotas.is_noisy(FROM_NETWORK, network_of(request), above=QUIET, span=HOUR)


def task_for(request: HttpRequest) -> str:
    """What the browser has to compute before it may send; empty where it is quiet."""
    return work.set_task(PURPOSE) if is_noisy(request) else ""


def has_computed(request: HttpRequest) -> bool:
    given = request.POST
    return not is_noisy(request) or work.is_done(
        PURPOSE, given.get("work_task", ""), given.get("work_solution", "")
    )


def wait_for(request: HttpRequest, form: ReportForm) -> tuple[timedelta, str] | None:
    """None, or how long to wait and why, in words. Counts this report, so ask once, of a form that is valid."""
    phone = read_phone(form.cleaned_data["phone"]).number
    waits = (
        (FROM_PHONE, phone, PHONE_A_DAY, DAY, "这个电话今天反映得太多了"),
        (FROM_NETWORK, network_of(request), NETWORK_AN_HOUR, HOUR, "您所在的网络这一小时反映得太多了"),
    )
    for kind, key, limit, span, why in waits:
        wait = quotas.take(kind, key, limit=limit, span=span) if key else None
        if wait is not None:
            words = f"{why}，这次没有收下。请过 {length(wait)}再发；着急的请打电话，或到工作室当面说。"
            return wait, words
    return None
