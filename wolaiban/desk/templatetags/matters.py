"""A case as a line of a list: {% load matters %} {% matter case full=True %}.

Lists have up to a hundred lines, of some twenty parts each. They are written in one go: a template of its own for each
line took more time than reading the cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from wolaiban.cases.models import Case
from wolaiban.people.actor import Actor
from wolaiban.web.drawn_widgets import written
from wolaiban.web.templatetags.kept import page_of
from wolaiban.web.templatetags.look import left, left_until, stage, tier
from wolaiban.web.templatetags.plain import day_or_moment, moment

register = template.Library()

TICK = (
    '<label class="pick"><input type="checkbox" name="number" value="{number}" form="selected">'
    '<span class="hidden">选 {number}</span></label>'
)


@register.simple_tag(takes_context=True)
def matter(
    context: dict[str, Any],
    case: Case,
    *,
    why: str = "",
    clock: datetime | None = None,
    full: bool = False,
    pick: bool = False,
) -> SafeString:
    """What, where and with whom, and until when; `full` also says of what kind it is, and since when.

    With `pick` it can be ticked, for what is done with several (`desk.selection`).
    """
    actor = context["request"].actor
    facts = "".join(f"<span>{written(fact)}</span>" for fact in _facts(case, actor, full=full))
    reason = f'<span class="matter-why">{written(why)}</span>' if why else ""
    urgent = '<span class="tag urgent">紧急</span>' if case.urgent else ""
    number, address = written(case.number), page_of("desk:case", case.number)
    tick = TICK.format(number=number) if pick else ""
    line = (
        f'<li class="matter">{tick}<a class="matter-title" href="{address}">'
        f'{written(case.heading)}</a><span class="matter-left">{urgent}{left_until(clock) if clock else left(case)}</span>'
        f'<span class="matter-facts">{facts}{reason}</span>'
        f'<span class="matter-state">{tier(case.tier)}{stage(case.stage)}</span></li>\n'
    )
    return mark_safe(line)  # noqa: S308 -- every part of it is escaped or our own


def _facts(case: Case, actor: Actor, *, full: bool) -> Iterator[str | SafeString]:
    above = case.township if full and case.township_id != case.unit_id else None
    if full:
        yield mark_safe(f'<span class="matter-number">{written(case.number)}</span>')  # noqa: S308 -- escaped
    yield f"{above or ''}{case.unit}"
    if case.holder_id != case.unit_id and (full or case.holder not in actor.units):
        yield f"{case.holder}承办"
    if case.handler and (actor.user is None or case.handler_id != actor.user.pk):
        yield f"经办 {case.handler.name}"
    if full:
        if case.category:
            yield case.category.name
        if case.backfilled:
            yield mark_safe(f"{day_or_moment(case.reported_at)} 反映")  # noqa: S308 -- drawn there
            yield "补录的历史"
        else:
            yield mark_safe(f"{moment(case.registered_at)} 登记")  # noqa: S308 -- likewise
