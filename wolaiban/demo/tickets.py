"""The counter of the demo: at 东坟村 somebody was heard this morning, somebody is called, and a few wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.timezone import localdate

from wolaiban.demo.pages.cast import DONGFEN
from wolaiban.demo.playing import KEY, Player
from wolaiban.duty.actions.counter import given_out
from wolaiban.duty.actions.recording import BookEntry, recorded
from wolaiban.duty.models import Ticket
from wolaiban.duty.parts import fields_of_today
from wolaiban.duty.words import MatterTimes, PhoneBack, ReceptionOutcome, ReceptionWay
from wolaiban.process.calendar import BEIJING
from wolaiban.workflow.idempotency import Once
from wolaiban.workflow.performing import perform

LEAD = "qin"


@dataclass(frozen=True)
class LineScene:
    """Somebody with a number, by minutes ago: when they took it, were called, left; what was said to them."""

    given: int
    topic: str = ""
    called: int = 0
    left: int = 0
    heard: str = ""


SCENES = (
    LineScene(75, "P09", called=66, heard="问高龄津贴什么时候到账，查了告诉他。"),
    LineScene(70, left=40),
    LineScene(45, "P10", called=5),
    LineScene(30, "P01"),
    LineScene(18),
    LineScene(6, "P06"),
)


def keep_a_line(player: Player) -> None:
    """Of today alone: a day that is over has nobody who waits. Safe to break off and begin again."""
    if localdate(player.base) == localdate():
        for number, scene in enumerate(SCENES):
            _play(player, scene, number)


def _play(player: Player, scene: LineScene, number: int) -> None:
    ticket, by = _given(player, scene, number), player.actor(LEAD)
    if ticket.stage_word.is_open and scene.left:
        answers = {"phone_back": PhoneBack.DECLINED}
        perform("leave", on=ticket, by=by, answers=answers, at=_ago(player, scene.left))
    if ticket.called_at is None and scene.called:
        perform("call", on=ticket, by=by, answers={"desk": 1}, at=_ago(player, scene.called))
    if scene.heard:
        _hear(player, scene, ticket, number)


def _given(player: Player, scene: LineScene, number: int) -> Ticket:
    topics = {topic.code: topic for topic in fields_of_today()}
    event = given_out(
        player.units[DONGFEN],
        by=player.actor(LEAD),
        answers={"topic": topics[scene.topic]} if scene.topic else {},
        once=_once(f"line/{number}"),
        at=_ago(player, scene.given),
    )
    return Ticket.objects.select_related("topic").get(pk=event.subject)  # type: ignore[attr-defined]


def _hear(player: Player, scene: LineScene, ticket: Ticket, number: int) -> None:
    answers = {
        "topic": ticket.topic, "outcome": ReceptionOutcome.ANSWERED, "words": scene.heard, "way": ReceptionWay.COUNTER,
        "heads": 1, "times": MatterTimes.FIRST,
    }  # fmt: skip
    recorded(
        BookEntry(player.units[DONGFEN], answers, ticket=ticket, invented=True),
        by=player.actor(LEAD),
        once=_once(f"line/{number}/heard"),
        at=_ago(player, scene.called),
    )


def _once(name: str) -> Once:
    return Once.of(KEY.format(name), shared=True)


def _ago(player: Player, minutes: int) -> datetime:
    """Shortly after midnight all of it is of this day."""
    midnight = datetime.combine(localdate(player.base), time(0), tzinfo=BEIJING)
    return max(player.base - timedelta(minutes=minutes), midnight)
