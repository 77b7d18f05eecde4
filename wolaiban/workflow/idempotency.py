"""Done once, however often it is sent: the key a sender chose, kept with the event it led to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from django.db import IntegrityError

from wolaiban.database.batch import Command
from wolaiban.database.prepared import Question
from wolaiban.people.actor import Actor
from wolaiban.process.errors import ProcessError
from wolaiban.workflow.kinds import kind_named
from wolaiban.workflow.models import AbstractEvent, Submission

SUBMISSION = Question(lambda user, key: Submission.objects.filter(user=user, key=key))


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


def once_only(once: Once | None, *, by: Actor, act: Callable[[], AbstractEvent]) -> AbstractEvent:
    """Do it, or return the event of the time it was done. `act` passes `once` on to `perform` or `begin`.

    Of two that arrive together one may find the subject moved on, or the key taken, by the other: then it looks again.
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


def kept_as(once: Once | None, by: Actor, process: str, event_table: str) -> list[Command]:
    """What is written right after the event. IntegrityError if the key was used meanwhile: then nothing was done."""
    if once is None or by.user is None:
        return []
    event = f"currval(pg_get_serial_sequence('{event_table}', 'id'))"
    text = f"INSERT INTO workflow_submission (user_id, key, digest, process, event) VALUES (%s, %s, %s, %s, {event})"  # noqa: S608
    return [(text, (by.user.pk, once.key, once.digest, process))]


def _done_before(once: Once, by: Actor) -> AbstractEvent | None:
    assert by.user is not None
    known = SUBMISSION.one(by.user.pk, once.key)
    if known is None:
        return None
    if bytes(known.digest) != once.digest:
        raise KeyReused
    return kind_named(known.process).tables.event._default_manager.get(pk=known.event)
