"""Several commands in one text: written as they were meant, whole or not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from wolaiban.database.batch import at_once, fresh, in_one_text, write
from wolaiban.places.models import Studio, Unit, UnitKind

ODD = """100% 的 %s、%%、'单引'、"双引"、\\反斜\\、; DROP TABLE places_unit; --\n换行"""


def studio(code: str, name: str = "东坟村工作室") -> Studio:
    return fresh(Studio, code=code, name=name)


@pytest.mark.django_db
def test_values_arrive_as_they_are() -> None:
    at, raw = datetime(2026, 3, 5, 1, 2, 3, 456, tzinfo=UTC), bytes(range(256))

    (told,) = at_once([("SELECT %s, %s, %s, %s, %s", (ODD, None, at, raw, [1, 2]))])

    assert told == (ODD, None, at, raw, [1, 2])


@pytest.mark.django_db
def test_each_row_learns_its_key() -> None:
    rows = [studio("990001"), studio("990002", ODD)]

    write(*rows)

    assert [Studio.objects.get(pk=row.pk).name for row in rows] == ["东坟村工作室", ODD]


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_one_text_is_written_whole_or_not_at_all() -> None:
    with pytest.raises(IntegrityError), in_one_text():
        write(studio("990001"), studio("990002"), studio("990001"))

    assert not connection.in_atomic_block
    assert not Studio.objects.filter(code__startswith="9900").exists()
    with in_one_text():
        write(studio("990001"), studio("990002"))
    assert Studio.objects.filter(code__startswith="9900").count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_is_checked_at_the_end_is_checked_before_anybody_is_told() -> None:
    """Foreign keys wait for the end of the transaction: that of the text."""
    astray = fresh(Unit, code="990001", name="局", short_name="局", kind=UnitKind.DEPARTMENT, parent_id=10**9)

    with pytest.raises(IntegrityError), in_one_text():
        write(astray)

    assert not Unit.objects.filter(code="990001").exists()


@pytest.mark.django_db(transaction=True)
def test_it_is_refused_where_a_transaction_would_decide_about_it() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError), in_one_text():
        write(studio("990001"))
