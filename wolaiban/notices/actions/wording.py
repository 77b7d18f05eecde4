"""Wording a text otherwise, and going back to the default."""

from __future__ import annotations

from django.db import transaction
from django.utils.timezone import now

from wolaiban.notices.models import Wording
from wolaiban.notices.rules import require_caretaker
from wolaiban.notices.texts import BY_KEY, faults_of, speaks_of_counts
from wolaiban.people.actor import Actor
from wolaiban.process.errors import BadAnswer
from wolaiban.traces.leaving import leave


@transaction.atomic(durable=True)
def reword(key: str, words: str, *, by: Actor) -> Wording:
    """Use these words from now on. Raises BadAnswer where they name what a text may not name."""
    require_caretaker(by)
    assert by.user is not None
    if key not in BY_KEY:
        raise BadAnswer({"text": "没有这个文本。"})
    check(key, words)
    wording, _ = Wording.objects.update_or_create(
        text=key, defaults={"words": words.strip(), "by": by.user, "at": now()}
    )
    leave(wording, act="reworded", by=by.user.pk)
    return wording


def check(key: str, words: str) -> None:
    """Raise BadAnswer if these words cannot stand for this text: what a preview asks as well."""
    if fault := faults_of(words, counts=speaks_of_counts(key)):
        raise BadAnswer({"words": fault})


@transaction.atomic(durable=True)
def restore(key: str, *, by: Actor) -> None:
    """Go back to the default. Safe to repeat."""
    require_caretaker(by)
    assert by.user is not None
    worded = Wording.objects.filter(text=key).select_for_update()
    leave(*worded, act="restored", by=by.user.pk, gone=True)
    worded.delete()
