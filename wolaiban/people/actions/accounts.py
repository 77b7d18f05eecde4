"""Open, rename, close and reopen accounts, and help those who cannot get in."""

from __future__ import annotations

import secrets
from datetime import date

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from wolaiban.people.actions.posts import place
from wolaiban.people.actions.recording import record
from wolaiban.people.actions.tokens import revoke_all
from wolaiban.people.actor import Actor
from wolaiban.people.authority import check_may_keep, check_may_keep_account
from wolaiban.people.models import Change, ChangeKind, Invitation, User
from wolaiban.places.models import Unit
from wolaiban.process.errors import BadAnswer, NotNow
from wolaiban.process.words import Function
from wolaiban.traces.leaving import leave

# No letters or digits that are mistaken for each other when read out over the telephone.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def temporary_password() -> str:
    """Three groups of four: 59 bits, to be read out once and replaced at the first sign-in."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(3))


@transaction.atomic(durable=True)
def open_account(
    *,
    username: str,
    name: str,
    unit: Unit,
    function: Function,
    by: Actor,
    phone: str = "",
    starts: date | None = None,
    ends: date | None = None,
    password: str | None = None,
    invented: bool = False,
) -> tuple[User, str]:
    """Open an account together with its first post; return it with the password, which is shown this once.

    Without a `password` a temporary one is made, to be replaced at the first sign-in. Invented people of the
    demo may have one that is easily typed; nobody else may.
    """
    check_may_keep(by, unit)
    chosen = password or temporary_password()
    user = User(username=User.normalize_username(username.strip()), name=name.strip(), phone=phone)
    user.invented = invented
    user.must_change_password = password is None
    if not invented:
        check_password(chosen, user)
    user.set_password(chosen)
    check_and_save(user)
    record(ChangeKind.OPENED, of=user, by=by)
    place(user, unit=unit, function=function, by=by, starts=starts or localdate(), ends=ends)
    return user, chosen


def check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        raise BadAnswer({"password": " ".join(refusal.messages)}) from refusal


def check_and_save(user: User) -> None:
    taken = BadAnswer({"username": "这个登录名已有人使用，请换一个。"})
    if User.objects.filter(username__iexact=user.username).exists():
        raise taken
    try:
        user.full_clean(validate_unique=False, validate_constraints=False)
        user.save()
    except ValidationError as refusal:
        raise BadAnswer({name: " ".join(words) for name, words in refusal.message_dict.items()}) from refusal
    except IntegrityError as refusal:  # somebody else took it between our look and our save
        raise taken from refusal


@transaction.atomic(durable=True)
def rename(user: User, *, name: str, by: Actor) -> Change:
    user = kept(user, by=by)
    before, user.name = user.name, name.strip()
    if not user.name:
        raise BadAnswer({"name": "请填写姓名。"})
    user.save(update_fields=["name"])
    return record(ChangeKind.RENAMED, of=user, by=by, before=before, after=user.name)


@transaction.atomic(durable=True)
def change_phone(user: User, *, phone: str, by: Actor) -> Change:
    """The number to which text messages go. A code that went to the old one opens nothing any more."""
    user = kept(user, by=by)
    if user.phone == phone:
        raise NotNow("电话没有变。")
    user.phone = phone
    user.save(update_fields=["phone"])
    void_invitations(user, by=by)
    return record(ChangeKind.PHONE, of=user, by=by)


@transaction.atomic(durable=True)
def deactivate(user: User, *, by: Actor) -> Change:
    """Close an account at once: every session and token ends. Posts stay as they are and count for nothing meanwhile."""
    user = kept(user, by=by)
    if not user.is_active:
        raise NotNow("此账号已经停用。")
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_access(user, by=by)
    return record(ChangeKind.DEACTIVATED, of=user, by=by)


@transaction.atomic(durable=True)
def reactivate(user: User, *, by: Actor) -> Change:
    user = kept(user, by=by)
    if user.is_active:
        raise NotNow("此账号正在使用，无需恢复。")
    user.is_active = True
    user.save(update_fields=["is_active"])
    return record(ChangeKind.REACTIVATED, of=user, by=by)


@transaction.atomic(durable=True)
def reset_password(user: User, *, by: Actor) -> str:
    """Give a temporary password, which is shown this once, and end every session and token."""
    user = kept(user, by=by)
    chosen = temporary_password()
    user.set_password(chosen)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    end_access(user, by=by)
    record(ChangeKind.PASSWORD_RESET, of=user, by=by)
    return chosen


@transaction.atomic(durable=True)
def remove_second_factor(user: User, *, by: Actor) -> Change:
    """For someone who lost their phone and their recovery codes."""
    user = kept(user, by=by)
    bound = Authenticator.objects.filter(user=user)
    if not bound.exists():
        raise NotNow("此账号没有开启两步验证。")
    end_access(user, by=by)
    bound.delete()  # leaves its traces: last, as `leave` wants it
    return record(ChangeKind.SECOND_FACTOR_REMOVED, of=user, by=by)


def kept(user: User, *, by: Actor) -> User:
    """The account, locked, if this actor keeps it."""
    user = User.objects.select_for_update().get(pk=user.pk)
    check_may_keep_account(by, user)
    return user


def end_access(user: User, *, by: Actor) -> None:
    """Whoever is signed in as this person is so no longer, in a browser or by a token; nor is anybody by an invitation."""
    for session in UserSession.objects.filter(user=user):
        session.end()
    revoke_all(user, by=by)
    void_invitations(user, by=by)


def void_invitations(user: User, *, by: Actor) -> None:
    """No code lets anybody into this account any more."""
    for invitation in Invitation.objects.standing().filter(user=user).select_for_update():
        invitation.void_at = now()
        invitation.save(update_fields=["void_at"])
        leave(invitation, act="withdrawn", by=by.user.pk if by.user else None)
