"""Badges, deadlines, times and masked people, drawn the same on every page: {% load plain %}."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from wolaiban.cases.history import wording
from wolaiban.cases.models import Case
from wolaiban.people.models import Post
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Stage, Tier
from wolaiban.residents import vault
from wolaiban.residents.models import Resident

register = template.Library()


@register.filter
def moment(when: datetime | None) -> SafeString | str:
    """今天 14:05, with the full date for machines and on pointing at it."""
    if when is None:
        return ""
    return _time(when, wording.moment(when))


@register.filter
def day_or_moment(when: datetime | None) -> SafeString | str:
    """The same for what an old ledger may tell by its day alone."""
    return "" if when is None else _time(when, wording.day_or_moment(when))


@register.simple_tag
def deadline(case: Case) -> SafeString | str:
    """Until when the present stage of a case should be over: 还剩 3 小时. Empty once it has ended."""
    if case.deadline is None:
        return ""
    return _left(case.deadline, paused=case.is_paused)


@register.filter
def due(when: datetime | None) -> SafeString | str:
    """The same for any other moment by which something is due."""
    return "" if when is None else _left(when)


def _left(when: datetime, *, paused: bool = False) -> SafeString:
    left = wording.time_left(when, paused=paused)
    return mark_safe(f'<span class="left left-{left.tone}">{_time(when, left.words)}</span>')  # noqa: S308 -- our own words


def _time(when: datetime, words: str) -> SafeString:
    """Written plainly, since a page may have a hundred of them; nothing in it was typed by anybody."""
    local = when.astimezone(BEIJING)
    full = f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
    return mark_safe(f'<time datetime="{local.isoformat()}" title="{full}">{words}</time>')  # noqa: S308


@register.filter
@cache
def stage_badge(stage: str) -> SafeString:
    return format_html('<span class="word stage-{}">{}</span>', stage, Stage(stage).label)


@register.filter
@cache
def tier_badge(tier: str) -> SafeString:
    return format_html('<span class="word tier-{}">{}</span>', tier, Tier(tier).label)


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
