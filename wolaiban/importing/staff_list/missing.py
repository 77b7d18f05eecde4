"""Posts that a staff list no longer has: at the units that it names, of people whom none of its rows names there.

Keepers of accounts and volunteers stand in no list of staff, so theirs are never missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wolaiban.importing.staff_list.deciding import DecidedRow, RowResult
from wolaiban.people.actions.posts import end_posts
from wolaiban.people.actor import Actor
from wolaiban.people.authority import KEEPERS
from wolaiban.people.models import Post
from wolaiban.people.queries import PostQuerySet
from wolaiban.process.errors import BadAnswer, NotNow
from wolaiban.process.words import Function

STAY = KEEPERS | {Function.VOLUNTEER, Function.AUDITOR}
REFUSED = "有 {} 行没有读进去。先改好，再结束表里没有的岗位：不然会把写错了的人也结束掉。"


def missing_posts(decided: Sequence[DecidedRow], *, by: Actor) -> PostQuerySet:
    """By unit and name; none of one's own. Raises NotNow while rows are refused: they may be of those who would be missing."""
    bad = sum(each.result is RowResult.REFUSED for each in decided)
    if bad:
        raise NotNow(REFUSED.format(bad))
    units = {post.unit.pk for each in decided for post in each.posts}
    named = {
        (each.about.user.pk, post.unit.pk, post.function)
        for each in decided
        if each.about
        for post in each.posts
    }
    there = Post.objects.not_over().filter(unit__in=units).exclude(function__in=sorted(STAY))
    if by.user is not None:
        there = there.exclude(user=by.user)
    keys = there.values_list("pk", "user_id", "unit_id", "function")
    wanted = [pk for pk, user, unit, function in keys if (user, unit, Function(function)) not in named]
    return listed(wanted)


def listed(keys: Sequence[int]) -> PostQuerySet:
    posts = Post.objects.not_over().filter(pk__in=keys).with_unit().select_related("user")
    return posts.order_by("unit__code", "user__name", "pk")


def end_missing(posts: Sequence[Post], *, on: date, number: int, by: Actor) -> None:
    """All of them or none, from that day on. `number` is how many somebody means to end, typed by themselves."""
    if number != len(posts):
        raise BadAnswer({"number": f"一共是 {len(posts)} 个岗位，不是 {number} 个。请看清名单再填。"})
    end_posts(posts, on=on, by=by)
