"""A case as a line of a list."""

from __future__ import annotations

from wolaiban.api.shapes import CaseLine, Named
from wolaiban.cases.models import Case
from wolaiban.process.words import Channel


def line_of(case: Case, *, sorted_for_us: bool) -> CaseLine:
    """`sorted_for_us`: with the tier, kind and channel under which a matter is worked on, which residents are not told."""
    stage, tier = case.stage_word, case.tier_word
    kind = case.category if sorted_for_us else None
    return CaseLine(
        number=case.number,
        title=case.heading,
        stage=Named(code=stage, name=stage.label),
        urgent=case.urgent,
        unit=Named.unit(case.unit),
        holder=Named.unit(case.holder),
        registered_at=case.registered_at,
        deadline=case.deadline,
        paused=case.is_paused,
        tier=Named.word(tier) if sorted_for_us else None,
        category=Named(code=kind.code, name=kind.name) if kind else None,
        channel=Named.word(Channel(case.channel)) if sorted_for_us else None,
        handler=case.handler.name if case.handler and sorted_for_us else None,
    )
