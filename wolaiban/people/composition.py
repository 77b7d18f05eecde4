"""Who a studio is to have, one in each post, and which studios lack whom: the unified composition (统一人员构成)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.core import checks
from django.db.models import OuterRef

from wolaiban.people.authority import AT_STUDIO
from wolaiban.people.models import Post
from wolaiban.places.models import Unit
from wolaiban.places.queries import UnitQuerySet
from wolaiban.process.words import Function


@dataclass(frozen=True)
class Lacking:
    """A village or community whose studio is without somebody."""

    unit: Unit
    functions: tuple[Function, ...]

    @property
    def words(self) -> str:
        return "、".join(function.label for function in self.functions)


@dataclass(frozen=True)
class Composition:
    """How many of these places have everybody, and what each of the others lacks."""

    wanted: tuple[Function, ...]
    places: int
    gaps: Sequence[tuple[Function, ...]]

    @property
    def whole(self) -> int:
        return self.places - len(self.gaps)

    @property
    def percent(self) -> int:
        """Rounded down: a hundred only where nobody is lacking."""
        return self.whole * 100 // self.places if self.places else 100

    @property
    def by_function(self) -> list[tuple[Function, int]]:
        return [(function, sum(function in gap for gap in self.gaps)) for function in self.wanted]


def wanted() -> tuple[Function, ...]:
    """The posts that make a studio whole, as the district says in STUDIO_COMPOSITION."""
    return tuple(Function(name) for name in settings.STUDIO_COMPOSITION)


def composition_of(units: UnitQuerySet) -> Composition:
    """In figures alone: no place is made into a row of a page."""
    asked = wanted()
    gaps = [_without(asked, held) for held in _places(units, asked).values_list("held", flat=True)]
    return Composition(asked, len(gaps), [gap for gap in gaps if gap])


def lacking_in(units: UnitQuerySet) -> list[Lacking]:
    """The places without somebody, in the order of their codes."""
    asked = wanted()
    places = _places(units, asked).with_township().order_by("code")
    looked_at = [Lacking(place, _without(asked, place.held)) for place in places]
    return [each for each in looked_at if each.functions]


def _places(units: UnitQuerySet, asked: Sequence[Function]) -> Any:
    """With the functions that are held there. Villages that share a studio share its people."""
    posts = Post.objects.current().as_any_of(asked).filter(user__is_active=True)
    held = ArraySubquery(posts.filter(unit__studio=OuterRef("studio")).values("function"))
    return units.active().studio_level().annotate(held=held)


def _without(asked: Sequence[Function], held: Sequence[str]) -> tuple[Function, ...]:
    return tuple(function for function in asked if function not in held)


def faults(app_configs: Sequence[Any] | None, **_: Any) -> list[checks.CheckMessage]:
    known = {str(function) for function in AT_STUDIO}
    return [
        checks.Error(
            f"STUDIO_COMPOSITION 里没有“{name}”这个岗位，可以是：{'、'.join(sorted(known))}。",
            id="people.E002",
        )
        for name in settings.STUDIO_COMPOSITION
        if name not in known
    ]
