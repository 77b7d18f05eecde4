"""Verify everything: every chain, every row beside it, every rule. Reads only; safe while people work.

What there is to verify stands in the registry: kinds of subjects and checks of other rows, from the rooms above.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

from django.db import connection

from wolaiban.ledger import continuity, links, registry
from wolaiban.ledger.allowed import DeputyRow, PostRow
from wolaiban.ledger.continuity import Trust
from wolaiban.ledger.findings import Fault, Finding
from wolaiban.ledger.guards import unguarded
from wolaiban.ledger.kinds import Counted, Ground
from wolaiban.ledger.parallel import shared
from wolaiban.ledger.reading import one_snapshot
from wolaiban.people.models import Deputy, Post
from wolaiban.places.kinds import UnitKind
from wolaiban.places.models import Unit
from wolaiban.process.words import OFFICERS

Piece: TypeAlias = "Callable[[], Iterable[Finding | Counted]]"
PARTS = 16  # for each process, so that the last to end does not keep the others waiting


@dataclass
class Verification:
    """A run over all data. `findings()` is read once; the counts, by kind, stand when it is exhausted.

    With more processes they share the work, and what they find comes in no order.
    """

    trust: Trust = field(default_factory=Trust)
    processes: int = 1
    counted: dict[str, Counted] = field(default_factory=dict)

    @property
    def subjects(self) -> int:
        return sum(counted.subjects for counted in self.counted.values())

    @property
    def events(self) -> int:
        return sum(counted.events for counted in self.counted.values())

    def findings(self) -> Iterator[Finding]:
        alone = self.processes == 1 or connection.in_atomic_block  # what is not committed only we can see
        with one_snapshot():
            yield from [Finding(Fault.UNGUARDED, what=table) for table in unguarded()]
            ground = Ground(
                manned=units_with_somebody_responsible(),
                posts=all_posts(),
                district=Unit.objects.filter(kind=UnitKind.DISTRICT).values_list("pk", flat=True).first(),
            )
            if alone:
                told: Iterator[Finding | Counted] = (
                    item for piece in self._pieces(ground, parts=1) for item in piece()
                )
            else:
                pieces = self._pieces(ground, parts=PARTS * self.processes)
                told = shared(pieces, lambda piece: iter(piece()), processes=self.processes)
            for item in told:
                if isinstance(item, Counted):
                    self._count(item)
                else:
                    yield item

    def _pieces(self, ground: Ground, *, parts: int) -> list[Piece]:
        """What cannot be divided comes first, since nothing waits for it then."""
        whole: list[Piece] = [partial(continuity.findings, self.trust), links.findings, *registry.checks()]
        divided: list[Piece] = [
            partial(kind.findings, within, ground)
            for kind in registry.kinds()
            for within in kind.pieces(parts)
        ]
        return whole + divided

    def _count(self, more: Counted) -> None:
        so_far = self.counted.get(more.kind, Counted(more.kind, 0, 0))
        self.counted[more.kind] = Counted(
            more.kind, so_far.subjects + more.subjects, so_far.events + more.events
        )


def all_posts() -> dict[int, PostRow]:
    rows, deputies = Post.objects.values_list("pk", "user_id", "unit_id", "starts", "ends"), all_deputies()
    return {row[0]: PostRow(*row[1:], tuple(deputies.get(row[0], ()))) for row in rows}


def all_deputies() -> dict[int, list[DeputyRow]]:
    """By the key of the post in which they acted: no longer than they were named, the absence and their own post lasted."""
    found: dict[int, list[DeputyRow]] = {}
    for deputy in Deputy.objects.select_related("absence", "own_post"):
        lasting = (deputy, deputy.absence, deputy.own_post)
        starts, ends = max(one.starts for one in lasting), min(one.ends for one in lasting if one.ends)
        found.setdefault(deputy.post_id, []).append(DeputyRow(deputy.own_post.user_id, starts, ends))
    return found


def units_with_somebody_responsible() -> frozenset[int]:
    """Units that have an officer in post, or stand under one that has: what nobody takes up goes there."""
    posts = Post.objects.current().as_any_of(OFFICERS).filter(user__is_active=True)
    units = {unit.pk: unit for unit in Unit.objects.all()}
    manned = set(posts.values_list("unit_id", flat=True))
    studios = {units[pk].studio_id for pk in manned if units[pk].is_studio_level}
    manned |= {unit.pk for unit in units.values() if unit.is_studio_level and unit.studio_id in studios}
    return frozenset(pk for pk in units if manned.intersection(_upwards(pk, units)))


def _upwards(pk: int, units: Mapping[int, Unit]) -> Iterator[int]:
    """A unit and all above it."""
    at: int | None = pk
    while at is not None:
        yield at
        at = units[at].parent_id
