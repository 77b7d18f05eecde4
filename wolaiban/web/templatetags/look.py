"""Words with a shape, drawn the same on every page: {% load look %}.

A page of a list has hundreds of them. Each is written in one go, and what depends on a closed list alone is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from wolaiban.cases.history import wording
from wolaiban.cases.models import Case
from wolaiban.process.course import Stop
from wolaiban.process.words import Shape, Stage, StageWord, Tier
from wolaiban.web.look import EYES, TAGS
from wolaiban.web.templatetags.plain import written_time

register = template.Library()

SIGNS = {"calm": "clock", "soon": "clock", "late": "bang", "paused": "pause"}
TONES = {"calm": "left", "soon": "left soon", "late": "left late", "paused": "left held"}


@register.simple_tag
@cache
def icon(name: str, *, small: bool = False) -> SafeString:
    """A sign that says nothing by itself: words stand beside it, or it has a label of its own."""
    size = "i i-s" if small else "i"
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', size, static("web/icons.svg"), name
    )


@register.simple_tag
@cache
def picture(name: str) -> SafeString:
    """A drawing of a thing or a place, beside words that say the same."""
    address = static("web/pictures.svg")
    return format_html('<svg class="picture" aria-hidden="true"><use href="{}#{}"/></svg>', address, name)


@register.simple_tag
@cache
def tier(word: str) -> SafeString:
    """Three bars, as many filled as the matter is heavy. Always grey: colour belongs to time."""
    sign = format_html(
        '<svg aria-hidden="true"><use href="{}#tier-{}"/></svg>', static("web/icons.svg"), Tier(word).value
    )
    return format_html('<span class="tier">{}{}</span>', sign, Tier(word).label)


@register.simple_tag
@cache
def stage(word: str) -> SafeString:
    """The stage of a case."""
    return tag(Stage(word).shape, Stage(word).label)


@register.simple_tag
def stage_of(subject: Any) -> SafeString:
    """The stage of a subject of any kind."""
    word: StageWord = subject.stage_word
    return tag(word.shape, word.label)


@register.simple_tag
def state(word: Any) -> SafeString:
    """Any other word that has a shape: of a whistle, of a task."""
    return tag(word.shape, word.label)


@cache
def tag(shape: Shape, label: str) -> SafeString:
    look, sign = TAGS[shape]
    return format_html('<span class="tag {}">{}{}</span>', look, icon(sign), label)


@register.simple_tag
def left(case: Case) -> SafeString | str:
    """Until when the present stage of a case should be over: 还剩 3 小时. Empty once it has ended."""
    if case.deadline is None:
        return ""
    until = case.paused_until if case.is_paused else None
    words = wording.time_left(
        case.deadline, counted_from=case.counted_from, paused=case.is_paused, until=until
    )
    return _left(words, case.deadline)


@register.simple_tag
def left_until(when: datetime | None) -> SafeString | str:
    """The same for any other moment by which something is due."""
    return "" if when is None else _left(wording.time_left(when), when)


def _left(words: wording.TimeLeft, when: datetime) -> SafeString:
    shown = written_time(when, words.words)
    return mark_safe(f'<span class="{TONES[words.tone]}">{icon(SIGNS[words.tone])}{shown}</span>')  # noqa: S308 -- our own words


@register.simple_tag
@cache
def sees(who: str, words: str = "") -> SafeString:
    """Who reads what is written here: residents, units, or me. `words` where it is to be said more closely."""
    sign, usual = EYES[who]
    return format_html('<span class="who">{}{}</span>', icon(sign, small=True), words or usual)


@register.inclusion_tag("web/stagebar.html")
def stagebar(stops: Sequence[Stop], *, tall: bool = False) -> dict[str, Any]:
    return {"stops": stops, "tall": tall}


@register.simple_tag
def empty(drawing: str, fact: str, then: str = "") -> SafeString:
    """The fact that nothing is here, with a drawing, and what comes next. What can be done stands below, by hand."""
    after = f"<p>{escape(then)}</p>" if then else ""
    return mark_safe(f"{picture(drawing)}<p><b>{escape(fact)}</b></p>{after}")  # noqa: S308 -- escaped, or our own
