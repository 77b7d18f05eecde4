"""Counting receptions as they are written down and struck: what is added to, and taken from, the sums of which day."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db import connection

from wolaiban.duty.process import RECEPTION
from wolaiban.duty.words import ReceptionOutcome
from wolaiban.places.kinds import UnitKind
from wolaiban.statistics.counting import Sums, different
from wolaiban.statistics.formulas import DAY, word
from wolaiban.statistics.indicators import RECEPTION_FORMULAS
from wolaiban.statistics.models import ReceptionTally
from wolaiban.workflow.models import Event
from wolaiban.workflow.reader import Read, Reader, Stretch

WRITTEN, STRUCK = (f"'{RECEPTION.by_name[name].name}'" for name in ("record", "strike"))
COLUMNS = ", ".join(ReceptionTally.SUMS)
ADDED = ", ".join(
    f"{name} = statistics_receptiontally.{name} + excluded.{name}" for name in ReceptionTally.SUMS
)
# What is struck stands in the body of that event as it was written down: so the one takes back what the other added,
# in whatever order they are read.
ADD = f"""
INSERT INTO statistics_receptiontally (day, area_id, whole, {COLUMNS})
WITH told AS (
    SELECT CASE step WHEN {WRITTEN} THEN 1 ELSE -1 END AS sign, parsed.after
    FROM workflow_event
    CROSS JOIN LATERAL (SELECT convert_from(body, 'UTF8')::jsonb -> 'after' AS after OFFSET 0) parsed
    WHERE process = '{RECEPTION.name}' AND step IN ({WRITTEN}, {STRUCK}) AND id > %(since)s AND id <= %(upto)s
),
placed AS (
    SELECT sign, (after ->> 'heads')::int AS heads, after ->> 'outcome' AS outcome,
        ((after ->> 'at')::timestamptz {DAY} AS day, unit.id AS unit_id, unit.township_id
    FROM told JOIN places_unit unit ON unit.id = (after ->> 'unit_id')::bigint
),
sums AS (
    SELECT day, unit_id, township_id, grouping(unit_id) = 1 AS whole,
        sum(sign) AS receptions, sum(sign * heads) AS heads,
        coalesce(sum(sign) FILTER (WHERE outcome = {word(ReceptionOutcome.ANSWERED)}), 0) AS by_word,
        coalesce(sum(sign) FILTER (WHERE outcome = {word(ReceptionOutcome.CASED)}), 0) AS cased,
        grouping(township_id) = 1 AND grouping(unit_id) = 1 AS of_district
    FROM placed
    GROUP BY GROUPING SETS ((day, unit_id), (day, township_id), (day))
)
SELECT day,
    CASE WHEN of_district THEN (SELECT id FROM places_unit WHERE kind = {word(UnitKind.DISTRICT)})
         WHEN whole THEN township_id ELSE unit_id END AS area_id,
    whole, {COLUMNS}
FROM sums
WHERE of_district OR NOT whole OR township_id IS NOT NULL
ON CONFLICT (area_id, whole, day) DO UPDATE SET {ADDED}
"""  # noqa: S608 -- put together from words of ours


class ReceptionKey(NamedTuple):
    area: int
    whole: bool
    day: date


def count(stretch: Stretch) -> None:
    """Bring the sums up to the end of the stretch. In the reader's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(ADD, {"since": stretch.since, "upto": stretch.upto})


def forget() -> None:
    ReceptionTally.objects.all().delete()


READER = Reader("reception_statistics", count, (Event,), version=RECEPTION_FORMULAS, forget=forget)


def sweep() -> Read:
    return READER.read(Event)


def recount() -> int:
    return READER.read_anew(Event)


def differences() -> dict[ReceptionKey, tuple[Sums, Sums]]:
    """As `counting.differences`."""
    return different(READER, Event, _sums)


def _sums() -> dict[ReceptionKey, Sums]:
    rows = ReceptionTally.objects.values_list("area_id", "whole", "day", *ReceptionTally.SUMS)
    return {ReceptionKey(*row[:3]): row[3:] for row in rows.iterator()}
