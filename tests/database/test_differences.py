"""What has become of rows: only the columns that changed are written, in an order that can be asked for."""

from __future__ import annotations

import pytest

from wolaiban.cases.models import Answer, Case, Complainant, Statement
from wolaiban.database.batch import fresh
from wolaiban.database.differences import Picture, number_rows


def test_what_has_not_changed_is_not_written() -> None:
    one, other = fresh(Complainant, id=1, case_id=5), fresh(Complainant, id=2, case_id=5)
    before = Picture([one, other])

    other.case_id, other.reachable = 6, False

    sets = 'UPDATE cases_complainant SET "case_id" = %s, "reachable" = %s WHERE id = %s'
    assert before.changes([one, other]) == [(sets, (6, False, 2))]


def test_what_is_equal_is_the_same() -> None:
    case = fresh(Case, id=1, head=memoryview(b"head"))
    before = Picture([case])

    case.head = b"head"

    assert before.changes([case]) == []


def test_whoever_makes_room_is_written_first() -> None:
    rows = [fresh(Complainant, id=pk, case_id=5) for pk in (1, 2, 3)]
    before = Picture(rows)
    for row in rows:
        row.case_id = 6

    changes = before.changes(rows, first=[rows[2], rows[1]])

    assert [change[1][-1] for change in changes if isinstance(change, tuple)] == [3, 2, 1]


def test_what_went_is_deleted_and_what_came_is_inserted() -> None:
    stayed, went = fresh(Complainant, id=1, case_id=5), fresh(Complainant, id=2, case_id=5)
    before, came = Picture([stayed, went]), fresh(Complainant, id=3, case_id=5)

    assert before.changes([stayed, came]) == [("DELETE FROM cases_complainant WHERE id = %s", (2,)), came]


@pytest.mark.django_db
def test_new_rows_get_keys_and_whatever_points_to_them_knows() -> None:
    words = [fresh(Statement), fresh(Statement)]
    answer, old = fresh(Answer, statement=words[1]), fresh(Answer, id=9, statement=words[0])

    number_rows([*words, answer], among=[old])

    assert words[1].pk == words[0].pk + 1
    assert answer.pk
    assert (answer.statement_id, old.statement_id) == (words[1].pk, words[0].pk)
