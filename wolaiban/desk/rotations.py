"""Rotations at the desk: who takes turns at a door, in which order."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from wolaiban.desk.subjects.faces import Card, Face
from wolaiban.desk.subjects.showing import addresses
from wolaiban.duty.kind import ROTATIONS
from wolaiban.duty.models import Rotation
from wolaiban.duty.parts import RotationParts
from wolaiban.duty.queries.doors import own_door
from wolaiban.duty.words import DutyPart
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.calendar import BEIJING

MORNING = time(8)


def fresh(request: SignedInRequest) -> Rotation:
    """For the door of whoever sets it up, or another of theirs that the address names."""
    return Rotation(unit=own_door(request.actor, request.GET.get("unit", "")))


def around(request: SignedInRequest, rotation: Rotation, step: str) -> dict[str, Any]:
    if not rotation.pk:
        return {"orders": []}
    parts = RotationParts(rotation)
    orders = [(part.label, parts.order(part)) for part in (DutyPart.DAY, DutyPart.NIGHT)]
    return {"parts": parts, "orders": [(label, order) for label, order in orders if order]}


def initial(request: SignedInRequest, rotation: Rotation, step: str) -> dict[str, Any]:
    """What it is now, where it is rewritten."""
    if not rotation.pk:
        return {}
    parts = RotationParts(rotation)
    return {
        "day_people": [str(one.person_id) for one in parts.order(DutyPart.DAY)],
        "night_people": [str(one.person_id) for one in parts.order(DutyPart.NIGHT)],
        "on_holiday": rotation.on_holiday,
        "since": datetime.combine(rotation.since, MORNING, tzinfo=BEIJING) if rotation.since else None,
    }


FACE = Face(
    kind=ROTATIONS,
    name="desk:rotation",
    begins="set_up",
    fresh=fresh,
    open="在用的",
    over="已停用",
    beside=lambda actor: [("值班表", "desk:rosters")],
    cards=(Card("次序", "orders", needs="orders"),),
    with_cards={"move_up"},
    related=("unit__township", "unit__studio"),
    around=around,
    initial=initial,
    called=lambda rotation: f"{rotation.unit}轮值",
)
urlpatterns = addresses(FACE, "rosters/rotations")
