"""Times, people and places in office, written the same on every page: {% load plain %}. What has a shape: `look`."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.safestring import SafeString, mark_safe

from wolaiban.cases.history import wording
from wolaiban.people import naming
from wolaiban.people.models import Post
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Stage
from wolaiban.residents import vault
from wolaiban.residents.models import Look, Resident

register = template.Library()


@register.filter
def moment(when: datetime | None) -> SafeString | str:
    """今天 14:05, with the full date for machines and on pointing at it."""
    if when is None:
        return ""
    return written_time(when, wording.moment(when))


@register.filter
def day_or_moment(when: datetime | None) -> SafeString | str:
    """The same for what an old ledger may tell by its day alone."""
    return "" if when is None else written_time(when, wording.day_or_moment(when))


def written_time(when: datetime, words: str) -> SafeString:
    """Written plainly, since a page may have a hundred of them; nothing in it was typed by anybody."""
    local = when.astimezone(BEIJING)
    full = f"{local.year}年{local.month}月{local.day}日 {local.hour:02}:{local.minute:02}"
    return mark_safe(f'<time datetime="{local.isoformat()}" title="{full}">{words}</time>')  # noqa: S308


@register.filter
def stage_for_residents(stage: str) -> str:
    return wording.TOLD_TO_RESIDENTS[Stage(stage)]


@register.filter
def masked(resident: Resident) -> str:
    """王*英 · 138****0000"""
    return str(vault.masked(resident))


@register.filter
def post_words(post: Post) -> str:
    return wording.post_words(post)


@register.filter
def acting_name(done: Look) -> str:
    """Who did something in a post: 白玉兰, or 白玉兰（代秦怀信）. Reads `actor` and `post.user`."""
    return naming.acting_name(done.actor, done.post)
