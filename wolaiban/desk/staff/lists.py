"""What the pages of staff show, fetched with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from wolaiban.people.actor import Actor
from wolaiban.people.authority import reach_of
from wolaiban.people.models import Post, User
from wolaiban.people.queries import UserQuerySet

PAGE = 50


@dataclass(frozen=True)
class PeoplePage:
    people: Sequence[User]  # each with `held`, the posts that are not over
    after: int | None  # the last person shown, when more follow


def people_kept_by(actor: Actor) -> UserQuerySet:
    """The one door: accounts that this actor may see here."""
    return User.objects.kept_by(reach_of(actor))


def page_of_people(actor: Actor, *, words: str, after: User | None) -> PeoplePage:
    """A page of accounts by name; the next one starts behind the last person of this one."""
    people = people_kept_by(actor)
    if words:
        people = people.matching(words)
    if after:
        people = people.filter(Q(name__gt=after.name) | Q(name=after.name, pk__gt=after.pk))
    held = Prefetch("posts", Post.objects.not_over().with_unit().order_by("starts", "pk"), to_attr="held")
    rows = list(people.order_by("name", "pk").prefetch_related(held)[: PAGE + 1])
    return PeoplePage(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)
