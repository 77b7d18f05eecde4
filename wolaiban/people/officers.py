"""Who works for a unit, and where a matter goes that it cannot settle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from wolaiban.database.prepared import PreparedQuery, among
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.places.models import STUDIO_KINDS, Unit
from wolaiban.process.words import LEADS, OFFICERS, Function

HOLDS_OFFICE = PreparedQuery(
    lambda day, person, unit, studio: (
        Post.objects.current(day)
        .as_any_of(sorted(OFFICERS))
        .filter(
            Q(unit=unit) | Q(unit__studio=studio, unit__kind__in=sorted(STUDIO_KINDS)),
            user=person,
            user__is_active=True,
        )[:1]
    )
)


def serves(unit: Unit, other: Unit) -> bool:
    """Whether officers of `unit` work for `other`: the same unit, or villages that share a studio."""
    if unit.pk == other.pk:
        return True
    return unit.is_studio_level and other.is_studio_level and unit.studio_id == other.studio_id


def served_as(actor: Actor, functions: Iterable[Function], path: str) -> Q:
    """As a condition on the unit that a path leads to: somebody in one of these functions `serves` it."""
    units = [post.unit for post in actor.posts_as(functions)]
    studios = [unit.studio_id for unit in units if unit.is_studio_level]
    beside = Q(**{f"{path}__studio__in": studios, f"{path}__kind__in": sorted(STUDIO_KINDS)})
    return Q(**{f"{path}__in": [unit.pk for unit in units]}) | beside


def works_for(actor: Actor, unit: Unit) -> bool:
    """Whether somebody is one of the officers of a unit."""
    return any(serves(post.unit, unit) for post in actor.posts_as(OFFICERS))


def officers_of(unit: Unit, functions: Iterable[Function] = OFFICERS) -> list[Post]:
    """Current posts of those who work for a unit, leads first."""
    return officers_of_each([unit], functions)[unit.pk]


def officers_of_each(
    units: Iterable[Unit], functions: Iterable[Function] = OFFICERS
) -> dict[int, list[Post]]:
    """Of several units, by their keys; two queries at most."""
    asked, wanted = list(units), frozenset(functions)
    there = defaultdict[_Office, list[Post]](list)
    for by_studio in (True, False):
        if keys := {key for studio, key in map(_office, asked) if studio is by_studio}:
            for post in _officers(wanted, by_studio=by_studio)(localdate(), tuple(keys)):
                there[_office(post.unit)].append(post)
    return {unit.pk: sorted(there[_office(unit)], key=_leads_first) for unit in asked}


_Office = tuple[
    bool, int | None
]  # villages that share a studio have one office; then the key is the studio's


def _office(unit: Unit) -> _Office:
    """The same of two units where one `serves` the other."""
    return (True, unit.studio_id) if unit.is_studio_level else (False, unit.pk)


def _leads_first(post: Post) -> tuple[bool, int]:
    return post.function_word not in LEADS, post.pk


@cache
def _officers(functions: frozenset[Function], *, by_studio: bool) -> PreparedQuery[Post]:
    def put(day: Any, keys: Any) -> QuerySet[Post]:
        posts = Post.objects.current(day).as_any_of(sorted(functions)).filter(user__is_active=True)
        posts = posts.filter(among("unit__studio" if by_studio else "unit", keys))
        return posts.with_unit().select_related("user")

    return PreparedQuery(put)


def holds_office(person: int, unit: Unit) -> bool:
    """Whether somebody is one of those who work for a unit: what `officers_of` would list, asked for one."""
    studio = unit.studio_id if unit.is_studio_level else None
    return HOLDS_OFFICE.one(localdate(), person, unit.pk, studio) is not None


def holds_own_office(actor: Actor, unit: Unit) -> bool:
    """The same of whoever acts, by the posts that were read with them; what they do as a deputy does not count."""
    return any(serves(post.unit, unit) for post in actor.own_posts if post.function_word in OFFICERS)


def unit_above(unit: Unit) -> Unit | None:
    """Where a matter goes when it is raised: the parent, or, if nobody works there, the one above that.

    The district takes it even with nobody in post, so that no escalation is skipped; None above the district.
    """
    above = unit.parent
    while above is not None and not above.is_district and not officers_of(above):
        above = above.parent
    return above
