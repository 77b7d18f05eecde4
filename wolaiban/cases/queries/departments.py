"""Which departments a whistle is likely to call: whose matter it is, then those called lately for the same unit."""

from __future__ import annotations

from wolaiban.cases.models import Case, Summons
from wolaiban.database.prepared import PreparedQuery

LATELY = 400  # summonses of all units
MOST = 6
OWNS, CALLED = "这类事归它管", "近来请过"
NEWEST = PreparedQuery(lambda: Summons.objects.select_related("case").order_by("-pk")[:LATELY])


def likely(case: Case) -> dict[int, str]:
    """Departments by key, the likeliest first, each with the reason."""
    owner = case.category.owner_id if case.category else None
    found = {owner: OWNS} if owner else {}
    for summons in NEWEST():
        if len(found) == MOST:
            break
        if case.holder_id in {summons.case.holder_id, summons.case.township_id}:
            found.setdefault(summons.department_id, CALLED)
    return found
