"""Duty: who has a shift tomorrow is told at six in the evening; of a month that nobody has drawn up, those who should.

What the steps of a roster tell by themselves (`tells` of its table) is not told again here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from wolaiban.duty.clock import begins_at
from wolaiban.duty.models import Shift
from wolaiban.duty.months import Month
from wolaiban.duty.queries.missing import doors_without_roster
from wolaiban.duty.queries.tomorrow import posted_shifts
from wolaiban.notices.composing import write
from wolaiban.notices.drafts import Draft
from wolaiban.notices.models import Message
from wolaiban.notices.recipients import Recipient, leads_of, staff
from wolaiban.notices.rendering import Placeholders, render, words_of
from wolaiban.notices.staffing import Staffing
from wolaiban.notices.table import MONTH_MISSING, MONTHS_MISSING, SHIFT_OFF, SHIFT_ON
from wolaiban.people.models import User
from wolaiban.places.models import Unit
from wolaiban.process.calendar import BEIJING

EVENING, MORNING = time(18), time(8)
LEADS_ON, TOWNSHIP_ON = 25, 28  # of the month before, as the clock urges where there is a draft
LIST, GAPS = "/rosters/", "/rosters/gaps/"


# ---- Tomorrow's shifts


@transaction.atomic(durable=True)
def tell_tomorrow(at: datetime | None = None) -> int:
    """Tell of the shifts of the day that begins next, from 18:00 until each begins; the number of messages.

    Safe to run again and again: who was told already is told nothing more, unless the shift has changed hands since.
    """
    moment = at or now()
    today = moment.astimezone(BEIJING).date()
    return sum(_tell_of_day(day, moment) for day in (today, today + timedelta(days=1)))


Told = dict[int, list[Message]]  # what each person was told of a shift, by the key of their account


def _tell_of_day(day: date, moment: datetime) -> int:
    if moment < datetime.combine(day - timedelta(days=1), EVENING, tzinfo=BEIJING):
        return 0
    key, told = f"t{day:%y%m%d}", defaultdict[int, Told](dict)
    for message in Message.objects.filter(key__startswith=f"{key}:").select_related("user").order_by("pk"):
        if message.user is not None:
            told[int(message.key.split(":")[1])].setdefault(message.user.pk, []).append(message)
    ahead = [shift for shift in posted_shifts(day) if moment < begins_at(shift)]
    return write([draft for shift in ahead for draft in _drafts(shift, told[shift.pk], f"{key}:{shift.pk}")])


def _drafts(shift: Shift, told: Told, key: str) -> Iterator[Draft]:
    """To whoever has it now; and to those who were told so before, and have it no more."""
    if shift.person is not None and shift.person.is_active and not _said_last(told, shift.person, SHIFT_ON):
        yield _draft(shift, SHIFT_ON, shift.person, told, key)
    for person in [messages[-1].user for messages in told.values()]:
        if person is not None and person != shift.person and _said_last(told, person, SHIFT_ON):
            yield _draft(shift, SHIFT_OFF, person, told, key)


def _said_last(told: Told, person: User, text: str) -> bool:
    messages = told.get(person.pk)
    return messages is not None and messages[-1].text == text


def _draft(shift: Shift, text: str, person: User, told: Told, key: str) -> Draft:
    """The key counts what they were told of this shift before: it may change hands, and back."""
    unit, day = shift.roster.unit, f"{shift.day.month}月{shift.day.day}日"
    words = render(words_of(text), Placeholders(unit=str(unit), state=shift.part_word.label, by=day))
    to, number = Recipient(user=person), len(told.get(person.pk, ()))
    page = f"/rosters/{shift.roster_id}/"
    return Draft(f"{key}:{number}:{to.key}", text, words, to, page=page, presses=settings.SHIFT_SMS)


# ---- Months that nobody has drawn up


@transaction.atomic(durable=True)
def tell_missing(at: datetime | None = None) -> int:
    """Once a month to the leads, once to the townships, of doors that have not even a draft of the next month.

    Where there is a draft, its own clock urges (`duty.clock`). A worker that was down makes up for it.
    """
    local = (at or now()).astimezone(BEIJING)
    if local.day < LEADS_ON or local.time() < MORNING:
        return 0
    month, staffing = Month.of(local.date()).next, Staffing()
    told = _tell_once(f"x{month.code}", _to_leads, month, staffing)
    return told + (
        _tell_once(f"y{month.code}", _to_townships, month, staffing) if local.day >= TOWNSHIP_ON else 0
    )


Drafting = Callable[[str, Iterable[Unit], Month, Staffing], Iterator[Draft]]


def _tell_once(key: str, drafts: Drafting, month: Month, staffing: Staffing) -> int:
    if Message.objects.filter(key__startswith=f"{key}:").exists():
        return 0
    doors = doors_without_roster(month)
    staffing.read(doors)
    return write(drafts(key, doors, month, staffing))


def _to_leads(key: str, doors: Iterable[Unit], month: Month, staffing: Staffing) -> Iterator[Draft]:
    words = words_of(MONTH_MISSING)
    for unit in doors:
        said = render(words, Placeholders(unit=str(unit), by=str(month)))
        for to in leads_of(unit, staffing):
            yield Draft(f"{key}:{unit.pk}:{to.key}", MONTH_MISSING, said, to, page=LIST)


def _to_townships(key: str, doors: Iterable[Unit], month: Month, staffing: Staffing) -> Iterator[Draft]:
    """One message for all doors of a township."""
    below = defaultdict[Unit, int](int)
    for unit in doors:
        if unit.township is not None:
            below[unit.township] += 1
    words = words_of(MONTHS_MISSING)
    for township, number in below.items():
        said = render(words, Placeholders(unit=str(township), by=str(month), count=str(number)))
        for to in staff(township, staffing):
            yield Draft(f"{key}:{township.pk}:{to.key}", MONTHS_MISSING, said, to, page=GAPS)
