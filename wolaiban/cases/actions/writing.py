"""Writing what one act leaves behind in a single round trip to the database, where the ORM would make one for each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection, models

from wolaiban.cases.models import Case
from wolaiban.database.batch import Command, at_once, inserted, inserting


class Keys:
    """Keys drawn from the tables' own sequences before their rows are written, so that each row is written once."""

    def __init__(self, **counts: int) -> None:
        """So many of each sequence; one query."""
        drawing = "ARRAY(SELECT nextval('{}') FROM generate_series(1, %s))"
        columns = [drawing.format(SEQUENCES[name]) for name in counts]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(columns)}", list(counts.values()))
            drawn = cursor.fetchone()
        self.drawn: dict[str, Iterator[int]] = {
            name: iter(keys) for name, keys in zip(counts, drawn, strict=True)
        }

    def next(self, name: str) -> int:
        return next(self.drawn[name])


SEQUENCES = {
    "number": "case_number",
    "case": "cases_case_id_seq",
    "complainant": "cases_complainant_id_seq",
    "statement": "cases_statement_id_seq",
    "event": "cases_event_id_seq",
    "resident": "residents_resident_id_seq",
}


After = Command  # follows the rows
EVENT = "currval('cases_event_id_seq')"  # in it: the key of the event just written


def write(
    *rows: models.Model,
    case: Case | None = None,
    was: Mapping[str, Any] = {},
    after: Sequence[After] = (),
) -> None:
    """Insert rows, then what comes `after` them; where a `case` is given, first write what has changed of it since it `was` read."""
    commands = list[Command]()
    changed = [name for name in written() if case.__dict__[name] != was[name]] if case else []
    if case and changed:
        sets = ", ".join(f'"{name}" = %s' for name in changed)
        update = f"UPDATE cases_case SET {sets} WHERE id = %s RETURNING id"  # noqa: S608 -- names of columns
        commands.append((update, (*(case.__dict__[name] for name in changed), case.pk)))
    answers = at_once([*commands, *map(inserting, rows), *after])
    for row, (key,) in zip(rows, answers[len(commands) :], strict=False):
        inserted(row, key)


@cache
def written() -> tuple[str, ...]:
    """The columns of a case that a step may change."""
    return ("seq", "head", *Case.TRACKED)
