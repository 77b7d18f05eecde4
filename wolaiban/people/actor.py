"""Who acts: a person in the posts they hold or are deputies in, a receipt's holder, or the clock. The `by` of every action."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Q
from django.utils.timezone import localdate

from wolaiban.database.prepared import AnyOf, PreparedQuery
from wolaiban.people.models import Deputy, Post, User
from wolaiban.process.words import Function

if TYPE_CHECKING:
    from wolaiban.places.models import Unit

POSTS = PreparedQuery(
    lambda user, day: (
        Post.objects.current(day)
        .filter(Q(user=user) | Q(AnyOf(F("pk"), _deputised(user, day))))
        .with_unit()
        .order_by("starts", "pk")
    )
)


def _deputised(user: Any, day: Any) -> ArraySubquery:
    """The posts of those who are away and for whom this person acts."""
    return ArraySubquery(Deputy.objects.in_force(day).filter(own_post__user=user).values("post"))


@dataclass(frozen=True)
class Actor:
    """A person with the posts they held when this was read, and after them those in which they are a deputy.

    Read anew for every request, never kept in the session: an ended post ends at once, and so does a deputy's. Somebody
    without an account is known by the one complaint whose receipt they hold, `complaint`, or by the number of what else
    they hold a slip of, `slip`; or, while they report, by nothing at all (`is_public`).
    """

    user: User | None
    posts: tuple[Post, ...]
    is_clock: bool = False
    is_public: bool = False
    complaint: int | None = None
    slip: str = ""

    @classmethod
    def of(cls, user: User, on: date | None = None) -> Self:
        """Read the posts in which a person acts (one query). Someone whose account is closed acts in none."""
        if not user.is_active:
            return cls(user, ())
        posts = POSTS(user.pk, on or localdate())
        return cls(user, tuple(sorted(posts, key=lambda post: post.user_id != user.pk)))

    @classmethod
    def with_receipt(cls, complaint: int) -> Self:
        """Whoever has shown the receipt of this complaint: they see its case and speak for it, nothing else."""
        return cls(None, (), is_public=True, complaint=complaint)

    @classmethod
    def with_slip(cls, number: str) -> Self:
        """Whoever has shown the slip of the subject of this number: they speak in it for themselves, and in nothing else."""
        return cls(None, (), is_public=True, slip=number)

    def __str__(self) -> str:
        if self.slip:
            return "本人"
        return str(self.user) if self.user else "反映人" if self.is_public else "系统"

    def is_deputy_in(self, post: Post) -> bool:
        """Whether it is somebody else's post, in which I act while they are away."""
        return self.user is not None and post.user_id != self.user.id

    @cached_property
    def own_posts(self) -> tuple[Post, ...]:
        """Those I hold myself: only these say whose accounts I keep, and for whom I may name a deputy."""
        return tuple(post for post in self.posts if not self.is_deputy_in(post))

    @cached_property
    def principals(self) -> frozenset[int]:
        """Those for whom I act as a deputy."""
        return frozenset(post.user_id for post in self.posts if self.is_deputy_in(post))

    @cached_property
    def selves(self) -> frozenset[int]:
        """Myself and those for whom I act: what one of us asked for none of us may grant."""
        return self.principals | ({self.user.pk} if self.user else frozenset())

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The units of my posts, each once."""
        return tuple({post.unit_id: post.unit for post in self.posts}.values())

    @cached_property
    def functions(self) -> frozenset[Function]:
        return frozenset(post.function_word for post in self.posts)

    def holds(self, *functions: Function) -> bool:
        """Whether I hold any of these functions anywhere."""
        return not self.functions.isdisjoint(functions)

    def posts_as(self, functions: Iterable[Function]) -> tuple[Post, ...]:
        wanted = frozenset(functions)
        return tuple(post for post in self.posts if post.function_word in wanted)

    def unit_ids_as(self, functions: Iterable[Function]) -> frozenset[int]:
        """The units where I hold one of these functions."""
        return frozenset(post.unit_id for post in self.posts_as(functions))

    def post_at(self, unit: Unit) -> Post | None:
        """The post in which I act at this unit, if I have one there: the longest held."""
        return next((post for post in self.posts if post.unit_id == unit.pk), None)


CLOCK = Actor(user=None, posts=(), is_clock=True)
ANYBODY = Actor(user=None, posts=(), is_public=True)
