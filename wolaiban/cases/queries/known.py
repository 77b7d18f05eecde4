"""Whose name an actor may learn: a merge introduces nobody to those who could not see them before."""

from __future__ import annotations

from collections.abc import Iterable

from wolaiban.cases.models import Case, Complainant
from wolaiban.cases.roles import Circle
from wolaiban.people.actor import Actor


def known_to(actor: Actor, circle: Circle) -> frozenset[int]:
    """The complaints of a case, which the actor may see, whose people they may be told: its own, and see `open_to`."""
    own = {c.pk for c in circle.complainants if c.home_case_id is None}
    return frozenset(own) | open_to(actor, [c for c in circle.complainants if c.pk not in own])


def open_to(actor: Actor, complaints: Iterable[Complainant]) -> frozenset[int]:
    """Those that were registered in a case which the actor may see, wherever they stand now."""
    homes = {c.pk: c.home_case_id or c.case_id for c in complaints}
    if not homes:
        return frozenset()
    seen = set(Case.objects.visible_to(actor).filter(pk__in=set(homes.values())).values_list("pk", flat=True))
    return frozenset(pk for pk, home in homes.items() if home in seen)
