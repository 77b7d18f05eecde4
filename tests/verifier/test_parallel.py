"""Verifying in several processes finds what one finds, and never takes a death for a clean result."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.db import connection

from tests import cast as people
from tests.ledger.forging import forge
from wolaiban.cases.verifying.reading import cases
from wolaiban.catalogue.models import Edition
from wolaiban.ledger import reading
from wolaiban.ledger.parallel import Died, shared
from wolaiban.ledger.verifying import Verification

pytestmark = pytest.mark.django_db(transaction=True)


def verified(processes: int) -> tuple[list[str], int, int]:
    verification = Verification(processes=processes)
    findings = sorted(map(str, verification.findings()))
    return findings, verification.subjects, verification.events


def test_two_processes_find_what_one_finds() -> None:
    cast = people.assemble()
    cases = [cast.moved_to("working", cast.report()) for _ in range(5)]
    edition = Edition.objects.get()
    assert verified(2) == verified(1) == ([], 6, edition.seq + sum(case.seq for case in cases))

    forge("UPDATE cases_event SET body = body || ' ' WHERE case_id = %s AND seq = 2", cases[1].pk)
    forge("UPDATE cases_case SET urgent = true WHERE id = %s", cases[3].pk)
    alone = verified(1)
    assert len(alone[0]) > 1
    assert verified(2) == alone
    forge("UPDATE cases_event SET body = body WHERE false OR case_id = %s", cases[0].pk)


def test_no_case_falls_between_two_ranges() -> None:
    cast = people.assemble()
    keys = [cast.report().pk for _ in range(7)]

    with reading.one_snapshot():
        for parts in (1, 2, 3, 20):
            assert [
                row.pk for part in reading.ranges("cases_case", parts, few=0) for row in cases(part)
            ] == keys


def dies(piece: int) -> Iterator[int]:
    yield piece
    os._exit(9)


def fails(piece: int) -> Iterator[int]:
    yield 1 // piece


@pytest.mark.parametrize("work", [dies, fails])
def test_a_process_that_ends_early_is_an_error(work: object) -> None:
    with reading.one_snapshot(), pytest.raises(Died):
        list(shared([0, 0], work, processes=2))  # type: ignore[arg-type]
    assert connection.is_usable()
