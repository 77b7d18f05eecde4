"""Trying the ways out: a message to oneself, by every way that one has, at once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.timezone import now

from wolaiban.notices.composing import write
from wolaiban.notices.drafts import Draft
from wolaiban.notices.models import Message
from wolaiban.notices.recipients import Recipient
from wolaiban.notices.rendering import Placeholders, render, words_of
from wolaiban.notices.rules import require_machine_keeper
from wolaiban.notices.table import TRIAL
from wolaiban.people.actor import Actor
from wolaiban.process.errors import NotNow

AGAIN_AFTER = timedelta(minutes=1)


@transaction.atomic(durable=True)
def send_trial(page: str, *, by: Actor) -> Message:
    """Urgent, so that it does not wait for the morning. Raises NotNow within a minute of the one before."""
    require_machine_keeper(by)
    assert by.user is not None
    lately = Message.objects.told_to(by.user).filter(text=TRIAL, at__gt=now() - AGAIN_AFTER)
    if lately.exists():
        raise NotNow("刚刚发过一条，请过一分钟再试。")
    key = f"t{uuid4().hex}:u{by.user.pk}"
    words = render(words_of(TRIAL), Placeholders())
    write([Draft(key, TRIAL, words, Recipient(user=by.user), presses=True, urgent=True, page=page)])
    return Message.objects.get(key=key)
