"""What a conference and its cases say of each other is found where either side was rewritten; and who answers for it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from tests.cast import URBAN, unit
from tests.mediation.conftest import Play
from wolaiban.ledger import verifying
from wolaiban.ledger.verifying import Verification
from wolaiban.mediation.models import AgendaItem, Recusal
from wolaiban.workflow.models import Event


def found() -> set[tuple[str, str | None, int | None]]:
    return {(str(each.fault), each.number, each.seq) for each in Verification().findings()}


def forge(sql: str, *values: Any) -> None:
    """As somebody can who owns the tables; their triggers are put back afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("cases_event", "workflow_event"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        assert cursor.rowcount, "the forger hit nothing"
        for table in ("cases_event", "workflow_event"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture
def crowded(play: Play) -> Play:
    """With another case that was listed and dropped again, after somebody stood aside."""
    other = play.cast.report("另一处台阶。", reporters=())
    for step, by in (("accept", "qin"), ("raise", "qin"), ("take_up", "gao")):
        play.cast.take(step, other, by)
    play.propose()
    play.take("list_item", "gao", case=other, question="一起修吗？")
    play.take("call", "fang")
    item = AgendaItem.objects.get(conference=play.conference, case=other)
    play.take("recuse", "he", item=item, reason="我家就住那里。")
    recusal = Recusal.objects.get()
    play.take("decide_recusal", "fang", recusal=recusal, granted=True, reason="属实。")
    play.take("drop_item", "gao", item=item, reason="已经修好。")
    for step, by in (
        ("hold", "gao"), ("settle_item", "gao"), ("sign", "fang"), ("report_task", "he"), ("send_back", "gao"),
        ("report_task", "he"), ("check_off", "gao"), ("finish", "fang"),
    ):  # fmt: skip
        play.take(step, by)
    return play


def test_what_happened_is_linked_on_both_sides(crowded: Play) -> None:
    assert found() == set()


@pytest.mark.parametrize("step", ["propose", "list_item", "call", "drop_item", "report_task", "finish"])
def test_an_event_that_a_case_does_not_tell_of_is_found(crowded: Play, step: str) -> None:
    event = Event.objects.filter(process="conference", step=step).order_by("pk")[0]
    forge(
        "DELETE FROM cases_event WHERE step = 'proceed' AND convert_from(body, 'UTF8') LIKE %s",
        f"%{bytes(event.hash).hex()}%",
    )
    assert ("untold", crowded.conference.number, event.seq) in found()


def test_a_name_of_an_event_that_is_not_there_is_found(crowded: Play) -> None:
    named = crowded.case.events.filter(step="proceed").order_by("-seq")[0]
    forge("DELETE FROM workflow_event WHERE process = 'conference' AND step = 'finish'")
    assert ("unfounded", crowded.case.number, named.seq) in found()
    told = [str(each) for each in Verification().findings() if each.number == crowded.case.number]
    assert any(f"会商 {crowded.conference.number} 第" in each for each in told)


def test_an_event_that_was_rewritten_fits_no_name_and_no_name_fits_it(crowded: Play) -> None:
    """Even where its own chain was made to fit again, as the other says another hash."""
    last = Event.objects.filter(process="conference").order_by("-seq")[0]
    named = crowded.case.events.filter(step="proceed").order_by("-seq")[0]
    forge("UPDATE workflow_event SET hash = %s WHERE id = %s", b"another", last.pk)
    assert {
        ("unfounded", crowded.case.number, named.seq), ("untold", crowded.conference.number, last.seq)
    } <= found()  # fmt: skip


def test_a_name_that_cannot_be_read_is_found(crowded: Play) -> None:
    named = crowded.case.events.filter(step="proceed").order_by("-seq")[0]
    forge("UPDATE cases_event SET body = %s WHERE id = %s", b"{}", named.pk)
    assert ("unfounded", crowded.case.number, named.seq) in found()


def test_somebody_answers_for_a_conference_that_is_open(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    number = play.until("called").number
    assert found() == set()
    monkeypatch.setattr(verifying, "units_with_somebody_responsible", lambda: frozenset({unit(URBAN).pk}))
    assert ("nobody", number, None) in found()
    play.take("cancel", "fang", reason="已经解决。")
    assert ("nobody", number, None) not in found()
