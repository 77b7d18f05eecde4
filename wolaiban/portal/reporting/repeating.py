"""Whether this was said before: by this number in these very words, or from this very browser.

Nobody learns anything of somebody else: who types a number and its owner's very words is told when they came in, and
no more. Of an accusation, and of what was said without a number, only the browser that sent it knows: it keeps keyed
hashes of what it sent, until it is closed.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from wolaiban.cases.history.wording import moment
from wolaiban.cases.queries.before_registering import LATELY, said_lately
from wolaiban.portal.reporting.form import ReportForm
from wolaiban.process.words import RequestKind

COOKIE = "wolaiban_said"
MOST = 10


def said_before(request: HttpRequest, form: ReportForm) -> str:
    """What to tell somebody who says it again; empty if they did not, or do so on purpose."""
    given = form.cleaned_data
    if given["again"] or not given["words"]:
        return ""
    at = _from_here(request).get(_digest(form)) or _by_the_same(form)
    if at is None:
        return ""
    return (
        f"您已经反映过：{moment(at)} 收到了一字不差的同样内容，不用再发。凭当时的回执可以查进展。"
        "确实是另一件事的，可以照样发出。"
    )


def _by_the_same(form: ReportForm) -> datetime | None:
    given = form.cleaned_data
    if given["anonymous"] or given["kind"] == RequestKind.ACCUSATION:
        return None
    phones = [phone for phone in (given.get("phone"),) if phone]
    where = {"unit": given["unit"], "place": form.place}
    known = said_lately(given["words"], **where, phones=phones, resident=form.resident)
    return known.registered_at if known else None


# ---- What this browser sent


def remember(request: HttpRequest, answer: HttpResponse, form: ReportForm) -> None:
    if not form.cleaned_data["words"]:
        return
    sent = {digest: at.timestamp() for digest, at in _from_here(request).items()}
    sent[_digest(form)] = now().timestamp()
    kept = dict(sorted(sent.items(), key=lambda one: -one[1])[:MOST])
    value = signing.dumps(kept, salt=COOKIE)
    answer.set_cookie(COOKIE, value, secure=settings.HTTPS, httponly=True, samesite="Lax", path="/report/")


def _from_here(request: HttpRequest) -> dict[str, datetime]:
    try:
        sent: dict[str, float] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=LATELY)
    except signing.BadSignature:
        return {}
    since = now() - LATELY
    moments = {digest: datetime.fromtimestamp(at, tz=since.tzinfo) for digest, at in sent.items()}
    return {digest: at for digest, at in moments.items() if at > since}


def _digest(form: ReportForm) -> str:
    """Of what, where and by whom it was said: the next at a shared phone may say the same."""
    given = form.cleaned_data
    who = given.get("phone", "") if not given["anonymous"] else ""
    return salted_hmac(
        COOKIE, "\0".join([given["unit"].code, form.place, who, given["words"]]), algorithm="sha256"
    ).hexdigest()
