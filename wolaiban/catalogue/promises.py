"""What an edition promises: how long each stage may take, for which kind of matter and which tier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from wolaiban.catalogue.models import Category, Edition, Limit
from wolaiban.process.calendar import Span
from wolaiban.process.words import OPEN_STAGES, Measure, Stage, Tier

# CLOSED is the window for reopening. The other ends (declined, withdrawn, merged) wait for nobody.
LIMITED_STAGES = tuple(stage for stage in Stage if stage in OPEN_STAGES or stage is Stage.CLOSED)


class NoLimit(LookupError):
    """A published edition always has a limit; only a draft can miss one."""


@dataclass(frozen=True)
class Promises:
    """One edition's limits, ready to be asked. Keys are category id (None: all), stage and tier (None: all)."""

    spans: Mapping[tuple[int | None, Stage, Tier | None], Span]
    above: Mapping[int, int | None]
    report_in: Span
    urgent_report_in: Span
    _found: dict[tuple[int | None, Stage, Tier | None], Span] = field(
        default_factory=dict, repr=False, compare=False
    )  # an edition's limits do not change while this lives

    @classmethod
    def read(cls, edition: Edition) -> Self:
        limits = Limit.objects.filter(edition=edition.pk)
        return cls(
            spans={(limit.category_id, limit.stage_word, limit.tier_word): limit.span for limit in limits},
            above=dict(Category.objects.of(edition.pk).values_list("pk", "parent_id")),
            report_in=Span(edition.report_in_hours, Measure.HOURS),
            urgent_report_in=Span(edition.urgent_report_in_hours, Measure.HOURS),
        )

    def span(self, category_id: int | None, stage: Stage, tier: Tier | None) -> Span:
        """The most particular limit: the matter's own kind first, then those above it, then all; raises NoLimit.

        A case that has no tier yet keeps the promise for every tier, or else the one for minor matters.
        """
        asked = (category_id, stage, tier)
        if asked not in self._found:
            self._found[asked] = self._look_for(*asked)
        return self._found[asked]

    def _look_for(self, category_id: int | None, stage: Stage, tier: Tier | None) -> Span:
        for kind in (*self._lineage(category_id), None):
            for wanted in (tier, None) if tier else (None, Tier.MINOR):
                if span := self.spans.get((kind, stage, wanted)):
                    return span
        raise NoLimit(f"{stage.label} {tier.label if tier else ''}")

    def holes(self) -> list[str]:
        """Stages and tiers that no general limit covers, in words."""
        return [
            f"{stage.label}（{tier.label}）"
            for stage in LIMITED_STAGES
            for tier in Tier
            if not self.spans.keys() & {(None, stage, tier), (None, stage, None)}
        ]

    def _lineage(self, category_id: int | None) -> Iterator[int]:
        while category_id is not None:
            yield category_id
            category_id = self.above.get(category_id)
