"""Those whom a line of a list names, read beside its cases by their keys: one query for each kind.

Joined to the cases they would come row by row, and planning seven joins takes longer than reading a page.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import Model

from wolaiban.cases.models import Case, Complainant
from wolaiban.database.prepared import PreparedQuery, among
from wolaiban.residents.models import Resident

Parties = dict[type[Model], tuple[str, ...]]


def with_parties(cases: list[Case], parties: Parties) -> list[Case]:
    """The same cases; each of the names leads to what it holds, or to None, without asking again."""
    for model, names in parties.items():
        keys = {getattr(case, f"{name}_id") for case in cases for name in names} - {None}
        found = {one.pk: one for one in _by_keys(model)(list(keys))} if keys else {}
        for name in names:
            field: Any = Case._meta.get_field(name)
            for case in cases:
                field.set_cached_value(case, found.get(getattr(case, field.attname)))
    return cases


@cache
def _by_keys(model: type[Model]) -> PreparedQuery[Any]:
    return PreparedQuery(lambda keys: model._default_manager.filter(among("pk", keys)).order_by())


def people_behind(case: Case) -> list[Resident]:
    """Whoever complained in a case, and in those merged into it or out of it."""
    theirs = Complainant.objects.filter(case=case) | Complainant.objects.filter(home_case=case)
    return [complainant.resident for complainant in theirs.select_related("resident")]
