"""Events written before a column was tracked stay valid for ever; a row changed behind them is found all the same."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ledger.forging import faults, forge, verified
from wolaiban.cases import formats
from wolaiban.cases.models import Case, Complainant, Event, Summons
from wolaiban.cases.verifying.invariants import Complaint, RecordedSummons
from wolaiban.workflow import chain


def as_first_written(told: dict[str, Any]) -> dict[str, Any]:
    """The same event as the first version of the product wrote it."""
    first = formats.format_numbered(formats.FIRST)
    after = {name: told["after"][name] for name in (*first.case, "titled")}
    after["complainants"] = [row[: len(first.complainant)] for row in told["after"]["complainants"]]
    after["summonses"] = [row[: len(first.summons)] for row in told["after"]["summonses"]]
    return {name: value for name, value in told.items() if name != "format"} | {"after": after}


def write_anew(case: Case, upto: int) -> None:
    """The events up to one as they would have been written then; the chain goes on from them."""
    Summons.objects.filter(case=case).update(objected_at=None, called_by=None)
    Complainant.objects.filter(case=case).update(judged_by=None)
    head = b""
    for event in case.events.order_by("seq"):
        told = as_first_written(event.told) if event.seq <= upto else cleared(event.told)
        body = chain.canonical(told)
        prev, head = head, chain.event_hash(
            alg=event.alg, number=case.number, seq=event.seq, prev=head, body=body
        )  # fmt: skip
        forge(
            "UPDATE cases_event SET body = %s, prev = %s, hash = %s WHERE id = %s", body, prev, head, event.pk
        )
    forge("UPDATE cases_case SET head = %s WHERE id = %s", head, case.pk)


def cleared(told: dict[str, Any]) -> dict[str, Any]:
    """A body of today that goes on from parties of then."""
    now = formats.after_as_of_today(as_first_written(told))
    return told | {"after": told["after"] | {n: now[n] for n in ("complainants", "summonses")}}


@pytest.mark.parametrize("upto", [1, 5, 1000])
def test_a_ledger_written_in_the_first_format_is_clean(rail: Case, upto: int) -> None:
    write_anew(rail, upto)
    assert "format" not in rail.events.get(seq=1).told
    assert verified() == []


def test_a_column_nobody_tracked_then_must_be_as_it_was(rail: Case) -> None:
    write_anew(rail, 1000)
    forge("UPDATE cases_case SET sensitive = true WHERE id = %s", rail.pk)
    assert faults(rail) == {("row", rail.seq)}


def test_so_must_a_party(rail: Case) -> None:
    write_anew(rail, 1000)
    forge("UPDATE cases_summons SET objected_at = now() WHERE case_id = %s", rail.pk)
    assert faults(rail) == {("parties", rail.seq)}


def test_a_column_of_tomorrow_leaves_old_events_as_they_are(
    rail: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tracking one more column is one more entry; it is tried here on a column that is there and not tracked."""
    tomorrow = formats.FORMAT + 1
    monkeypatch.setitem(formats.ADDED, tomorrow, formats.Added(case={"title": ""}))
    formats.format_numbered.cache_clear()
    try:
        monkeypatch.setattr(formats, "TODAY", formats.format_numbered(tomorrow))
        body = rail.events.get(seq=1).told
        assert formats.number_of(body) == formats.FORMAT
        assert formats.after_as_of_today(body)["title"] == ""
        assert set(formats.after_as_of_today(body)) == {
            *formats.TODAY.case, "titled", "complainants", "summonses",
        }  # fmt: skip
    finally:
        formats.format_numbered.cache_clear()


@pytest.mark.parametrize("number", [0, 1, 99, "2", None])
def test_a_format_that_nobody_wrote_is_found(rail: Case, number: object) -> None:
    event = Event.objects.get(case=rail, seq=3)
    body = chain.canonical(event.told | {"format": number})
    forge("UPDATE cases_event SET body = %s WHERE id = %s", body, event.pk)
    assert ("not_canonical", 3) in faults(rail)


def test_readers_know_the_columns_of_today() -> None:
    """What `verify` calls the columns of the parties, in their order, with what they were before."""
    for shape, columns, before in (
        (Complaint, formats.TODAY.complainant, formats.format_numbered(1).later_complainant),
        (RecordedSummons, formats.TODAY.summons, formats.format_numbered(1).later_summons),
    ):
        assert shape._fields == tuple(name.removesuffix("_id") for name in columns)
        assert tuple(shape._field_defaults.values()) == before
