"""Take many people into office at once: their accounts without a password, their posts, each with its record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from wolaiban.people.actor import Actor
from wolaiban.people.authority import check_is_another, functions_at, reach_of
from wolaiban.people.models import Change, ChangeKind, Post, User
from wolaiban.places.models import Unit
from wolaiban.process.errors import BadAnswer, NotAllowed, NotNow
from wolaiban.process.words import Function
from wolaiban.traces.leaving import leave
from wolaiban.traces.models import Traced


@dataclass(frozen=True)
class Appointment:
    unit: Unit
    function: Function
    starts: date


@dataclass(frozen=True)
class Enlisted:
    """A person, new where the account has no key yet; the posts that they get, and a phone that was told anew."""

    user: User
    posts: Sequence[Appointment]
    phone: str = ""


@transaction.atomic(durable=True)
def enlist(people: Sequence[Enlisted], *, by: Actor) -> None:
    """All of them or none. Nobody is told, and nobody can sign in before they are invited."""
    _check_may_enlist(people, by)
    known = [each for each in people if each.user.pk is not None]
    new = [each.user for each in people if each.user.pk is None]
    _lock(known)
    for user in new:
        user.set_unusable_password()
    User.objects.bulk_create(new)
    called = [each.user for each in known if each.phone and each.phone != each.user.phone]
    _write_phones(each for each in known if each.phone)
    posts = _posts(people, by)
    Post.objects.bulk_create(posts)
    _leave_records(new, called, posts, by)


def _check_may_enlist(people: Iterable[Enlisted], by: Actor) -> None:
    reach = set(reach_of(by).values_list("pk", flat=True))
    for person in people:
        check_is_another(by, person.user)
        for post in person.posts:
            if post.unit.pk not in reach:
                raise NotAllowed(what=f"管理{post.unit}的人员", who="本单位或上级单位的系统管理员")
            if post.function not in functions_at(post.unit):
                raise BadAnswer({"function": f"{post.unit}没有“{post.function.label}”这个岗位。"})


def _lock(known: Iterable[Enlisted]) -> None:
    """Those who have an account, so that none is closed between our look and our write."""
    wanted = {each.user.pk for each in known}
    standing = User.objects.active().filter(pk__in=wanted).order_by("pk").select_for_update()
    if len(standing) != len(wanted):
        raise NotNow("有的账号已停用，请先恢复账号再任命。")


def _write_phones(people: Iterable[Enlisted]) -> None:
    users = []
    for person in people:
        person.user.phone = person.phone
        users.append(person.user)
    User.objects.bulk_update(users, ["phone"])


def _posts(people: Iterable[Enlisted], by: Actor) -> list[Post]:
    return [
        Post(
            user=person.user,
            unit=post.unit,
            function=str(post.function),
            starts=post.starts,
            appointed_by=by.user,
        )
        for person in people
        for post in person.posts
    ]


def _leave_records(new: list[User], called: list[User], posts: list[Post], by: Actor) -> None:
    acts = {
        ChangeKind.OPENED: [Change(user=user, kind=str(ChangeKind.OPENED), by=by.user) for user in new],
        ChangeKind.PHONE: [Change(user=user, kind=str(ChangeKind.PHONE), by=by.user) for user in called],
        ChangeKind.APPOINTED: [_appointed(post, by) for post in posts],
    }
    Change.objects.bulk_create([change for changes in acts.values() for change in changes])
    who = by.user.pk if by.user else None
    rows: dict[ChangeKind, Sequence[Traced]] = {ChangeKind.OPENED: new, ChangeKind.APPOINTED: posts}
    for kind, changes in acts.items():
        leave(*changes, *rows.get(kind, ()), act=str(kind), by=who)


def _appointed(post: Post, by: Actor) -> Change:
    facts = {"unit": post.unit.code, "function": post.function, "starts": post.starts.isoformat()}
    return Change(user=post.user, kind=str(ChangeKind.APPOINTED), post=post, by=by.user, facts=facts)
