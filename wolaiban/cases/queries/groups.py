"""Matters that were joined into one (并案): a tree, whose root is the one that is worked on."""

from __future__ import annotations

from wolaiban.cases.models import Case, Complainant
from wolaiban.people.actor import Actor


def root_of(pk: int) -> int:
    """The case in which a matter is worked on now: itself, if it was not merged."""
    above = Case.objects.filter(pk=pk).values_list("merged_into", flat=True)
    while (into := above.get()) is not None:
        pk, above = into, Case.objects.filter(pk=into).values_list("merged_into", flat=True)
    return pk


def merged_under(pk: int) -> list[int]:
    """Cases that were merged into a case, or into one of those, the nearest first; in the order of their keys."""
    found: list[int] = []
    level = [pk]
    while level:
        level = list(Case.objects.filter(merged_into__in=level).order_by("pk").values_list("pk", flat=True))
        found += level
    return found


def family_of(pk: int) -> set[int]:
    """All that belong together with a case."""
    root = root_of(pk)
    return {root, *merged_under(root)}


def number_after_merging(actor: Actor, number: str) -> str | None:
    """The number of the case in which a person's complaint stands now that began under this number."""
    theirs = Complainant.objects.filter(home_case__number=number, resident__account=actor.user)
    return theirs.values_list("case__number", flat=True).first() if actor.user else None
