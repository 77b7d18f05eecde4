"""Who may act for whom: which posts can be left to a deputy, who can be one, and who may name them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate

from wolaiban.people.actor import Actor
from wolaiban.people.models import Absence, Post, User
from wolaiban.people.officers import serves, unit_above
from wolaiban.places.kinds import STUDIO_KINDS
from wolaiban.places.models import Unit
from wolaiban.process.words import LEADS, OFFICERS, Function

DEPUTISED = OFFICERS | {
    Function.LEADER_IN_CHARGE
}  # whoever keeps accounts or only watches is not stood in for
LONGEST_DEPUTY, LONGEST_ABSENCE = 60, 366  # days


def deputised_posts(user: User, on: date | None = None) -> list[Post]:
    """The posts of somebody in which others may act while they are away."""
    held = Post.objects.current(on).filter(user=user).as_any_of(sorted(DEPUTISED))
    return list(held.with_unit().order_by("starts", "pk"))


def own_post_for(deputy_posts: Iterable[Post], post: Post) -> Post | None:
    """The post by which somebody may act in another: one of the same unit, else one of the unit above."""
    posts = [one for one in deputy_posts if one.function_word in OFFICERS]
    beside = next((one for one in posts if serves(one.unit, post.unit)), None)
    if beside is not None:
        return beside
    above = unit_above(post.unit)
    return next((one for one in posts if above is not None and one.unit_id == above.pk), None)


def possible_deputies(user: User) -> list[Post]:
    """Those who can stand in for somebody, each by one of their posts: of the same units first, then of those above."""
    found: dict[int, Post] = {}
    for post in deputised_posts(user):
        above = unit_above(post.unit)
        for unit in (post.unit, *([above] if above else [])):
            for one in _officers_at(unit):
                found.setdefault(one.user_id, one)
    found.pop(user.pk, None)
    return list(found.values())


def _officers_at(unit: Unit) -> list[Post]:
    beside = (
        Q(unit__studio=unit.studio_id, unit__kind__in=sorted(STUDIO_KINDS)) if unit.is_studio_level else Q()
    )
    where = Q(unit=unit) | beside if beside else Q(unit=unit)
    posts = Post.objects.current().as_any_of(sorted(OFFICERS)).filter(where, user__is_active=True)
    return list(posts.with_unit().select_related("user").order_by("user__name", "pk"))


def away_within(users: Iterable[int], starts: date, ends: date) -> dict[int, Absence]:
    """Who of these people is away on a day of this time."""
    found = Absence.objects.within(starts, ends).filter(user__in=list(users)).order_by("starts")
    return {absence.user_id: absence for absence in found}


def may_arrange(actor: Actor, user: User) -> bool:
    """Whether somebody says when this person is away and who stands in: they themselves, or who leads their unit.

    Also whoever leads the unit above, for the lead who cannot press a button. Only by posts that they hold themselves.
    """
    if actor.user is None:
        return False
    return actor.user.pk == user.pk or any(leads_over(actor, post.unit) for post in deputised_posts(user))


def leads_over(actor: Actor, unit: Unit) -> bool:
    led = [post.unit for post in actor.own_posts if post.function_word in LEADS]
    return any(serves(own, unit) or own.pk == unit.parent_id for own in led)


def people_arranged_by(actor: Actor) -> list[User]:
    """Those for whom an actor says so, by name, themselves first."""
    if actor.user is None:
        return []
    led = [post.unit for post in actor.own_posts if post.function_word in LEADS]
    studios = [unit.studio_id for unit in led if unit.is_studio_level]
    where = Q(unit__in=led) | Q(unit__studio__in=studios, unit__kind__in=sorted(STUDIO_KINDS))
    heads = Q(unit__parent__in=led) & Q(function__in=sorted(LEADS))
    posts = Post.objects.current().as_any_of(sorted(DEPUTISED)).filter(where | heads, user__is_active=True)
    found = {post.user_id: post.user for post in posts.select_related("user").order_by("user__name", "pk")}
    mine = [actor.user] if any(post.function_word in DEPUTISED for post in actor.own_posts) else []
    return [*mine, *(user for pk, user in found.items() if pk != actor.user.pk)]


def people_known_to(actor: Actor, arranged: Iterable[User]) -> list[int]:
    """Those of whom an actor is told that they are away: of their own units, and those for whom they say so."""
    units = [post.unit for post in actor.own_posts if post.function_word in DEPUTISED]
    studios = [unit.studio_id for unit in units if unit.is_studio_level]
    where = Q(unit__in=units) | Q(unit__studio__in=studios, unit__kind__in=sorted(STUDIO_KINDS))
    beside = Post.objects.current().filter(where).values_list("user", flat=True)
    return [*{*beside, *(user.pk for user in arranged)}]


def is_over(absence: Absence) -> bool:
    return absence.ends <= max(localdate(), absence.starts)
