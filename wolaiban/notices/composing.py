"""Writing messages: each once, with its deliveries and their jobs, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from wolaiban.cases.models import Event
from wolaiban.notices.calling import calls_in
from wolaiban.notices.confiding import confided
from wolaiban.notices.drafts import Draft
from wolaiban.notices.event_context import EventContext, contexts_of
from wolaiban.notices.gateways.configured import gateway_for
from wolaiban.notices.holding_back import hold_back, last_of_each_go
from wolaiban.notices.jobs import put_out
from wolaiban.notices.models import Delivery, Message
from wolaiban.notices.quiet_hours import FLOOD_WITHIN, next_digest, not_before
from wolaiban.notices.recipients import Recipient, recipients
from wolaiban.notices.rendering import all_words, facts_at, render
from wolaiban.notices.table import TABLE
from wolaiban.notices.wishes import Wishes
from wolaiban.notices.words import DeliveryState, Way
from wolaiban.people.models import User
from wolaiban.process.calendar import BEIJING
from wolaiban.residents import vault
from wolaiban.residents.phones import numbers_in, takes_texts
from wolaiban.workflow.reader import Stretch
from wolaiban.workflow.settling import before_keys


@transaction.atomic(durable=True)
def tell(event_pk: int) -> int:
    """Tell everybody who should know of this event; the number of messages written. Safe to run twice."""
    scenes = contexts_of([event_pk])
    if not scenes:
        raise Event.DoesNotExist
    return write(drafts_of(scenes[0], all_words()))


def tell_of(stretch: Stretch) -> int:
    """Tell of the news among these events, in the caller's transaction; the number of messages. Safe to run twice.

    Of what somebody did in one go only the last is told. What was told of something that was taken back and has not
    left yet is held back first.
    """
    scenes = contexts_of(stretch.news())
    words, told, drafts = all_words() if scenes else {}, 0, list[Draft]()
    for scene in last_of_each_go(scenes):
        if scene.back_to is not None:
            told, drafts = told + write(drafts), []
            hold_back(scene)
        drafts += drafts_of(scene, words)
    return told + write(drafts)


def drafts_of(scene: EventContext, words: Mapping[str, str]) -> list[Draft]:
    """What is to be told of an event, in these words (`all_words`)."""
    event, drafts, told = scene.event, dict[str, Draft](), dict[str, str]()
    for row in TABLE:
        if row.step != event.step or row.on not in scene.happenings:
            continue
        if row.text not in told:
            told[row.text] = render(words[row.text], facts_at(event, scene.holder))
        for to in recipients(row.audience, scene):
            key = f"e{event.pk}:{row.text}:{to.key}"
            drafts.setdefault(
                key,
                Draft(
                    key, row.text, told[row.text], to, scene.case, event,
                    presses=row.presses, urgent=row.urgent or scene.case.urgent,
                    in_person=to.complainant is not None and scene.spoke_with(to.complainant),
                ),
            )  # fmt: skip
    return list(drafts.values())


def write(drafts: Iterable[Draft]) -> int:
    """Write those that are not there yet. Two at once: the constraint turns the later one back, to find nothing to do.

    In the caller's transaction, which `sealing` can see from before the first key of a message is drawn.
    """
    moment = now()
    told = list(drafts)
    wanted = {draft.key: draft for draft in confided((*told, *calls_in(told))) if is_told(draft.to)}
    known = set(Message.objects.filter(key__in=wanted).values_list("key", flat=True))
    if not (fresh := [draft for key, draft in wanted.items() if key not in known]):
        return 0
    before_keys(Message)
    messages = Message.objects.bulk_create(_message(draft, moment) for draft in fresh)
    wishes = Wishes((draft.to for draft in fresh), moment)
    deliveries = [
        delivery
        for draft, message in zip(fresh, messages, strict=True)
        for delivery in _deliveries(draft, message, wishes, moment)
    ]
    Delivery.objects.bulk_create(deliveries)
    put_out(d for d in deliveries if d.queued_at is not None)
    return len(fresh)


@transaction.atomic(durable=True)
def ask_for_a_call(message: Message) -> int:
    """For a message that cannot be sent to the number that is there by now: the number of notices written."""
    to = Recipient(complainant=message.complainant)
    return write([Draft(message.key, message.text, message.words, to, message.case, message.event)])


def is_told(to: Recipient) -> bool:
    """A unit as such is told something only where its group has a robot."""
    return to.unit is None or bool(gateway_for(Way.ROBOT, to.unit.code))


def _message(draft: Draft, moment: datetime) -> Message:
    return Message(
        key=draft.key, text=draft.text, words=draft.words, event=draft.event, case=draft.case,
        user=draft.to.user, complainant=draft.to.complainant, resident=draft.to.resident, unit=draft.to.unit,
        urgent=draft.urgent, page=draft.page, at=moment,
    )  # fmt: skip


def _deliveries(draft: Draft, message: Message, wishes: Wishes, moment: datetime) -> list[Delivery]:
    return [
        delivery_of(message, way, gateway, wishes, moment, presses=draft.presses)
        for way, gateway in ways_to(draft, wishes)
        if gateway
    ]


def ways_to(draft: Draft, wishes: Wishes) -> list[tuple[Way, str]]:
    """By which ways, through which gateways; none for a number that text messages do not reach (`calling`)."""
    to = draft.to
    if to.unit is not None:
        return [(Way.ROBOT, gateway_for(Way.ROBOT, to.unit.code))]
    if not to.sends:
        return []
    wants = wishes.of(to)
    if to.whose is not None:
        by_sms = wants.sms and vault.takes_text_messages(to.whose)
        return [(Way.SMS, gateway_for(Way.SMS))] if by_sms else []
    assert to.user is not None
    ways = []
    if takes_texts(number_of(to.user)) and wants.sms and (draft.presses or draft.urgent):
        ways.append((Way.SMS, gateway_for(Way.SMS)))
    if to.user.email and wants.mail:
        ways.append((Way.MAIL, gateway_for(Way.MAIL)))
    return ways


def number_of(user: User) -> str:
    """A work number as it is dialled; "" where there is none."""
    return next(iter(numbers_in(user.phone)), "") if user.phone else ""


def delivery_of(
    message: Message, way: Way, gateway: str, wishes: Wishes, moment: datetime, *, presses: bool = False
) -> Delivery:
    """At once, after the quiet hours, or gathered with others into one."""
    gathers = None if message.urgent else _gathers_until(message, way, wishes, moment, presses=presses)
    start = not_before(way, gathers or moment, urgent=message.urgent)
    return Delivery(
        message=message,
        way=way,
        gateway=gateway,
        state=DeliveryState.GATHERED if gathers else DeliveryState.WAITING,
        created_at=moment,
        next_try=start,
        queued_at=moment if gathers is None and start <= moment else None,
    )


def _gathers_until(
    message: Message, way: Way, wishes: Wishes, moment: datetime, *, presses: bool
) -> datetime | None:
    """Until when it is held to be summed up: for those who want a digest, and in a flood."""
    if way is Way.ROBOT:
        return None
    if message.user_id and not presses and wishes.wants_digest(message):
        return next_digest(moment)
    return _end_of_window(moment) if wishes.is_flooded(message, way) else None


def _end_of_window(moment: datetime) -> datetime:
    """Windows lie on the clock, so that all of one flood are summed up together."""
    local = moment.astimezone(BEIJING)
    minutes = int(FLOOD_WITHIN.total_seconds()) // 60
    start = local.replace(minute=local.minute - local.minute % minutes, second=0, microsecond=0)
    return start + FLOOD_WITHIN
