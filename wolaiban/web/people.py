"""The people of a case as choices: by their masked names, or, where a merge brought them, by nothing that tells who they are."""

from __future__ import annotations

from collections.abc import Set

from wolaiban.cases.models import Complainant
from wolaiban.cases.roles import Circle
from wolaiban.residents import vault

UNNAMED = "并入的反映人 {}（姓名由原来的单位掌握）"


def named_people(circle: Circle, known: Set[int]) -> list[tuple[Complainant, str]]:
    """Each with what to call them; `known` are the complaints whose names may be told (`known_to`)."""
    unnamed = [person.pk for person in circle.complainants if person.pk not in known]
    return [
        (
            person,
            str(vault.masked(person.resident))
            if person.pk in known
            else UNNAMED.format(unnamed.index(person.pk) + 1),
        )
        for person in circle.complainants
    ]
