"""When something may be sent: quiet hours, the digest's hour, and how long to wait before trying again."""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from wolaiban.notices.words import Way
from wolaiban.process.calendar import BEIJING

DIGEST_AT = time(17, 30)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=2)
MOST_ATTEMPTS = 12
WORTH_SENDING = timedelta(days=3)  # after that, the news is old
FLOOD, FLOOD_WITHIN = 5, timedelta(minutes=10)

DISTURBS = frozenset({Way.SMS, Way.ROBOT})  # mail waits quietly for whoever opens it


def quiet_hours() -> tuple[time, time] | None:
    text = settings.NOTICE_QUIET.strip()
    if not text:
        return None
    try:
        begins, ends = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError:
        raise ImproperlyConfigured("NOTICE_QUIET 的写法应为 21:00-08:00，或留空。") from None
    return (begins, ends) if begins != ends else None


def not_before(way: Way, moment: datetime, *, urgent: bool) -> datetime:
    """The moment itself, or the end of the quiet hours it falls into."""
    quiet = quiet_hours()
    if quiet is None or urgent or way not in DISTURBS:
        return moment
    begins, ends = quiet
    local = moment.astimezone(BEIJING)
    clock = local.time()
    inside = begins <= clock < ends if begins < ends else clock >= begins or clock < ends
    if not inside:
        return moment
    end = datetime.combine(local.date(), ends, tzinfo=BEIJING)
    return end if end > local else end + timedelta(days=1)


def next_digest(moment: datetime) -> datetime:
    """When the day is summed up for those who want it once a day."""
    local = moment.astimezone(BEIJING)
    today = datetime.combine(local.date(), DIGEST_AT, tzinfo=BEIJING)
    return today if today > local else today + timedelta(days=1)


def wait_after(attempts: int) -> timedelta:
    """Twice as long each time, with a fifth up or down so that not all come back at once."""
    wait: timedelta = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    return wait * random.uniform(0.8, 1.2)  # noqa: S311 -- spreads, protects nothing
