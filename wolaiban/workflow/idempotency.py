"""Done once, however often it is sent: one key for what is registered and for every step, from form, program and phone.

A key is its sender's own. Of senders without an account the key itself is the secret: 128 random bits. The same key
with the same content is answered with what came of it the first time; with other content it is refused, since its
sender would else take that for done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.crypto import salted_hmac

from wolaiban.database.batch import Command
from wolaiban.database.prepared import PreparedQuery
from wolaiban.people.actor import Actor
from wolaiban.process.errors import ProcessError
from wolaiban.workflow.kinds import Kind
from wolaiban.workflow.models import AbstractEvent, Submission

SHARED = "shared "  # before keys that are the same whoever sends them: nobody else's key is one of these
OF_USER = PreparedQuery(lambda key, user: Submission.objects.filter(key=key, user=user))
OF_NOBODY = PreparedQuery(lambda key: Submission.objects.filter(key=key, user=None))


class KeyReused(ProcessError):
    """Another content under a key that was used."""

    status: ClassVar[int] = 422
    code = "key_reused"
    message = "这个提交编号用在过另一份内容上。内容变了，请换一个编号。"


@dataclass(frozen=True)
class Once:
    """The key of one submission and the digest of its content.

    An empty digest goes with any content: where the key says what the content is, and for keys of earlier versions.
    A `shared` key is the same whoever sends it.
    """

    key: bytes
    digest: bytes = b""
    shared: bool = False

    @classmethod
    def of(cls, key: str, content: bytes = b"", *, shared: bool = False) -> Once:
        """For keys that nobody can guess, or that tell nothing; the content may tell of people, so it is keyed."""
        digest = salted_hmac("wolaiban.submission", content, algorithm="sha256").digest() if content else b""
        return cls(hashed(f"{SHARED}{key}" if shared else key), digest, shared)

    def sender(self, by: Actor) -> int | None:
        return by.user.pk if by.user and not self.shared else None


def hashed(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def sent_before(once: Once, by: Actor) -> Submission | None:
    """What came of it the first time; one query. Raises KeyReused."""
    sender = once.sender(by)
    known = OF_NOBODY.one(once.key) if sender is None else OF_USER.one(once.key, sender)
    if known and once.digest and known.digest and bytes(known.digest) != once.digest:
        raise KeyReused
    return known


def done_before(once: Once | None, *, kind: Kind[Any, Any], by: Actor) -> AbstractEvent | None:
    """The event of the time it was done, if it was. Raises KeyReused."""
    known = sent_before(once, by) if once else None
    return _event_of(known, kind) if known else None


def _event_of(known: Submission, kind: Kind[Any, Any]) -> AbstractEvent:
    if known.process != kind.name:
        raise KeyReused
    events = kind.tables.event._default_manager.all()
    if kind.tables.related:
        events = events.select_related(*kind.tables.related)
    return events.get(pk=known.event)


def once_only(
    once: Once | None, *, kind: Kind[Any, Any], by: Actor, act: Callable[[], AbstractEvent]
) -> AbstractEvent:
    """Do it, or return the event of the time it was done. `act` passes `once` on to whatever it calls.

    Nobody looks first: almost nothing is sent twice, and then the key is refused as it is written (`kept_as`), if not
    the act before that, since the subject has moved on or out of sight. `kind` is that of the subject: a key that led
    to one of another kind is refused.
    """
    try:
        return act()
    except Exception:
        if done := done_before(once, kind=kind, by=by):
            return done
        raise


def kept_as(once: Once | None, by: Actor, kind: Kind[Any, Any]) -> list[Command]:
    """What is written right after the event. IntegrityError if the key was used meanwhile: then nothing was done."""
    if once is None:
        return []
    event = f"currval(pg_get_serial_sequence('{kind.tables.event._meta.db_table}', 'id'))"
    text = f"INSERT INTO workflow_submission (user_id, key, digest, process, event) VALUES (%s, %s, %s, %s, {event})"  # noqa: S608
    return [(text, (once.sender(by), once.key, once.digest, kind.name))]
