"""What has become of rows: only the columns that changed are written, in an order that can be asked for."""

from __future__ import annotations

import pytest

from wolaiban.cases.models import Answer, Case, Complainant, Statement
from wolaiban.database.batch import fresh
from wolaiban.database.differences import differences, number_rows, picture


def test_what_has_not_changed_is_not_written() -> None:
    one, other = fresh(Complainant, id=1, case_id=5), fresh(Complainant, id=2, case_id=5)
    before = picture([one, other])

    other.case_id, other.reachable = 6, False

    sets = 'UPDATE cases_complainant SET "case_id" = %s, "reachable" = %s WHERE id = %s'
    assert differences(before) == [(sets, (6, False, 2))]


def test_what_is_equal_is_the_same() -> None:
    case = fresh(Case, id=1, head=memoryview(b"head"))
    before = picture([case])

    case.head = b"head"

    assert differences(before) == []


def test_whoever_makes_room_is_written_first() -> None:
    rows = [fresh(Complainant, id=pk, case_id=5) for pk in (1, 2, 3)]
    before = picture(rows)
    for row in rows:
        row.case_id = 6

    written = [values[-1] for _, values in differences(before, first=[rows[2], rows[1]])]

    assert written == [3, 2, 1]


@pytest.mark.django_db
def test_new_rows_get_keys_and_whatever_points_to_them_knows() -> None:
    words = [fresh(Statement), fresh(Statement)]
    answer, old = fresh(Answer, statement=words[1]), fresh(Answer, id=9, statement=words[0])

    number_rows([*words, answer], among=[old])

    assert words[1].pk == words[0].pk + 1
    assert answer.pk
    assert (answer.statement_id, old.statement_id) == (words[1].pk, words[0].pk)
