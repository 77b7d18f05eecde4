"""Writing what one act leaves behind in a single round trip to the database, where the ORM would make one for each row."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from wolaiban.database.prepared import PreparedText


@cache
def _drawing(names: tuple[str, ...]) -> PreparedText:
    drawing = "ARRAY(SELECT nextval('{}') FROM generate_series(1, %({})s))"
    return PreparedText(f"SELECT {', '.join(drawing.format(SEQUENCES[name], name) for name in names)}")


class Keys:
    """Keys drawn from the tables' own sequences before their rows are written, so that each row is written once."""

    def __init__(self, **counts: int) -> None:
        """So many of each sequence; one query."""
        (drawn,) = _drawing(tuple(counts))(**counts)
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
    "submission": "workflow_submission_id_seq",
}
