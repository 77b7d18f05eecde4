"""Whether the settings of the gateways make sense, in words for the operator. Nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from wolaiban.notices.gateways.configured import names, robots
from wolaiban.notices.gateways.mail import backend
from wolaiban.notices.quiet_hours import quiet_hours


def summary() -> str:
    """Which ways out there are; having none is a choice, not a fault."""
    try:
        return "、".join(names()) or "没有，消息只在系统里看得到"
    except ImproperlyConfigured:
        return "看不懂"


def faults() -> list[str]:
    return list(_faults())


def _faults() -> Iterator[str]:
    if settings.NOTICE_SMS_URL:
        if not settings.NOTICE_SMS_URL.startswith(("http://", "https://")):
            yield "NOTICE_SMS_URL 应以 https:// 开头"
        if not settings.NOTICE_SMS_SECRET:
            yield "没有 NOTICE_SMS_SECRET，短信平台无从验证请求是不是我们发的"
    if settings.NOTICE_MAIL_URL and not settings.NOTICE_MAIL_FROM:
        yield "没有 NOTICE_MAIL_FROM，邮件没有发件人"
    for check in (robots, quiet_hours, *([backend] if settings.NOTICE_MAIL_URL else [])):
        try:
            check()
        except (ImproperlyConfigured, ValueError) as refusal:
            yield str(refusal)
