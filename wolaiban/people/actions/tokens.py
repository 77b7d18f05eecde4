"""Make a token for a program, and take it back."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now

from wolaiban.people import second_factor
from wolaiban.people.actions.recording import record
from wolaiban.people.actor import Actor
from wolaiban.people.models import Change, ChangeKind, Scope, Token, User
from wolaiban.process.errors import BadAnswer, NotAllowed, NotNow

MARK = "wolaiban_"  # so that scanners of source code recognise one that was left there
SHOWN_OF_IT = len(MARK) + 6
MOST_ALIVE = 10
MOST_DAYS = 366


def digest_of(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


@transaction.atomic(durable=True)
def make_token(*, name: str, scopes: Collection[Scope], days: int, by: Actor) -> tuple[Token, str]:
    """Make a token of one's own; return it with its text, which is shown this once and kept nowhere."""
    user = _myself(by)
    if second_factor.is_owed_by(by):
        raise NotNow("您的岗位须先设置两步验证，再生成令牌。")
    if not scopes:
        raise BadAnswer({"scopes": "请至少选一项权限。"})
    if not 1 <= days <= MOST_DAYS:
        raise BadAnswer({"days": f"有效期须在 1 到 {MOST_DAYS} 天之间。"})
    if Token.objects.alive().filter(user=user).count() >= MOST_ALIVE:
        raise NotNow(f"已有 {MOST_ALIVE} 个有效的令牌，请先作废不用的。")
    secret = MARK + secrets.token_urlsafe(32)
    token = Token.objects.create(
        user=user,
        name=name.strip(),
        prefix=secret[:SHOWN_OF_IT],
        digest=digest_of(secret),
        scope=" ".join(word for word in Scope if word in scopes),
        expires_at=now() + timedelta(days=days),
    )
    record(ChangeKind.TOKEN_MADE, of=user, by=by, of_token=token, token=str(token), scope=token.scope)
    return token, secret


@transaction.atomic(durable=True)
def revoke_token(token: Token, *, by: Actor) -> Change:
    """Take one's own token back. It is gone with the program's next request."""
    user = _myself(by)
    token = Token.objects.select_for_update().get(pk=token.pk)
    if token.user_id != user.pk:
        raise NotAllowed(what="作废别人的令牌", who="令牌的主人")
    if not token.is_alive:
        raise NotNow("这个令牌已经失效。")
    return _revoke(token, by)


def revoke_all(user: User, *, by: Actor) -> None:
    """All that a person has, inside the transaction of whoever closes or resets the account."""
    for token in Token.objects.alive().filter(user=user).select_for_update():
        _revoke(token, by)


def _revoke(token: Token, by: Actor) -> Change:
    token.revoked_at = now()
    token.save(update_fields=["revoked_at"])
    return record(ChangeKind.TOKEN_REVOKED, of=token.user, by=by, of_token=token, token=str(token))


def _myself(by: Actor) -> User:
    """The acting person, locked, so that two presses at once are counted one after the other."""
    if by.user is None or not by.user.is_active:
        raise NotAllowed(what="生成或作废令牌", who="本人")
    return User.objects.select_for_update().get(pk=by.user.pk)
