"""A receipt that was put in by hand, and sums that are not those of the events."""

from __future__ import annotations

import argparse
import json
from typing import Any

import pytest
from django.db import connection

from tests.cast import Cast
from tests.ledger.forging import forge, verified
from wolaiban.cases import receipts
from wolaiban.cases.models import Case, Receipt
from wolaiban.cli import verifying
from wolaiban.people.actor import ANYBODY
from wolaiban.statistics import counting
from wolaiban.statistics.models import Tally


def found() -> list[tuple[str, Any]]:
    return [(str(finding.fault), finding.what[0]) for finding in verified()]  # type: ignore[index]


@pytest.fixture
def slip(cast: Cast, rail: Case) -> receipts.Slip:
    complainant = rail.complainants.get()
    receipts.issue(complainant, by=cast.actor("qin"))
    return receipts.issue(complainant, by=cast.actor("qin"))


def test_receipts_that_were_given_and_replaced_are_no_fault(slip: receipts.Slip) -> None:
    assert verified() == []
    assert receipts.opened_by(slip.code, "0001") == slip.complainant


@pytest.mark.parametrize("column", ["code", "pin", "mark"])
def test_a_receipt_changed(slip: receipts.Slip, column: str) -> None:
    newest = Receipt.objects.latest("pk")
    forge(f"UPDATE cases_receipt SET {column} = '\\x00' WHERE id = %s", newest.pk)

    assert found() == [("receipt", newest.pk)]


def test_a_receipt_of_ones_own_given_to_another_case_opens_nothing(cast: Cast, slip: receipts.Slip) -> None:
    other = cast.report(reporters=("li",)).complainants.get()
    mine = Receipt.objects.latest("pk")
    forge("UPDATE cases_receipt SET complainant_id = %s WHERE id = %s", other.pk, mine.pk)

    assert ("receipt", mine.pk) in found()
    assert receipts.opened_by(slip.code, "0002") is None


def test_a_receipt_slipped_in(cast: Cast, rail: Case) -> None:
    row = Receipt.objects.create(complainant=rail.complainants.get(), code=b"x")

    assert found() == [("receipt", row.pk)]


def test_an_old_receipt_that_opens_again(slip: receipts.Slip) -> None:
    old, newest = Receipt.objects.order_by("pk")
    forge("DELETE FROM cases_receipt WHERE id = %s", newest.pk)
    assert found() == [("receipt", old.pk)]

    forge("UPDATE cases_receipt SET void_at = NULL WHERE id = %s", old.pk)
    assert found() == [("receipt", old.pk)]


def test_a_receipt_without_an_officer(cast: Cast, rail: Case) -> None:
    receipts.issue(rail.complainants.get(), by=ANYBODY, key="a-key-that-nobody-guesses")

    assert verified() == []


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    parser = argparse.ArgumentParser()
    verifying.add_arguments(parser)
    verifying.run(parser.parse_args(["--json"]))
    return [finding["fault"] for finding in json.loads(capsys.readouterr().out)["findings"]]


def test_sums_changed_removed_and_right_again(rail: Case, capsys: pytest.CaptureFixture[str]) -> None:
    while counting.sweep().is_behind:
        pass
    assert told(capsys) == []

    Tally.objects.update(received=7)
    assert set(told(capsys)) == {"sums"}

    Tally.objects.all().delete()
    assert set(told(capsys)) == {"sums"}

    counting.recount()
    assert told(capsys) == []


def test_events_that_cannot_be_counted_do_not_stop_the_search(
    rail: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    while counting.sweep().is_behind:
        pass
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    forge("UPDATE cases_event SET body = 'x' WHERE case_id = %s AND seq = 3", rail.pk)

    assert {"hash", "not_canonical", "sums_unreadable"} <= set(told(capsys))
