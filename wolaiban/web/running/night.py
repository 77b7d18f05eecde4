"""Each morning the administrators of the district are told how the night went: in the system, and where something is wrong also outside.

Who watches only a console hears of a broken backup when it is needed.
"""

from __future__ import annotations

from datetime import datetime, time

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from wolaiban.notices.composing import write
from wolaiban.notices.drafts import Draft
from wolaiban.notices.models import Message
from wolaiban.notices.recipients import Recipient
from wolaiban.notices.rendering import Placeholders, render, words_of
from wolaiban.notices.table import NIGHT_BAD, NIGHT_WELL
from wolaiban.people.models import Post, User
from wolaiban.places.models import UnitKind
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Function
from wolaiban.web.running import facts

PAGE = "/running/"
BEGINS, TOO_LATE = time(6, 0), time(12, 0)  # the drill begins at half past three


def tell(at: datetime | None = None) -> int:
    """Tell of last night, if it is time and it was not told yet; the number of messages written. Safe to run twice."""
    moment = (at or now()).astimezone(BEIJING)
    key = f"n{moment.date()}:"
    if settings.DEMO or not BEGINS <= moment.time() < TOO_LATE:
        return 0
    if Message.objects.filter(key__startswith=key).exists():
        return 0
    return _written(key, len(facts.all_faults()))


@transaction.atomic(durable=True)
def _written(key: str, wrong: int) -> int:
    text = NIGHT_BAD if wrong else NIGHT_WELL
    words = render(words_of(text), Placeholders(count=str(wrong), office=settings.OFFICE_NAME))
    return write(
        Draft(
            f"{key}u{user.pk}", text, words, Recipient(user=user, sends=bool(wrong)), presses=True, page=PAGE
        )
        for user in administrators()
    )


def administrators() -> list[User]:
    """Those of the district, who answer for the machine."""
    posts = Post.objects.current().as_any_of({Function.ADMINISTRATOR})
    held = posts.filter(unit__kind=str(UnitKind.DISTRICT), user__is_active=True)
    return list({post.user_id: post.user for post in held.select_related("user").order_by("pk")}.values())
