"""Reveal an identity, or erase it. Both are written down before they happen."""

from django.db import transaction
from django.utils.timezone import now
from django.views.decorators.debug import sensitive_variables

from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.process.errors import BadAnswer, NotAllowed
from wolaiban.process.words import OFFICERS, Function
from wolaiban.residents.errors import AlreadyErased
from wolaiban.residents.identity import Identity
from wolaiban.residents.models import SEALED_FIELDS, Erasure, Look, Resident
from wolaiban.residents.vault import open_identity
from wolaiban.traces.leaving import leave

MAY_LOOK = OFFICERS | {Function.LEADER_IN_CHARGE}  # volunteers, auditors and administrators need no contact
REASON_LENGTH = 200


@sensitive_variables("identity")
def reveal(
    resident: Resident, *, by: Actor, reason: str, case_number: str | None = None, post: Post | None = None
) -> Identity:
    """Show an identity in full, after the look is safely on record.

    The look is committed first, in a transaction of its own: if opening fails, somebody still tried;
    if recording fails, nothing is shown. Whether `by` may see the case at all is for the caller
    (`Case.objects.visible_to`); `post` says in which post they do, where it is known.
    """
    look = _record_look(resident, by=by, reason=reason, case_number=case_number, post=post)
    return open_identity(look.resident)


@transaction.atomic(durable=True)
def _record_look(
    resident: Resident, *, by: Actor, reason: str, case_number: str | None, post: Post | None
) -> Look:
    posts = by.posts_as(MAY_LOOK)
    if by.user is None or not posts or (post is not None and post not in posts):
        raise NotAllowed(what="查看身份信息", who="经办人员")
    standing = Resident.objects.select_for_update(of=("self",)).get(pk=resident.pk)
    if standing.is_erased:
        raise AlreadyErased
    look = Look.objects.create(
        resident=standing,
        actor=by.user,
        post=post or posts[0],
        reason=explained(reason),
        case_number=case_number,
    )
    leave(look, act="looked", by=by.user.pk, at=look.at)
    return look


def wipe(locked: Resident, *, by: Actor, reason: str, is_self: bool = False, is_due: bool = False) -> Erasure:
    """Wipe an identity for good, inside the caller's transaction, which holds the row and tells its subjects.

    The row stays, so that what it stands in and the history of that stay whole. Only the resident themself (`is_self`,
    where another row than this one says whose account it is) or an officer; which officer, for which subject, is for
    the caller; and the clock, where it was kept long enough (`is_due`). Only what writes an event of it calls this:
    `cases.actions.erasing`, steps of other kinds.
    """
    posts = by.posts_as(OFFICERS)
    if not ((by.is_clock and is_due) or (by.user and (posts or is_self or locked.account_id == by.user.pk))):
        raise NotAllowed(what="删除身份信息", who="经办人员")
    moment = now()
    erasure = Erasure.objects.create(
        resident=locked, actor=by.user, post=posts[0] if posts else None, reason=explained(reason), at=moment
    )
    wiped = (*SEALED_FIELDS, "phone_index", "mark", "account")
    for column in wiped:
        setattr(locked, column, None)
    locked.erased_at = moment
    locked.save(update_fields=[*wiped, "erased_at"])
    leave(erasure, act="erased", by=by.user.pk if by.user else None, at=moment)
    return erasure


def explained(reason: str) -> str:
    """A reason a resident can make sense of: at least four characters that are not all the same."""
    words = " ".join(reason.split())
    meaning = [character for character in words if character.isalnum()]
    if len(meaning) < 4 or len(set(meaning)) < 2:
        raise BadAnswer({"reason": "请写明理由，至少 4 个字，例如“电话核实漏水位置”。"})
    if len(words) > REASON_LENGTH:
        raise BadAnswer({"reason": f"理由最多 {REASON_LENGTH} 个字。"})
    return words
