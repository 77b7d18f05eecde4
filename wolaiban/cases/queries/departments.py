"""Which departments a whistle is likely to call: whose kind of matter it is, then those called lately for the like."""

from __future__ import annotations

from collections.abc import Callable

from wolaiban.cases.models import Case, Summons
from wolaiban.database.prepared import PreparedQuery

LATELY = 400  # summonses of all units
MOST = 6
OWNS, FOR_THE_LIKE, BY_US = "这类事归它管", "这类事近来请过", "本单位近来请过"
NEWEST = PreparedQuery(lambda: Summons.objects.select_related("case__category").order_by("-pk")[:LATELY])


def likely(case: Case) -> dict[int, str]:
    """Departments by key, the likeliest first, each with the reason. One query."""
    found = {case.category.owner_id: OWNS} if case.category and case.category.owner_id else {}
    newest = NEWEST()
    ways: tuple[tuple[str, Callable[[Case], bool]], ...] = (
        (FOR_THE_LIKE, lambda other: _is_alike(case, other)),
        (BY_US, lambda other: case.holder_id in {other.holder_id, other.township_id}),
    )
    for why, fits in ways:
        for summons in newest:
            if len(found) < MOST and fits(summons.case):
                found.setdefault(summons.department_id, why)
    return found


def _is_alike(case: Case, other: Case) -> bool:
    """Of the same kind of matter, also where the catalogue has a newer edition by now."""
    return bool(case.category and other.category) and case.category.code == other.category.code  # type: ignore[union-attr]
