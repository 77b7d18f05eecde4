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
    """How many of these places have everybody, and those that do not."""

    wanted: tuple[Function, ...]
    places: int
    lacking: Sequence[Lacking]

    @property
    def whole(self) -> int:
        return self.places - len(self.lacking)

    @property
    def percent(self) -> int:
        """Rounded down: a hundred only where nobody is lacking."""
        return self.whole * 100 // self.places if self.places else 100

    def without(self, function: Function) -> int:
        return sum(function in each.functions for each in self.lacking)

    @property
    def by_function(self) -> list[tuple[Function, int]]:
        return [(function, self.without(function)) for function in self.wanted]


def wanted() -> tuple[Function, ...]:
    """The posts that make a studio whole, as the district says in STUDIO_COMPOSITION."""
    return tuple(Function(name) for name in settings.STUDIO_COMPOSITION)


def composition_of(units: UnitQuerySet) -> Composition:
    """One query. Villages that share a studio share its people."""
    asked = wanted()
    posts = Post.objects.current().as_any_of(asked).filter(user__is_active=True)
    held = ArraySubquery(posts.filter(unit__studio=OuterRef("studio")).values("function"))
    places = units.active().studio_level().with_township().order_by("code").annotate(held=held)
    looked_at = [Lacking(unit, _without(asked, unit)) for unit in places]
    return Composition(asked, len(looked_at), [each for each in looked_at if each.functions])


def _without(asked: tuple[Function, ...], place: Any) -> tuple[Function, ...]:
    return tuple(function for function in asked if function not in place.held)


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
