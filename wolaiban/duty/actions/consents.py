"""What somebody lets the sheet at the door say of them: said and taken back by themself alone."""

from __future__ import annotations

from django.db import transaction
from django.utils.timezone import now

from wolaiban.duty.own import DoorConsent
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.process.errors import BadAnswer, NotAllowed
from wolaiban.process.words import OFFICERS
from wolaiban.traces.leaving import leave


@transaction.atomic(durable=True)
def consent(*, full_name: bool, phone: bool, by: Actor) -> DoorConsent:
    """In place of what they said before. Sheets that hang already are for whoever hung them to take down."""
    if by.user is None or not by.posts_as(OFFICERS):
        raise NotAllowed(what="决定门口的表上写什么", who="有岗位的工作人员本人")
    user = User.objects.select_for_update().get(pk=by.user.pk)
    if phone and not user.phone:
        raise BadAnswer({"phone": "账号里还没有工作电话，请先让管人员的人填上。"})
    said, _ = DoorConsent.objects.update_or_create(
        user=user, defaults={"full_name": full_name, "phone": phone, "said_at": now()}
    )
    leave(said, act="door_consent", by=user.pk)
    return said
