"""Deputies: both of them, and their unit, are told when one begins to stand in for the other, and when it is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate, now

from wolaiban.notices.composing import write
from wolaiban.notices.drafts import Draft
from wolaiban.notices.recipients import Recipient
from wolaiban.notices.rendering import Placeholders, render, words_of
from wolaiban.notices.table import DEPUTY_OFF, DEPUTY_ON
from wolaiban.people.models import Deputy
from wolaiban.people.officers import officers_of
from wolaiban.people.queries import NOT_EMPTY
from wolaiban.process.words import LEADS

PAGE = "/absences/"
LOOKS_BACK = timedelta(days=3)  # a worker that was down tells it later


@transaction.atomic(durable=True)
def tell(at: datetime | None = None) -> int:
    """Tell of each that began or ended, once; the number of messages written. Safe to run twice."""
    today = localdate(at or now())
    known = Deputy.objects.filter(NOT_EMPTY, starts__lte=today, ends__gt=today - LOOKS_BACK)
    standing = set(Deputy.objects.in_force(today).values_list("pk", flat=True))
    drafts: dict[str, Draft] = {}
    for deputy in known.with_people().order_by("pk"):
        for draft in _drafts(deputy, DEPUTY_ON if deputy.pk in standing else DEPUTY_OFF, today):
            drafts.setdefault(draft.key, draft)
    return write(drafts.values()) if drafts else 0


def _drafts(deputy: Deputy, text: str, today: date) -> Iterator[Draft]:
    """One key for all the posts in which the one stands in for the other."""
    unit = deputy.post.unit
    words = render(words_of(text), Placeholders(unit=str(unit)))
    leads = [Recipient(user=post.user, sends=False) for post in officers_of(unit, LEADS)]
    both = [Recipient(user=deputy.own_post.user), Recipient(user=deputy.post.user)]
    for to in (*both, *leads, Recipient(unit=unit)):
        key = f"d{deputy.absence_id}:{deputy.own_post.user_id}:{deputy.starts}:{text}:{to.key}"
        yield Draft(key, text, words, to, page=PAGE)
