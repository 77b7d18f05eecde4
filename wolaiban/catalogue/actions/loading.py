"""The first edition: the categories the project ships and the default service limits.

Run by the operator at the command line, so the clock is who acts.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from wolaiban.catalogue.models import Category, Edition, Limit
from wolaiban.people.actor import CLOCK
from wolaiban.places.models import Unit
from wolaiban.process.calendar import Span
from wolaiban.process.words import Measure, Stage, Tier
from wolaiban.workflow.performing import begin, perform

CATEGORIES = Path(__file__).resolve().parent.parent / "data" / "categories.csv"

DEFAULT_LIMITS: Mapping[tuple[Stage, Tier | None], Span] = {
    (Stage.REPORTED, None): Span(1, Measure.DAYS),
    (Stage.WORKING, Tier.MINOR): Span(3, Measure.DAYS),
    (Stage.WORKING, Tier.MAJOR): Span(7, Measure.DAYS),
    (Stage.WORKING, Tier.HARD): Span(15, Measure.DAYS),
    (Stage.RAISED, None): Span(1, Measure.WORKING_DAYS),
    (Stage.JOINT, None): Span(15, Measure.DAYS),
    (Stage.RESOLVED, None): Span(1, Measure.DAYS),
    (Stage.ANSWERED, None): Span(15, Measure.DAYS),
    (Stage.DISPUTED, None): Span(10, Measure.DAYS),
    (Stage.CLOSED, None): Span(30, Measure.DAYS),
}
TIERS = {tier.label: tier for tier in Tier}


def load_catalogue() -> bool:
    """Publish the first edition unless there is any. Says whether it did; safe to run twice, and to break off."""
    if Edition.objects.exclude(stage="draft").exists():
        return False
    if Edition.objects.draft() is None:
        begin("load", on=Edition(), by=CLOCK)
    draft = Edition.objects.draft()
    assert draft is not None
    perform("publish", on=draft, by=CLOCK)
    return True


def default_limits(edition: Edition) -> list[Limit]:
    return [
        Limit(edition=edition, stage=stage, tier=tier, amount=span.amount, measure=span.measure)
        for (stage, tier), span in DEFAULT_LIMITS.items()
    ]


def categories_of_file(edition: Edition) -> list[Category]:
    """Each after the one that it stands under. Departments that this district does not have own nothing yet."""
    owners = {unit.short_name: unit for unit in Unit.objects.departments()}
    with CATEGORIES.open(encoding="utf-8", newline="") as sheet:
        rows = [{**row, "顺序": str(line)} for line, row in enumerate(csv.DictReader(sheet), start=1)]
    known: dict[str, Category] = {}
    while rows:  # one depth after the other
        ready = [row for row in rows if not row["上级代码"] or row["上级代码"] in known]
        rows = [row for row in rows if row["上级代码"] and row["上级代码"] not in known]
        if not ready:
            raise ValueError("categories.csv names a parent that it does not have")
        known |= {row["代码"]: _category(edition, row, known, owners) for row in ready}
    return list(known.values())


def _category(
    edition: Edition, row: Mapping[str, str], known: Mapping[str, Category], owners: Mapping[str, Unit]
) -> Category:
    parent = known.get(row["上级代码"])
    return Category(
        edition=edition,
        code=row["代码"],
        name=row["名称"],
        parent=parent,
        path=Category.path_under(parent, row["名称"]),
        usual_tier=TIERS[row["通常级别"]],
        owner=owners.get(row["主管部门"]),
        active=row["在用"] == "是",
        position=int(row["顺序"]),
    )
