"""Handing a letter to the gateway of a delivery: opening the address, for this moment only."""

from __future__ import annotations

import importlib
from typing import Protocol, cast

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from wolaiban.notices.gateways.configured import OUTBOX
from wolaiban.notices.gateways.letter import Letter, NotNeeded, Undelivered
from wolaiban.notices.models import Delivery
from wolaiban.notices.rendering import outgoing
from wolaiban.notices.words import Way
from wolaiban.residents import vault
from wolaiban.residents.errors import VaultError
from wolaiban.residents.phones import numbers_in, takes_texts


class Sender(Protocol):
    def send(self, letter: Letter) -> None: ...


SENDERS = {Way.SMS: "http", Way.MAIL: "mail", Way.ROBOT: "robots"}


@sensitive_variables()
def post(delivery: Delivery) -> None:
    """Send, or raise Undelivered or NotNeeded. Reads the message with case, user, unit, complainant and resident."""
    address = _address(delivery)
    if delivery.gateway == OUTBOX:
        return  # the demo: what would have been sent is read at /demo/outbox
    text = outgoing(delivery.message)
    if delivery.way_word is Way.ROBOT:
        text += f" #{delivery.short_key}"  # a group cannot drop a repeat, but its readers can tell it
    letter = Letter(key=delivery.uuid, to=address, subject=_subject(delivery), text=text)
    sender_for(delivery.way_word).send(letter)


def sender_for(way: Way) -> Sender:
    """Only the worker ever loads what sends: apprise alone would make every web process larger."""
    return cast("Sender", importlib.import_module(f"wolaiban.notices.gateways.{SENDERS[way]}"))


def _subject(delivery: Delivery) -> str:
    case = delivery.message.case
    return (
        f"【{settings.OFFICE_NAME}】{case.number}"
        if case
        else f"【{settings.OFFICE_NAME}】{delivery.message.words}"
    )


@sensitive_variables()
def _address(delivery: Delivery) -> str:
    message = delivery.message
    if message.unit is not None:
        return message.unit.code
    if message.user is not None:
        return _of_staff(delivery)
    whose = message.resident_id or (message.complainant.resident_id if message.complainant else None)
    assert whose is not None
    return _mobile_of(whose)


def _of_staff(delivery: Delivery) -> str:
    user = delivery.message.user
    assert user is not None
    if not user.is_active:
        raise NotNeeded("账号已停用")
    address = next(iter(numbers_in(user.phone)), "") if delivery.way_word is Way.SMS else user.email
    if address and delivery.way_word is Way.SMS and not takes_texts(address):
        raise NotNeeded("工作电话不是手机号，收不到短信")
    if not address:
        raise NotNeeded("没有登记工作电话" if delivery.way_word is Way.SMS else "没有登记工作邮箱")
    return address


@sensitive_variables()
def _mobile_of(resident_pk: int) -> str:
    try:
        phone = vault.phone_for_letter(resident_pk)
    except VaultError:
        raise Undelivered("号码无法读取，请检查保险库密钥", of_gateway=False) from None
    if not phone:
        raise NotNeeded("没有留下号码")
    if not takes_texts(phone):
        raise NotNeeded("留的不是手机号，收不到短信")
    return phone
