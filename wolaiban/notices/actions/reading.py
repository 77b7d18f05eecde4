"""Reading what one was told."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import now

from wolaiban.notices.models import Message
from wolaiban.people.models import User


def mark_read(message: Message, *, by: User, at: datetime | None = None) -> None:
    """Somebody opened one of their own messages; another's stays as it is. Safe to repeat."""
    Message.objects.told_to(by).unread().filter(pk=message.pk).update(read_at=at or now())


def mark_all_read(*, by: User, up_to: int, at: datetime | None = None) -> int:
    """Everything up to this key, the newest that was on the page: what came since stays unread."""
    return Message.objects.told_to(by).unread().filter(pk__lte=up_to).update(read_at=at or now())
