"""Changing the draft's service limits."""

from __future__ import annotations

from django.db import transaction

from wolaiban.catalogue.actions.drafting import locked_draft
from wolaiban.catalogue.models import Category, Edition, Limit
from wolaiban.catalogue.promises import LIMITED_STAGES
from wolaiban.catalogue.rules import require_caretaker
from wolaiban.people.actor import Actor
from wolaiban.process.calendar import Span
from wolaiban.process.errors import BadAnswer, NotNow
from wolaiban.process.words import Measure, Stage, Tier

LONGEST_DAYS = 365


@transaction.atomic(durable=True)
def set_limit(
    *, stage: Stage, tier: Tier | None, span: Span, category: Category | None = None, by: Actor
) -> Limit:
    """Promise this span for the stage: for all tiers or one, for all kinds of matter or one and those below it."""
    require_caretaker(by)
    draft = locked_draft()
    _require_in(draft, category)
    if stage not in LIMITED_STAGES:
        raise BadAnswer({"stage": f"“{stage.label}”没有时限"})
    most = LONGEST_DAYS * 24 if span.measure is Measure.HOURS else LONGEST_DAYS
    if not 0 < span.amount <= most:
        raise BadAnswer({"amount": f"请填 1 至 {most} 之间的整数"})
    limit, _ = Limit.objects.update_or_create(
        edition=draft,
        category=category,
        stage=stage,
        tier=tier,
        defaults={"amount": span.amount, "measure": span.measure},
    )
    return limit


@transaction.atomic(durable=True)
def drop_limit(limit: Limit, *, by: Actor) -> None:
    """Take a particular promise back; the more general one holds again."""
    require_caretaker(by)
    draft = locked_draft()
    if limit.edition_id != draft.pk:
        raise NotNow("这条时限不在现在的草稿里。请刷新后再改。")
    limit.delete()


@transaction.atomic(durable=True)
def set_report_in(*, hours: int, urgent_hours: int, by: Actor) -> Edition:
    """How soon a summoned department must report in."""
    require_caretaker(by)
    draft = locked_draft()
    if not 0 < hours <= 24 * 30:
        raise BadAnswer({"hours": "请填 1 至 720 之间的整数"})
    if not 0 < urgent_hours <= hours:
        raise BadAnswer({"urgent_hours": "紧急报到时限应大于 0，且不长于一般报到时限"})
    draft.report_in_hours, draft.urgent_report_in_hours = hours, urgent_hours
    draft.save(update_fields=["report_in_hours", "urgent_report_in_hours"])
    return draft


def _require_in(draft: Edition, category: Category | None) -> None:
    if category and category.edition_id != draft.pk:
        raise NotNow("这个事项不在现在的草稿里。请刷新后再改。")
