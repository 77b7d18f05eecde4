"""Somebody's shifts as a calendar file (RFC 5545): days, hours and the studio, and nothing else that stands in a roster.

The same shifts give the same bytes, so that a program that has them already is told so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from wolaiban.duty.answering import DutyHours
from wolaiban.duty.models import Shift
from wolaiban.duty.words import DutyPart
from wolaiban.process.calendar import BEIJING

MEDIA_TYPE = "text/calendar; charset=utf-8"
ASKED_AGAIN = timedelta(hours=1)
SINCE = datetime(1991, 9, 15)  # noqa: DTZ001 -- of a zone, by its own clock


def calendar_file(shifts: Iterable[Shift], hours: DutyHours, *, host: str, name: str) -> bytes:
    """`host` makes the keys of ours unlike those of another installation; `name` is what the calendar is called."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//duty//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", str(BEIJING))
    calendar.add("refresh-interval", ASKED_AGAIN, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_zone())
    for shift in shifts:
        calendar.add_component(_event(shift, hours, host))
    return bytes(calendar.to_ical())


def _zone() -> Timezone:
    """Eight hours ahead all the year round, as since 1991."""
    zone, standard = Timezone(), TimezoneStandard()
    standard.add("dtstart", SINCE)
    standard.add("tzname", "CST")
    for offset in ("tzoffsetfrom", "tzoffsetto"):
        standard.add(offset, timedelta(hours=8))
    zone.add("tzid", str(BEIJING))
    zone.add_component(standard)
    return zone


def _event(shift: Shift, hours: DutyHours, host: str) -> Event:
    event, (begins, ends) = Event(), hours.span_of(shift.part_word, shift.day)
    changed = shift.roster.changed_at.astimezone(UTC).replace(microsecond=0)
    event.add("uid", f"shift-{shift.pk}@{host}")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", shift.roster.seq)
    event.add("dtstart", begins)
    event.add("dtend", ends)
    event.add("summary", _summary(shift))
    event.add("location", shift.roster.unit.full_name)
    event.add("class", "PRIVATE")
    return event


def _summary(shift: Shift) -> str:
    """日间值班; 夜间电话; 书记接待; 日间值班（只接电话）."""
    words = "日间值班" if shift.part_word is DutyPart.DAY else shift.part_word.label
    return f"{words}（只接电话）" if shift.by_phone else words
