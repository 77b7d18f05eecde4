"""Done once, however often it is sent: the key a sender chose, kept with the event it led to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from django.db import IntegrityError

from wolaiban.cases.models import Event, Submission
from wolaiban.people.actor import Actor
from wolaiban.process.errors import ProcessError


class KeyReused(ProcessError):
    """Another request under a key that was used: a mistake of the sender, who would else take it for done."""

    status: ClassVar[int] = 422
    code = "key_reused"
    message = "这个提交编号用在过另一份内容上。内容变了，请换一个编号。"


@dataclass(frozen=True)
class Once:
    """The key of one submission and the digest of its content."""

    key: bytes
    digest: bytes


def once_only(once: Once | None, *, by: Actor, act: Callable[[], Event]) -> Event:
    """Do it, or return the event of the time it was done. `act` passes `once` on to `perform` or `register`.

    Of two that arrive together one may find the case moved on, or the key taken, by the other: then it looks again.
    """
    if once is None:
        return act()
    if known := _done_before(once, by):
        return known
    try:
        return act()
    except (ProcessError, IntegrityError):
        if known := _done_before(once, by):
            return known
        raise


def keep(once: Once | None, by: Actor, event: Event) -> None:
    """Inside the transaction of the event. IntegrityError if the key was used meanwhile: then nothing was done."""
    if once is not None and by.user is not None:
        Submission.objects.create(user=by.user, key=once.key, digest=once.digest, event=event)


def _done_before(once: Once, by: Actor) -> Event | None:
    known = Submission.objects.filter(user=by.user, key=once.key).select_related("event__case").first()
    if known is None:
        return None
    if bytes(known.digest) != once.digest:
        raise KeyReused
    return known.event
