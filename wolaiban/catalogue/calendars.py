"""The calendar of working days in force: what was loaded, over what is published. Each process looks again by itself."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import suppress
from datetime import date

from django.db import DatabaseError, connection
from django.db.models import Max

from wolaiban.catalogue.models import CalendarLoad
from wolaiban.process.calendar import Calendar, in_force, use

log = logging.getLogger(__name__)
EVERY = 15.0  # seconds until a process counts by what another has loaded

_kept: dict[int, Calendar] = {}  # what was loaded never changes


def version() -> int:
    return CalendarLoad.objects.aggregate(newest=Max("pk"))["newest"] or 0


def as_of(number: int) -> Calendar:
    """The calendar after the load of this number: what a deadline was counted by then."""
    if number == in_force().version:
        return in_force()
    if number not in _kept:
        loaded: dict[int, dict[date, bool]] = {}
        for load in CalendarLoad.objects.filter(pk__lte=number) if number else ():
            for year, days in load.days.items():
                loaded[int(year)] = {date.fromisoformat(day): said[0] for day, said in days.items()}
        _kept[number] = Calendar(number, loaded)
    return _kept[number]


def refresh() -> Calendar:
    """Count by the newest from now on. One small query where nothing was loaded since."""
    newest = version()
    if newest != in_force().version:
        use(as_of(newest))
    return in_force()


def watch() -> None:
    """Look again and again, beside the requests and jobs of this process, which therefore never wait for it."""
    threading.Thread(target=_forever, name="calendar", daemon=True).start()


def _forever() -> None:
    while True:
        try:
            refresh()
        except DatabaseError:  # away for a moment: what was known still counts
            log.info("calendar: the database did not answer")
        finally:
            with suppress(DatabaseError):
                connection.close()
        time.sleep(EVERY)
