"""A month for the door: who has which part of which day, called as each has agreed to be called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wolaiban.duty.answering import HOTLINE, AnsweredBy
from wolaiban.duty.labels import called
from wolaiban.duty.models import Shift
from wolaiban.duty.own import DoorConsent
from wolaiban.duty.parts import RosterParts
from wolaiban.duty.queries.grid import GridDay, weeks_of
from wolaiban.duty.words import DutyPart
from wolaiban.people.models import User
from wolaiban.people.officers import officers_of
from wolaiban.process.words import Function

NOBODY = AnsweredBy.TOWNSHIP_DUTY.label  # who answers then


@dataclass(frozen=True)
class DoorName:
    """What the sheet says of somebody; `phone` is empty where they did not agree that it stands there."""

    label: str
    phone: str


@dataclass(frozen=True)
class DoorLine:
    part: DutyPart
    label: str
    by_phone: bool


@dataclass(frozen=True)
class DoorDay:
    grid: GridDay
    lines: tuple[DoorLine, ...]


@dataclass(frozen=True)
class DoorSheet:
    """`phones` are those of the people in it who agreed to it; `after` the numbers to dial where nobody answers."""

    weeks: list[list[DoorDay]]
    phones: list[DoorName]
    after: list[str]


def door_sheet(parts: RosterParts, today: date) -> DoorSheet:
    names = _names(parts)
    weeks = [[DoorDay(day, _lines(day, names)) for day in week] for week in weeks_of(parts, today)]
    return DoorSheet(weeks, [one for one in names.values() if one.phone], _after(parts))


def _lines(day: GridDay, names: Mapping[int, DoorName]) -> tuple[DoorLine, ...]:
    return tuple(_line(line.shift, names) for line in day.lines)


def _line(shift: Shift, names: Mapping[int, DoorName]) -> DoorLine:
    label = names[shift.person_id].label if shift.person_id else NOBODY
    return DoorLine(shift.part_word, label, shift.by_phone)


def _names(parts: RosterParts) -> dict[int, DoorName]:
    """Of everybody in the roster, in the order of those who work there; the township's, whom it sent, last."""
    said = {one.user_id: one for one in DoorConsent.objects.filter(user__in=parts.people)}
    functions = _functions(parts)
    order = list(functions)
    people = sorted(parts.people, key=lambda one: order.index(one.pk) if one.pk in functions else len(order))
    return {one.pk: _name(one, functions.get(one.pk), said.get(one.pk)) for one in people}


def _functions(parts: RosterParts) -> dict[int, Function]:
    posts = list(parts.posts)
    if parts.unit.parent is not None and any(one.pk not in _keys(parts) for one in parts.people):
        posts += officers_of(parts.unit.parent)
    found: dict[int, Function] = {}
    for post in posts:
        found.setdefault(post.user_id, post.function_word)
    return found


def _keys(parts: RosterParts) -> set[int]:
    return {post.user_id for post in parts.posts}


def _name(person: User, function: Function | None, said: DoorConsent | None) -> DoorName:
    label = person.name if said is not None and said.full_name else called(person.name, function)
    return DoorName(label, person.phone if said is not None and said.phone else "")


def _after(parts: RosterParts) -> list[str]:
    above = parts.unit.parent
    phone = above.studio.phone if above is not None and above.studio is not None else ""
    return [*([f"{above} {phone}"] if phone else []), f"{AnsweredBy.HOTLINE.label} {HOTLINE}"]
