"""Invitations by text message: each code is made in the moment it is sent, so that none lies anywhere."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from procrastinate.exceptions import AlreadyEnqueued

from wolaiban.notices.gateways.configured import OUTBOX, gateway_for
from wolaiban.notices.gateways.letter import Letter, Undelivered
from wolaiban.notices.gateways.posting import sender_for
from wolaiban.notices.jobs import queue
from wolaiban.notices.words import Way
from wolaiban.people.actions.accounts import void_invitations
from wolaiban.people.actions.invitations import LASTS, Invited, invite
from wolaiban.people.actor import Actor
from wolaiban.people.models import InvitationWay, User
from wolaiban.process.errors import NotNow

log = logging.getLogger(__name__)
INVITER = "notices.invite"
WORDS = "【{office}】{name}，请打开 {page} 填邀请码 {code}，给自己设一个密码。登录名 {username}，{days} 天内有效，请不要转给别人。"


def put_out(people: Iterable[User], *, by: User) -> None:
    """A job for each; whoever is waiting for one already gets no second."""
    for person in people:
        job = queue().configure_task(INVITER, queueing_lock=f"{INVITER} {person.pk}")
        try:
            with transaction.atomic():
                job.defer(user=person.pk, by=by.pk)
        except AlreadyEnqueued:
            continue


def send_invitation(user: int, by: int) -> str:
    """Send one, for the worker. Raises Undelivered where trying again may help; the code that did not arrive is void."""
    person, sender = User.objects.get(pk=user), User.objects.get(pk=by)
    actor = Actor.of(sender)
    try:
        (given,) = invite([person], by=actor, way=InvitationWay.SMS)
    except NotNow:  # signed in meanwhile, or no longer ours
        return "not needed"
    try:
        _send(given)
    except Undelivered as why:
        _withdraw(person, actor)
        if not why.final:
            raise
        log.warning("invitation of account %s: %s", person.pk, why.reason)
        return "refused"
    return "sent"


@transaction.atomic
def _withdraw(person: User, by: Actor) -> None:
    void_invitations(person, by=by)


@sensitive_variables()
def _send(given: Invited) -> None:
    gateway = gateway_for(Way.SMS)
    if not gateway:
        raise Undelivered("没有短信网关", final=True)
    if gateway == OUTBOX:
        return  # the demo sends nothing
    page = settings.SITE_URL.rstrip("/") + reverse("account_invitation")
    text = WORDS.format(
        office=settings.OFFICE_NAME,
        name=given.user.name,
        page=page,
        code=given.code,
        username=given.user.username,
        days=LASTS.days,
    )
    sender_for(Way.SMS).send(Letter(key=uuid4(), to=given.user.phone, subject="", text=text))
