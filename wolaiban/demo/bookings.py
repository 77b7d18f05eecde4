"""Reception days of the demo: those that the rosters open, a leader's at a township, and who has booked next Wednesday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate, now

from wolaiban.demo.names import phone_of
from wolaiban.demo.pages.cast import CHENGGUAN, DAGAOSHE, DONGFEN, HAIYI, YILINJUN
from wolaiban.demo.playing import KEY, Player
from wolaiban.duty.actions.booking import VisitWish, booked
from wolaiban.duty.actions.opening_days import open_days
from wolaiban.duty.booked import Booking, ReceptionDay
from wolaiban.duty.booking_parts import BookingParts
from wolaiban.duty.queries.days import free_days
from wolaiban.duty.words import DayWay, HalfDay
from wolaiban.people.actor import ANYBODY, Actor
from wolaiban.process.calendar import nth_working_day_after
from wolaiban.workflow.idempotency import Once
from wolaiban.workflow.performing import begin, perform

FIRST_PHONE = 9_900


@dataclass(frozen=True)
class VisitScene:
    """Who books at which door: by themselves, or by telephone with somebody there. `moves` to the next free half day."""

    unit: str
    topic: str = ""
    by: str = ""
    moves: bool = False


SCENES = (
    VisitScene(DONGFEN, "P10"),
    VisitScene(DONGFEN, "D", by="bai"),
    VisitScene(DONGFEN, moves=True),
    VisitScene(HAIYI, "P01"),
    VisitScene(HAIYI, "P15", by="lu"),
    VisitScene(DAGAOSHE, "P10"),
    VisitScene(YILINJUN),
)
LEADERS_DAY = (CHENGGUAN, "fang", "街道办事处一楼接待室", "供暖、物业")


def keep_visits(player: Player) -> None:
    """Safe to break off and begin again: each is booked under a key of its own."""
    today = localdate()
    open_days(today)
    _publish(player, nth_working_day_after(today, 8))
    for number, scene in enumerate(SCENES):
        _book(player, number, scene)


def _publish(player: Player, day: date) -> None:
    code, by, place, topics = LEADERS_DAY
    unit, actor = player.units[code], player.actor(by)
    if ReceptionDay.objects.filter(unit=unit, leader=actor.user).exists():
        return
    answers: dict[str, Any] = {
        "day": day, "half": HalfDay.MORNING, "leader": actor.user, "way": DayWay.LEADER, "place": place,
        "topics": topics, "slots": 5,
    }  # fmt: skip
    at = player.base - timedelta(hours=2)
    event = begin("draw_up", on=ReceptionDay(unit=unit), by=actor, answers=answers, at=at)
    drawn = ReceptionDay.objects.get(pk=event.subject)  # type: ignore[attr-defined]
    perform("publish", on=drawn, by=actor, at=at + timedelta(minutes=5))


def _book(player: Player, number: int, scene: VisitScene) -> None:
    """On the first day that is free; nowhere, where the demo began in another month than this."""
    unit = player.units[scene.unit]
    free = free_days(unit, now())
    if not free:
        return
    topics = {topic.code: topic for topic in BookingParts(Booking(unit=unit)).topics}
    wish = VisitWish(free[0], phone_of(FIRST_PHONE + number), topics.get(scene.topic))
    by = player.actor(scene.by) if scene.by else ANYBODY
    booking = booked(wish, by=by, once=Once.of(KEY.format(f"visit/{number}"), shared=True))
    if scene.moves and booking.stage == "asked":
        other = free_days(unit, now(), but=booking.reception_day.pk)
        if other:
            slip = Actor.with_slip(booking.number)
            perform("move", on=booking, by=slip, answers={"new_day": other[0]})
