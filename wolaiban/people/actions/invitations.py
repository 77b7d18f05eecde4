"""Invite people who never signed in to choose a password, and let them in by the code. Only its HMAC is kept."""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime, now
from django.views.decorators.debug import sensitive_variables

from wolaiban.people.actions.accounts import check_password, temporary_password
from wolaiban.people.actor import Actor
from wolaiban.people.authority import awaited_by
from wolaiban.people.models import Change, ChangeKind, Invitation, InvitationWay, User
from wolaiban.process.errors import NotNow
from wolaiban.traces.leaving import leave

LASTS = timedelta(days=14)
OVER = "这个邀请码已经用过、换过或过期了。请联系单位的管理员再要一个。"


@dataclass(frozen=True)
class Invited:
    """What is shown or sent once: for whom, and the code. Neither logged nor stored."""

    user: User
    code: str = field(repr=False)


@sensitive_variables()
@transaction.atomic(durable=True)
def invite(users: Sequence[User], *, by: Actor, way: InvitationWay = InvitationWay.SLIP) -> list[Invited]:
    """Give each a code; an older one opens nothing from now on. Who has signed in meanwhile is left out."""
    wanted = awaited_by(by).filter(pk__in=[user.pk for user in users]).values("pk")
    people = list(User.objects.filter(pk__in=wanted).order_by("pk").select_for_update())
    if not people:
        raise NotNow("这些人都已登录过，不用再邀请。")
    void = _void(people)
    given = [Invited(user, temporary_password()) for user in people]
    fresh = [_invitation(each, by, way) for each in given]
    Invitation.objects.bulk_create(fresh)
    facts = {"way": str(way), "until": localtime(fresh[0].expires_at).date().isoformat()}
    changes = [Change(user=user, kind=str(ChangeKind.INVITED), by=by.user, facts=facts) for user in people]
    Change.objects.bulk_create(changes)
    leave(*changes, *void, *fresh, act=str(ChangeKind.INVITED), by=by.user.pk if by.user else None)
    order = {user.pk: place for place, user in enumerate(users)}
    return sorted(given, key=lambda each: order[each.user.pk])


def _invitation(given: Invited, by: Actor, way: InvitationWay) -> Invitation:
    moment = now()
    return Invitation(
        user=given.user,
        digest=digest_of(given.code),
        way=str(way),
        issued_by=by.user,
        issued_at=moment,
        expires_at=moment + LASTS,
    )


def _void(people: Sequence[User]) -> list[Invitation]:
    """Theirs that stand, void from now on. The caller leaves the traces."""
    standing = list(Invitation.objects.standing().filter(user__in=people))
    for each in standing:
        each.void_at = now()
    Invitation.objects.bulk_update(standing, ["void_at"])
    return standing


@sensitive_variables()
def opened_by(code: str) -> Invitation | None:
    """Whose invitation this is, if it still lets somebody in."""
    return Invitation.objects.open().filter(digest=digest_of(code)).select_related("user").first()


@sensitive_variables()
@transaction.atomic(durable=True)
def join(invitation: Invitation, *, password: str) -> User:
    """Choose the first password. Raises NotNow where the invitation is over, BadAnswer for a password that will not do."""
    User.objects.select_for_update().get(pk=invitation.user_id)
    found = Invitation.objects.open().filter(pk=invitation.pk).select_related("user").first()
    if found is None:
        raise NotNow(OVER)
    user = found.user
    check_password(password, user)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    found.used_at = now()
    found.save(update_fields=["used_at"])
    change = Change.objects.create(user=user, kind=str(ChangeKind.JOINED), by=user)
    leave(change, user, found, act=str(ChangeKind.JOINED), by=user.pk)
    return user


@sensitive_variables()
def plain_code(code: str) -> str:
    """However it was typed: in capitals, full-width, with other dashes or none."""
    folded = unicodedata.normalize("NFKC", code).casefold()
    return "".join(character for character in folded if character.isalnum())


@sensitive_variables()
def digest_of(code: str) -> bytes:
    words = f"wolaiban invitation\0{plain_code(code)}"
    return hmac.digest(settings.RECEIPT_KEY.encode(), words.encode(), "sha256")
