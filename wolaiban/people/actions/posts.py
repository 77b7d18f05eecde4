"""Give a person a post and take it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from wolaiban.people.actions.recording import record
from wolaiban.people.actor import Actor
from wolaiban.people.authority import check_is_another, check_may_keep, functions_at
from wolaiban.people.models import Change, ChangeKind, Post, User
from wolaiban.places.models import Unit
from wolaiban.process.errors import BadAnswer, NotNow
from wolaiban.process.words import Function


@transaction.atomic(durable=True)
def appoint(
    user: User,
    *,
    unit: Unit,
    function: Function,
    by: Actor,
    starts: date | None = None,
    ends: date | None = None,
) -> Post:
    """Give a person a function at a unit, from today unless said otherwise. `ends` is the first day without it."""
    user = User.objects.select_for_update().get(pk=user.pk)
    check_may_keep(by, unit)
    check_is_another(by, user)
    if not user.is_active:
        raise NotNow(f"{user}的账号已停用，请先恢复账号再任命。")
    return place(user, unit=unit, function=function, by=by, starts=starts or localdate(), ends=ends)


def place(
    user: User, *, unit: Unit, function: Function, by: Actor, starts: date, ends: date | None = None
) -> Post:
    """What `appoint` and `open_account` share, inside their transactions."""
    if function not in functions_at(unit):
        raise BadAnswer({"function": f"{unit}没有“{function.label}”这个岗位。"})
    if ends is not None and ends <= starts:
        raise BadAnswer({"ends": "卸任日期要晚于任职日期。"})
    if Post.objects.not_over(starts).filter(user=user, unit=unit, function=str(function)).exists():
        raise NotNow(f"{user}已经是{unit}的{function.label}。")
    post = Post.objects.create(
        user=user, unit=unit, function=str(function), starts=starts, ends=ends, appointed_by=by.user
    )
    record(
        ChangeKind.APPOINTED, of=user, by=by, post=post,
        unit=unit.code, function=str(function), starts=starts.isoformat(),
    )  # fmt: skip
    return post


@transaction.atomic(durable=True)
def end_post(post: Post, *, by: Actor, on: date | None = None) -> Change:
    """Take a post back, from today unless a later day is given. It is gone with the person's next request."""
    return _end(post, by, on or localdate())


@transaction.atomic(durable=True)
def end_posts(posts: Sequence[Post], *, on: date, by: Actor) -> None:
    """Take several posts back, all of them or none."""
    for post in posts:
        _end(post, by, on)


def _end(post: Post, by: Actor, day: date) -> Change:
    post = Post.objects.select_for_update(of=("self",)).select_related("user", "unit__parent").get(pk=post.pk)
    check_may_keep(by, post.unit)
    check_is_another(by, post.user)
    if post.ends is not None and post.ends <= localdate():
        raise NotNow("这个岗位已经卸任。")
    if day < localdate():
        raise BadAnswer({"ends": "卸任日期不能早于今天。"})
    post.ends = max(day, post.starts)  # a promised post that is taken back was never held
    post.save(update_fields=["ends"])
    return record(ChangeKind.ENDED, of=post.user, by=by, post=post, ends=post.ends.isoformat())
