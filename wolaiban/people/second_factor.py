"""Who must confirm a second step when signing in, and who of them has none yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import checks

from wolaiban.people.actor import Actor
from wolaiban.people.models import Post, User
from wolaiban.process.words import Function

STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

# The names of SECOND_FACTOR_FOR: of whom each speaks.
GROUPS: dict[str, Callable[[Actor], bool]] = {
    "administrators": lambda actor: actor.holds(Function.ADMINISTRATOR),
    "district": lambda actor: any(post.unit.is_district for post in actor.posts),
    "townships": lambda actor: any(post.unit.is_township for post in actor.posts),
    "officers": lambda actor: bool(actor.posts),
}


def is_required_of(actor: Actor) -> bool:
    return any(GROUPS[name](actor) for name in settings.SECOND_FACTOR_FOR if name in GROUPS)


def has_one(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=STEPS).exists())


def is_owed_by(actor: Actor) -> bool:
    """Whether this person must set up a second step before anything else."""
    return actor.user is not None and is_required_of(actor) and not has_one(actor.user)


def may_remove(authenticator: Authenticator) -> bool:
    """Whoever needs a second step keeps one; which one is for them to say."""
    user = authenticator.user
    others = Authenticator.objects.filter(user=user, type__in=STEPS).exclude(pk=authenticator.pk)
    return bool(others.exists()) or not is_required_of(Actor.of(user))


def without() -> list[str]:
    """The sign-in names of those in post who owe a second step, for `doctor`."""
    holders = User.objects.active().filter(pk__in=Post.objects.current().values("user"))
    have = Authenticator.objects.filter(type__in=STEPS).values("user")
    return [user.username for user in holders.exclude(pk__in=have).order_by("username") if _owes(user)]


def _owes(user: User) -> bool:
    return is_required_of(Actor.of(user))


def faults(app_configs: Sequence[Any] | None, **_: Any) -> list[checks.CheckMessage]:
    """A name that is none would let everybody in without, and nobody would notice."""
    unknown = [name for name in settings.SECOND_FACTOR_FOR if name not in GROUPS]
    known = "、".join(GROUPS)
    return [
        checks.Error(f"SECOND_FACTOR_FOR 里没有“{name}”这一类，可以是：{known}。", id="people.E001")
        for name in unknown
    ]
