"""Taking a staff list in, some people at a time: a bad row holds up nobody else, and nobody is half written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import DataError, IntegrityError, connection

from wolaiban.importing.staff_list.deciding import DecidedRow, Deciding, RowResult
from wolaiban.importing.staff_list.reading import StaffRow
from wolaiban.importing.staff_list.standing import StaffMember
from wolaiban.people.actions.enlisting import Enlisted, enlist
from wolaiban.people.actor import Actor
from wolaiban.process.errors import NotNow, ProcessError

AT_A_TIME = 200  # people in one transaction: whoever else opens an account waits no longer than for these
LOCK = 0x2057E2
SOMEBODY_ELSE = "另一份花名册正在录入，请等它做完再试。"
ACCIDENT = "没有录进去，请把文件再导入一次"


def look(rows: Sequence[StaffRow], *, by: Actor) -> list[DecidedRow]:
    """What would become of each row. Nothing is written."""
    return list(Deciding.as_it_stands(by).all(rows))


def take_in(rows: Sequence[StaffRow], *, by: Actor) -> list[DecidedRow]:
    """Take in all good rows. Raises NotNow while another staff list is being taken in: two would open accounts twice."""
    with _alone():
        decided = look(rows, by=by)
        people = list(dict.fromkeys(each.about for each in decided if each.about and each.about.has_work))
        failed = set[StaffMember]()
        for start in range(0, len(people), AT_A_TIME):
            failed |= _write(people[start : start + AT_A_TIME], by)
    return [_failed(each) if each.about in failed else each for each in decided]


def _write(people: Sequence[StaffMember], by: Actor) -> set[StaffMember]:
    """Who could not be written: asked one by one where all together fail."""
    new = [person for person in people if person.is_new]
    try:
        enlist([Enlisted(each.user, each.posts, each.phone) for each in people], by=by)
    except (IntegrityError, DataError, ProcessError):
        for person in new:  # keys were drawn, and nothing is there under them
            person.user.pk, person.user._state.adding = None, True
        if len(people) == 1:
            return set(people)
        return set[StaffMember]().union(*(_write([person], by) for person in people))
    return set()


def _failed(row: DecidedRow) -> DecidedRow:
    return row._replace(result=RowResult.REFUSED, about=None, said=ACCIDENT)


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise NotNow(SOMEBODY_ELSE)
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
