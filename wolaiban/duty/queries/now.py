"""Who answers now at a door, and when secretaries receive: what `answering` asks, read in one query."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.timezone import now

from wolaiban.duty.answering import (
    AnswerNow,
    DutyFacts,
    HeldPost,
    PostedShift,
    PublishedLine,
    TimeAway,
    who_answers,
)
from wolaiban.duty.rules import duty_hours
from wolaiban.duty.words import DutyPart
from wolaiban.places.models import Unit
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Function

# Doors are studios here: a village's own, that of its township, that of the district. A night lasts into the next day.
FACTS = """
WITH doors AS (
    SELECT studio_id AS door, 'door' AS what, short_name AS name FROM places_unit WHERE id = %(unit)s
    UNION ALL SELECT studio_id, 'township', short_name FROM places_unit WHERE id = %(township)s
    UNION ALL SELECT studio_id, 'district', short_name FROM places_unit WHERE kind = 'district'
)
SELECT 'line', to_jsonb(line)::text FROM (
    SELECT doors.door, doors.what, doors.name, studio.phone
    FROM doors JOIN places_studio studio ON studio.id = doors.door
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
    SELECT user_id AS person, starts AS first, ends - 1 AS last, NULL::bigint AS deputy
    FROM people_absence WHERE starts <= %(tomorrow)s AND ends > %(today)s
    UNION ALL
    SELECT absence.user_id, deputy.starts, deputy.ends - 1, own.user_id
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
      AND (%(everywhere)s OR unit.studio_id IN (SELECT door FROM doors WHERE what = 'door'))
    GROUP BY one.day ORDER BY one.day LIMIT 1
) reception
"""
HORIZON = timedelta(days=45)


@dataclass(frozen=True)
class NextReception:
    """The next day on which secretaries receive, by the rosters that were posted; at how many studios."""

    day: date
    studios: int


@dataclass(frozen=True)
class DutyNow:
    answer: AnswerNow
    reception: NextReception | None


def duty_now(unit: Unit, at: datetime | None = None, *, everywhere: bool = False) -> DutyNow:
    """At the door of a unit, by everybody's rosters; one query. `everywhere`: receptions of all studios together."""
    moment = at or now()
    today = moment.astimezone(BEIJING).date()
    told = _read(unit, today, everywhere=everywhere)
    lines = {row["what"]: _line(row) for row in told["line"]}
    facts = DutyFacts(
        hours=duty_hours(),
        door=lines.get("door") or PublishedLine(0, unit.short_name, ""),
        township=lines.get("township"),
        district=lines.get("district"),
        posts=tuple(_post(row) for row in told["post"]),
        shifts=tuple(_shift(row) for row in told["shift"]),
        away=tuple(_away(row) for row in told["away"]),
    )
    receptions = [NextReception(_day(row["day"]), row["doors"]) for row in told["reception"]]
    return DutyNow(who_answers(facts, moment), receptions[0] if receptions else None)


def _read(unit: Unit, today: date, *, everywhere: bool) -> dict[str, list[dict[str, Any]]]:
    given = {
        "unit": unit.pk, "township": unit.township_id, "everywhere": everywhere, "today": today,
        "yesterday": today - timedelta(days=1), "tomorrow": today + timedelta(days=1), "horizon": today + HORIZON,
    }  # fmt: skip
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(FACTS, given)
        for what, row in cursor.fetchall():
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


def on_duty_at(unit: Unit, at: datetime | None = None) -> int | None:
    """Who has the shift of a unit now, or stands in for them, by the key of their account; None: no shift, or nobody."""
    if unit.studio_id is None:
        return None
    answer = duty_now(unit, at).answer
    return answer.person if answer.is_on_shift else None
