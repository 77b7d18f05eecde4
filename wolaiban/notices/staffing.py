"""Who works for units, who stands in for them and who is on duty: read for many together, for another when it is asked."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.timezone import localdate

from wolaiban.database.prepared import PreparedQuery, among
from wolaiban.duty.queries.now import on_duty_among
from wolaiban.people.models import Deputy, Post
from wolaiban.people.officers import officers_of_each
from wolaiban.places.models import Unit

DEPUTIES = PreparedQuery(
    lambda posts, day: (
        Deputy.objects.in_force(day)
        .filter(among("post", posts))
        .select_related("post", "own_post__user")
        .order_by("pk")
    )
)


class Staffing:
    """As it stands when it is read: for what is told in one go, not to be kept."""

    def __init__(self) -> None:
        self._units: dict[int, Unit] = {}
        self._officers: dict[int, list[Post]] = {}
        self._deputies: dict[int, list[Deputy]] = {}  # by post
        self._on_duty: dict[int, int | None] = {}

    def officers_of(self, unit: Unit) -> list[Post]:
        """Leads first."""
        if unit.pk not in self._units:
            self.read([unit])
        return self._officers[unit.pk]

    def deputies_of(self, posts: Iterable[Post]) -> list[Deputy]:
        """Who stands in for those who hold these posts, which are some of `officers_of`."""
        return [deputy for post in posts for deputy in self._deputies[post.pk]]

    def there_now(self, unit: Unit) -> int | None:
        """Who is on duty, by the key of their account. Most of what is told has a handler, so it is read once somebody asks."""
        self.officers_of(unit)
        if unasked := [one for pk, one in self._units.items() if pk not in self._on_duty]:
            self._on_duty |= dict.fromkeys(one.pk for one in unasked) | on_duty_among(unasked)
        return self._on_duty[unit.pk]

    def read(self, units: Iterable[Unit]) -> None:
        """Together, before it is asked for one by one."""
        fresh = {unit.pk: unit for unit in units}
        found = officers_of_each(fresh.values())
        self._units |= fresh
        self._officers |= found
        self._deputies |= {post.pk: [] for posts in found.values() for post in posts}
        if keys := tuple({post.pk for posts in found.values() for post in posts}):
            for deputy in DEPUTIES(keys, localdate()):
                self._deputies[deputy.post_id].append(deputy)
