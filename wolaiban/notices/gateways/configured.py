"""Which gateways there are, by name. Importing this costs nothing; what sends is imported by the worker alone."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from wolaiban.notices.words import Way

SMS, MAIL, OUTBOX = "sms", "mail", "outbox"


def gateway_for(way: Way, unit_code: str = "") -> str:
    """The name of the gateway by which a message goes out, or "" where there is none.

    Robots of one service share a name, and with it their turn and their rests: they fail together.
    """
    if settings.DEMO:
        return OUTBOX
    match way:
        case Way.SMS:
            return SMS if settings.NOTICE_SMS_URL else ""
        case Way.MAIL:
            return MAIL if settings.NOTICE_MAIL_URL else ""
        case Way.ROBOT:
            url = robots().get(unit_code)
            return f"robot {url.partition(':')[0]}" if url else ""


def robots() -> dict[str, str]:
    """The robot of each unit's group: code → apprise URL."""
    pairs = [entry.partition("=") for entry in settings.NOTICE_ROBOTS.split()]
    for code, equals, url in pairs:
        if not (code and equals and "://" in url):
            raise ImproperlyConfigured(
                "NOTICE_ROBOTS 的写法不对：应为“单位代码=地址”，用空格或换行分开，例如 110111001000=wecombot://KEY。"
            )
    return {code: url for code, _, url in pairs}


def names() -> list[str]:
    """Every configured gateway, each once."""
    if settings.DEMO:
        return [OUTBOX]
    found = [gateway_for(Way.SMS), gateway_for(Way.MAIL)]
    found += [gateway_for(Way.ROBOT, code) for code in robots()]
    return list(dict.fromkeys(name for name in found if name))
