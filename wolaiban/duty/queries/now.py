"""Who answers now at a door, and when secretaries receive: what `answering` asks, read in one query."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import now

from wolaiban.database.prepared import PreparedText
from wolaiban.duty.answering import (
    AnswerNow,
    DutyFacts,
    HeldPost,
    PostedShift,
    PublishedLine,
    TimeAway,
    on_shift_today,
    who_answers,
)
from wolaiban.duty.rules import duty_hours
from wolaiban.duty.words import DutyPart
from wolaiban.places.models import Unit
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Function

# Doors are studios here: a village's own, that of its township, that of the district. A night lasts into the next day.
FACTS = PreparedText("""
WITH doors AS (
    SELECT id AS unit, studio_id AS door, short_name AS name, kind = 'district' AS is_district
    FROM places_unit WHERE id = ANY(%(units)s) OR kind = 'district'
)
SELECT 'line', to_jsonb(line)::text FROM (
    SELECT doors.*, studio.phone FROM doors JOIN places_studio studio ON studio.id = doors.door
) line
UNION ALL SELECT 'post', to_jsonb(post)::text FROM (
    SELECT held.user_id AS person, person.name, unit.studio_id AS door, held.function, held.starts, held.ends
    FROM people_post held
    JOIN people_user person ON person.id = held.user_id AND person.is_active
    JOIN places_unit unit ON unit.id = held.unit_id
    WHERE unit.studio_id IN (SELECT door FROM doors)
      AND held.starts <= %(tomorrow)s AND (held.ends IS NULL OR held.ends > %(today)s)
    ORDER BY held.starts, held.id
) post
UNION ALL SELECT 'shift', to_jsonb(shift)::text FROM (
    SELECT unit.studio_id AS door, one.part, one.day, one.person_id AS person
    FROM duty_shift one
    JOIN duty_roster roster ON roster.id = one.roster_id AND roster.stage IN ('posted', 'over')
    JOIN places_unit unit ON unit.id = roster.unit_id
    WHERE one.person_id IS NOT NULL AND unit.studio_id IN (SELECT door FROM doors)
      AND one.day BETWEEN %(yesterday)s AND %(tomorrow)s
) shift
UNION ALL SELECT 'away', to_jsonb(away)::text FROM (
    SELECT user_id AS person, starts AS first, ends - 1 AS last, NULL::bigint AS deputy, NULL::bigint AS door
    FROM people_absence WHERE starts <= %(tomorrow)s AND ends > %(today)s
    UNION ALL
    SELECT absence.user_id, deputy.starts, deputy.ends - 1, own.user_id, unit.studio_id
    FROM people_deputy deputy
    JOIN people_absence absence ON absence.id = deputy.absence_id
    JOIN people_post post ON post.id = deputy.post_id
    JOIN places_unit unit ON unit.id = post.unit_id AND unit.studio_id IN (SELECT door FROM doors)
    JOIN people_post own ON own.id = deputy.own_post_id
    WHERE deputy.starts <= %(tomorrow)s AND deputy.ends > %(today)s
) away
UNION ALL SELECT 'reception', to_jsonb(reception)::text FROM (
    SELECT one.day, count(*) AS doors
    FROM duty_shift one
    JOIN duty_roster roster ON roster.id = one.roster_id AND roster.stage = 'posted'
    JOIN places_unit unit ON unit.id = roster.unit_id
    WHERE one.part = 'secretary' AND one.person_id IS NOT NULL
      AND one.day BETWEEN %(today)s AND %(horizon)s
      AND (%(everywhere)s OR unit.studio_id = %(receiving)s)
    GROUP BY one.day ORDER BY one.day LIMIT 1
) reception
""")
HORIZON = timedelta(days=45)


@dataclass(frozen=True)
class NextReception:
    """The next day on which secretaries receive, by the rosters that were posted; at how many studios."""

    day: date
    studios: int


@dataclass(frozen=True)
class DutyNow:
    """`on_shift` are those of the door itself who have a shift today, or stand in, by the keys of their accounts."""

    answer: AnswerNow
    reception: NextReception | None
    on_shift: frozenset[int] = frozenset()


def duty_now(unit: Unit, at: datetime | None = None, *, everywhere: bool = False) -> DutyNow:
    """At the door of a unit, by everybody's rosters; one query. `everywhere`: receptions of all studios together."""
    moment = at or now()
    told = _Told.read([unit], moment, receiving=unit.studio_id, everywhere=everywhere)
    facts = told.facts_of(unit)
    return DutyNow(
        who_answers(facts, moment), next(iter(told.receptions), None), on_shift_today(facts, moment)
    )


def facts_at(unit: Unit, at: datetime) -> DutyFacts:
    """What is asked to answer at the door of a unit; one query."""
    return _Told.read([unit], at).facts_of(unit)


def on_duty_at(unit: Unit, at: datetime | None = None) -> int | None:
    """Who has the shift of a unit now, or stands in for them, by the key of their account; None: no shift, or nobody."""
    return on_duty_among([unit], at).get(unit.pk)


def on_duty_among(units: Iterable[Unit], at: datetime | None = None) -> dict[int, int]:
    """The same of several, by the keys of those where there is somebody; one query."""
    moment, asked = at or now(), [unit for unit in units if unit.studio_id is not None]
    if not asked:
        return {}
    told = _Told.read(asked, moment)
    answers = {unit.pk: who_answers(told.facts_of(unit), moment) for unit in asked}
    return {pk: one.person for pk, one in answers.items() if one.is_on_shift and one.person is not None}


def at_the_counter(unit: Unit, at: datetime | None = None) -> frozenset[int]:
    """Those of a door who have a shift today, or stand in, by the keys of their accounts; one query."""
    if unit.studio_id is None:
        return frozenset()
    moment = at or now()
    return on_shift_today(_Told.read([unit], moment).facts_of(unit), moment)


@dataclass(frozen=True)
class _Told:
    """What was read for several units together."""

    lines: dict[int, PublishedLine]  # by unit
    district: PublishedLine | None
    posts: tuple[HeldPost, ...]
    shifts: tuple[PostedShift, ...]
    away: tuple[tuple[int | None, TimeAway], ...]  # with the door of the post in which somebody stands in
    receptions: tuple[NextReception, ...]

    @classmethod
    def read(
        cls,
        units: Iterable[Unit],
        moment: datetime,
        *,
        receiving: int | None = None,
        everywhere: bool = False,
    ) -> _Told:
        told = _read(units, moment, receiving=receiving, everywhere=everywhere)
        return cls(
            lines={row["unit"]: _line(row) for row in told["line"]},
            district=next((_line(row) for row in told["line"] if row["is_district"]), None),
            posts=tuple(_post(row) for row in told["post"]),
            shifts=tuple(_shift(row) for row in told["shift"]),
            away=tuple((row["door"], _away(row)) for row in told["away"]),
            receptions=tuple(NextReception(_day(row["day"]), row["doors"]) for row in told["reception"]),
        )

    def facts_of(self, unit: Unit) -> DutyFacts:
        door = self.lines.get(unit.pk) or PublishedLine(0, unit.short_name, "")
        township = self.lines.get(unit.township_id or 0)
        doors = {line.door for line in (door, township, self.district) if line is not None}
        return DutyFacts(
            hours=duty_hours(),
            door=door,
            township=township,
            district=self.district,
            posts=tuple(post for post in self.posts if post.door in doors),
            shifts=tuple(shift for shift in self.shifts if shift.door in doors),
            away=tuple(away for where, away in self.away if where is None or where in doors),
        )


def _read(
    units: Iterable[Unit], moment: datetime, *, receiving: int | None, everywhere: bool
) -> dict[str, list[dict[str, Any]]]:
    today = moment.astimezone(BEIJING).date()
    given = {
        "units": [key for unit in units for key in (unit.pk, unit.township_id) if key is not None],
        "receiving": receiving, "everywhere": everywhere, "today": today, "yesterday": today - timedelta(days=1),
        "tomorrow": today + timedelta(days=1), "horizon": today + HORIZON,
    }  # fmt: skip
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for what, row in FACTS(**given):
        told[what].append(json.loads(row))
    return told


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _line(row: dict[str, Any]) -> PublishedLine:
    return PublishedLine(row["door"], row["name"], row["phone"])


def _post(row: dict[str, Any]) -> HeldPost:
    ends = _day(row["ends"]) if row["ends"] else None
    function = Function(row["function"])
    return HeldPost(row["person"], row["name"], row["door"], function, _day(row["starts"]), ends)


def _shift(row: dict[str, Any]) -> PostedShift:
    return PostedShift(row["door"], DutyPart(row["part"]), _day(row["day"]), row["person"])


def _away(row: dict[str, Any]) -> TimeAway:
    return TimeAway(row["person"], _day(row["first"]), _day(row["last"]), row["deputy"])
