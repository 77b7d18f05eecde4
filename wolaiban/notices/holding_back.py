"""What need not be told, or must not be any more: steps taken in one go, steps taken back, what is told anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wolaiban.notices.event_context import EventContext
from wolaiban.notices.models import Delivery
from wolaiban.notices.words import DeliveryState
from wolaiban.residents.models import Resident

TAKEN_BACK = "已撤回，不必再发"
SAID_ANEW = "有了更新的消息，不必再发"
NOT_GONE = (DeliveryState.WAITING, DeliveryState.GATHERED)


def last_of_each_go(scenes: Sequence[EventContext]) -> Iterator[EventContext]:
    """All but those after which the same person went on at the same moment: what they asked of others is done by then."""
    moments = {(s.event.case_id, s.event.seq): (s.event.at, s.event.actor_id) for s in scenes}
    for scene in scenes:
        event = scene.event
        went_on = moments.get((event.case_id, event.seq + 1))
        if event.actor_id is None or went_on != (event.at, event.actor_id):
            yield scene


def hold_back(scene: EventContext) -> int:
    """Stop what was to leave about the steps that this event takes back; how much. What is leaving just now leaves."""
    about = Delivery.objects.filter(
        message__event__case=scene.event.case_id,
        message__event__seq__gt=scene.back_to,
        message__event__seq__lt=scene.event.seq,
    )
    return about.filter(state__in=NOT_GONE).update(state=DeliveryState.DROPPED, error=TAKEN_BACK)


def hold_back_from(told: Iterable[tuple[Resident | None, str]]) -> int:
    """Stop what was to leave to these residents and is not said under this key; how much."""
    stopped = 0
    for resident, key in told:
        if resident is not None:
            older = Delivery.objects.filter(message__resident=resident, state__in=NOT_GONE)
            stopped += older.exclude(message__key=key).update(state=DeliveryState.DROPPED, error=SAID_ANEW)
    return stopped
