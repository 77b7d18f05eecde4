"""What the tests do to the catalogue, a step at a time."""

from __future__ import annotations

from typing import Any

from wolaiban.catalogue.models import Category, Edition, Limit
from wolaiban.desk.catalogue.changing import the_draft
from wolaiban.people.actor import Actor
from wolaiban.places.models import Unit
from wolaiban.process.calendar import Span
from wolaiban.process.words import Stage, Tier
from wolaiban.workflow.performing import begin, perform


def change(step: str, by: Actor, **answers: Any) -> Edition:
    draft = the_draft()
    perform(step, on=draft, by=by, answers=answers)
    draft.refresh_from_db()
    return draft


def draft_from_current(*, by: Actor) -> Edition:
    begin("draft", on=Edition(), by=by)
    return the_draft()


def discard_draft(*, by: Actor) -> None:
    change("discard", by)


def publish(*, label: str, note: str = "", by: Actor) -> Edition:
    return change("publish", by, label=label, note=note)


def add_category(
    *, under: Category | None, name: str, usual_tier: Tier, owner: Unit | None = None, by: Actor
) -> Category:
    draft = change("add", by, under=under, name=name, usual_tier=usual_tier, owner=owner)
    return draft.categories.latest("pk")


def amend_category(category: Category, *, by: Actor, **answers: Any) -> Category:
    change("amend", by, category=category, **answers)
    return Category.objects.get(pk=category.pk)


def move_category(category: Category, *, under: Category | None, by: Actor) -> Category:
    change("move", by, category=category, under=under)
    return Category.objects.get(pk=category.pk)


def set_limit(
    *, stage: Stage, tier: Tier | None, span: Span, category: Category | None = None, by: Actor
) -> Limit:
    promised = {"amount": span.amount, "measure": span.measure}
    draft = change("set_limit", by, category=category, stage=stage, tier=tier, **promised)
    return Limit.objects.get(edition=draft, category=category, stage=stage, tier=tier)


def drop_limit(limit: Limit, *, by: Actor) -> None:
    change("drop_limit", by, limit=limit)


def set_report_in(*, hours: int, urgent_hours: int, by: Actor) -> Edition:
    return change("report_in_by", by, hours=hours, urgent_hours=urgent_hours)
