"""The morning list: at half past eight on working days, to every studio leader who has something to do."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction
from django.utils.timezone import now

from wolaiban.notices.composing import write
from wolaiban.notices.drafts import Draft
from wolaiban.notices.models import Message
from wolaiban.notices.queries import morning_counts
from wolaiban.notices.recipients import Recipient
from wolaiban.notices.rendering import Placeholders, render, words_of
from wolaiban.notices.table import MORNING
from wolaiban.people.models import Post, User
from wolaiban.process.calendar import BEIJING, is_working_day
from wolaiban.process.words import Function

BEGINS, TOO_LATE = time(8, 30), time(12, 0)
FIGURES = ("count", "late", "waiting")


@transaction.atomic(durable=True)
def greet(at: datetime | None = None) -> int:
    """Write today's lists, all at once, if it is time and they are not written yet."""
    moment = at or now()
    local = moment.astimezone(BEIJING)
    if not (BEGINS <= local.time() < TOO_LATE and is_working_day(local.date())):
        return 0
    key = f"m{local.date()}:"
    if Message.objects.filter(key__startswith=key).exists():
        return 0
    words = words_of(MORNING)
    return write(
        Draft(f"{key}u{user.pk}", MORNING, render(words, _facts(figures)), Recipient(user=user))
        for user, figures in _leaders(moment)
    )


def _leaders(moment: datetime) -> list[tuple[User, dict[str, int]]]:
    """Whoever leads a studio with anything in its list; who leads two is told the sum."""
    counts = morning_counts(moment)
    users, studios = dict[int, User](), dict[int, set[int]]()
    posts = Post.objects.current().as_any_of({Function.STUDIO_LEADER}).filter(user__is_active=True)
    for post in posts.select_related("user", "unit").order_by("pk"):
        if post.unit.studio_id in counts:
            users[post.user_id] = post.user
            studios.setdefault(post.user_id, set()).add(post.unit.studio_id)
    return [
        (user, {name: sum(counts[studio][name] for studio in studios[pk]) for name in FIGURES})
        for pk, user in users.items()
    ]


def _facts(figures: dict[str, int]) -> Placeholders:
    return Placeholders(**{name: str(figures[name]) for name in FIGURES})
