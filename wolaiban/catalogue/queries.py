"""What other rooms ask of the catalogue: the edition in force, its kinds of matter, its promises.

Published editions never change (a trigger holds it), so what was read of one is kept for the life of the
process; a draft is read anew each time.
"""

from __future__ import annotations

from wolaiban.catalogue.everyday import codes_heard_in, codes_meant_by
from wolaiban.catalogue.models import Category, Edition
from wolaiban.catalogue.process import EditionStage
from wolaiban.catalogue.promises import Promises
from wolaiban.catalogue.querysets import ENOUGH_TO_PICK_FROM
from wolaiban.database.prepared import PreparedQuery
from wolaiban.process.calendar import Span
from wolaiban.process.words import Stage, Tier

FEW = 3
CURRENT = PreparedQuery(lambda: Edition.objects.filter(stage=EditionStage.PUBLISHED))


def current_edition() -> Edition:
    """The one published edition. New cases are registered under it."""
    found = CURRENT.one()
    if found is None:
        raise Edition.DoesNotExist
    return found


def suggest(text: str, *, edition_id: int, limit: int = ENOUGH_TO_PICK_FROM) -> list[Category]:
    """Kinds of matter for a picker: first those named so, then those that everyday words for it point to."""
    kinds = Category.objects.of(edition_id)
    named = list(kinds.named(text, limit=limit))
    codes = [code for code in codes_meant_by(text) if code not in {kind.code for kind in named}]
    if not codes:
        return named
    meant = sorted(kinds.active().filter(code__in=codes), key=lambda kind: codes.index(kind.code))
    return [*named, *meant][:limit]


def guess(story: str, *, edition_id: int, limit: int = FEW) -> list[Category]:
    """The kinds of matter that somebody's own words sound like, the likeliest first; often none."""
    codes = codes_heard_in(story)[:limit]
    if not codes:
        return []
    kinds = Category.objects.of(edition_id).active().filter(code__in=codes)
    return sorted(kinds, key=lambda kind: codes.index(kind.code))


_kept: dict[int, Promises] = {}


def promises_of(edition_id: int) -> Promises:
    if edition_id not in _kept:
        edition = Edition.objects.get(pk=edition_id)
        promises = Promises.read(edition)
        if edition.is_draft:
            return promises
        _kept[edition_id] = promises
    return _kept[edition_id]


def span_for(edition_id: int, category_id: int | None, stage: Stage, tier: Tier | None) -> Span:
    """How long a case of this kind and tier may stay at this stage."""
    return promises_of(edition_id).span(category_id, stage, tier)


def reopen_window(edition_id: int, category_id: int | None, tier: Tier | None) -> Span:
    """How long after closing a resident may ask to have the case opened again."""
    return span_for(edition_id, category_id, Stage.CLOSED, tier)


def summons_span(edition_id: int, *, urgent: bool) -> Span:
    """How soon a summoned department reports in."""
    promises = promises_of(edition_id)
    return promises.urgent_report_in if urgent else promises.report_in
