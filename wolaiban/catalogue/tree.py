"""An edition's categories in reading order, each with its depth: one query, whatever the size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from wolaiban.catalogue.models import Category

DEEPEST = 3


@dataclass(frozen=True)
class Branch:
    category: Category
    depth: int  # 1 is the top


def branches_of(edition_id: int) -> list[Branch]:
    """Parents before children, siblings by position."""
    children: dict[int | None, list[Category]] = defaultdict(list)
    for category in Category.objects.of(edition_id).select_related("owner"):
        children[category.parent_id].append(category)

    def walk(above: int | None, depth: int) -> Iterator[Branch]:
        for category in children[above]:
            yield Branch(category, depth)
            yield from walk(category.pk, depth + 1)

    return list(walk(None, 1))
