"""Each thing that can be done to the tables by hand is found, at its case and its event."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now

from tests.cast import Cast
from tests.ledger.forging import event_of, faults, forge, forge_whole_chain, verified
from wolaiban.cases.models import Attachment, Case, Complainant, Event, Statement, Summons
from wolaiban.uploads.storage import path_of


def test_a_story_as_it_was_played_has_no_faults(cast: Cast, rail: Case) -> None:
    cast.report()

    assert verified() == []


def test_merged_declined_withdrawn_and_reopened_matters_have_no_faults(cast: Cast, rail: Case) -> None:
    other, third = cast.report(reporters=("li",)), cast.report(reporters=("wang", "li"))
    cast.take("merge", other, "qin", into=third)
    cast.take("unmerge", other, "qin")
    cast.moved_to("declined", cast.report())
    cast.moved_to("withdrawn", cast.report())
    cast.take("reopen", rail, "wang")
    cast.take("pause", third if third.stage == "working" else cast.moved_to("working", third), "qin")

    assert verified() == []


# ---- The row of the case


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("stage", "withdrawn"),
        ("tier", "minor"),
        ("handler_id", None),
        ("deadline", now()),
        ("urgent", True),
        ("registered_at", now() - timedelta(days=9)),
    ],
)
def test_a_case_row_changed_by_hand(rail: Case, column: str, value: object) -> None:
    forge(f"UPDATE cases_case SET {column} = %s WHERE id = %s", value, rail.pk)

    assert faults(rail) == {("row", rail.seq)}
    assert f"{rail.number} 第 {rail.seq} 条：事项的现状与最后一条记录不符：" in str(verified()[0])


@pytest.mark.parametrize("column", ["title", "place_words"])
def test_a_title_or_place_changed_by_hand(rail: Case, column: str) -> None:
    forge(f"UPDATE cases_case SET {column} = 'x' WHERE id = %s", rail.pk)

    assert [finding.what for finding in verified()] == ["标题或地点被改动"]


def test_another_number_put_on_a_case(rail: Case) -> None:
    forge("UPDATE cases_case SET number = 'X-1' WHERE id = %s", rail.pk)

    assert {(str(f.fault), f.seq) for f in verified()} == {
        (fault, seq) for seq in range(1, rail.seq + 1) for fault in ("hash", "column")
    }


# ---- Events


@pytest.mark.parametrize("seq", [1, 7, 16])
def test_the_text_of_an_event_changed(rail: Case, seq: int) -> None:
    forge(
        "UPDATE cases_event SET body = convert_to(replace(convert_from(body, 'utf8'), 'minor', 'major'), 'utf8')"
        " WHERE case_id = %s AND seq = %s",
        rail.pk,
        seq,
    )
    if seq != 1:
        forge("UPDATE cases_event SET body = body || ' ' WHERE case_id = %s AND seq = %s", rail.pk, seq)

    assert ("hash", seq) in faults(rail)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("step", "note"),
        ("role", "lead"),
        ("target", "answered"),
        ("at", now() - timedelta(days=400)),
        ("actor_id", None),
        ("post_id", None),
    ],
)
def test_a_column_of_an_event_changed(rail: Case, column: str, value: object) -> None:
    forge(f"UPDATE cases_event SET {column} = %s WHERE case_id = %s AND seq = 7", value, rail.pk)

    assert ("column", 7) in faults(rail)


def test_an_event_with_an_algorithm_nobody_knows(rail: Case) -> None:
    forge("UPDATE cases_event SET alg = 'none' WHERE case_id = %s AND seq = 2", rail.pk)

    assert faults(rail) == {("algorithm", 2)}


@pytest.mark.parametrize("seq", [1, 7])
def test_an_event_removed(rail: Case, seq: int) -> None:
    forge("DELETE FROM cases_event WHERE case_id = %s AND seq = %s", rail.pk, seq)

    assert ("missing", seq) in faults(rail)
    assert f"{rail.number} 第 {seq} 条：这一条记录不见了（被删除）" in [str(f) for f in verified()]


def test_the_last_events_removed(rail: Case) -> None:
    forge("DELETE FROM cases_event WHERE case_id = %s AND seq >= 15", rail.pk)

    assert ("cut_off", 15) in faults(rail)


def test_all_events_removed(rail: Case) -> None:
    forge("DELETE FROM cases_event WHERE case_id = %s", rail.pk)

    assert ("no_events", None) in faults(rail)


def test_the_last_event_removed_and_the_row_made_to_fit(rail: Case) -> None:
    before = event_of(rail, 15)
    forge("DELETE FROM cases_event WHERE case_id = %s AND seq = 16", rail.pk)
    forge("UPDATE cases_case SET seq = 15, head = %s WHERE id = %s", bytes(before.hash), rail.pk)

    assert ("row", 15) in faults(rail)


INSERT = """
INSERT INTO cases_event (case_id, seq, step, source, target, at, actor_id, post_id, role, alg, prev, hash, body, news)
SELECT case_id, %s, step, source, target, at, actor_id, post_id, role, alg, prev, hash, body, news
FROM cases_event WHERE case_id = %s AND seq = %s
"""


def test_an_event_inserted_at_the_end(rail: Case) -> None:
    forge(INSERT, 17, rail.pk, 16)

    assert {("surplus", 17), ("link", 17), ("hash", 17), ("column", 17)} <= faults(rail)


def test_an_event_inserted_in_the_middle(rail: Case) -> None:
    forge("UPDATE cases_event SET seq = seq + 1000 WHERE case_id = %s AND seq > 7", rail.pk)
    forge(INSERT, 8, rail.pk, 7)
    forge("UPDATE cases_event SET seq = seq - 999 WHERE case_id = %s AND seq > 1000", rail.pk)

    assert {("link", 8), ("hash", 8), ("hash", 9), ("surplus", 17)} <= faults(rail)


def test_two_events_swapped(rail: Case) -> None:
    for seq, to in ((7, 1007), (8, 7), (1007, 8)):
        forge("UPDATE cases_event SET seq = %s WHERE case_id = %s AND seq = %s", to, rail.pk, seq)

    found = faults(rail)
    assert {("hash", 7), ("hash", 8), ("column", 7), ("column", 8), ("link", 7)} <= found
    assert not {seq for _, seq in found} - {7, 8, 9}


def test_the_texts_of_two_events_swapped_hashes_and_all(rail: Case) -> None:
    one, two = event_of(rail, 7), event_of(rail, 8)
    for event, source in ((one, two), (two, one)):
        forge(
            "UPDATE cases_event SET body = %s, hash = %s, prev = %s WHERE id = %s",
            bytes(source.body), bytes(source.hash), bytes(source.prev), event.pk,
        )  # fmt: skip

    assert {("hash", 7), ("hash", 8), ("column", 7), ("column", 8)} <= faults(rail)


def test_an_event_of_another_case_moved_here(cast: Cast, rail: Case) -> None:
    other = cast.report()
    forge("UPDATE cases_event SET case_id = %s, seq = 17 WHERE case_id = %s", rail.pk, other.pk)

    found = {(f.number, str(f.fault), f.seq) for f in verified()}
    assert {
        (rail.number, "hash", 17),
        (rail.number, "surplus", 17),
        (other.number, "no_events", None),
    } <= found


def test_events_whose_case_was_removed(cast: Cast) -> None:
    case = cast.report()
    later = cast.report()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT conrelid::regclass, conname FROM pg_constraint WHERE confrelid = 'cases_case'::regclass"
        )
        for table, reference in cursor.fetchall():  # as the tables' owner could; taken back with the test
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {reference}")
        cursor.execute("DELETE FROM cases_case WHERE id = %s", [case.pk])
    found = [(str(f.fault), f.what) for f in verified()]

    assert found == [("no_case", case.pk)]
    assert later.pk > case.pk


def test_a_guard_left_switched_off(rail: Case) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_event DISABLE TRIGGER cases_event_is_append_only")

    assert [str(f.fault) for f in verified()] == ["unguarded"]


# ---- What stands beside the events


def test_words_changed(rail: Case) -> None:
    said = Statement.objects.filter(case=rail).earliest("pk")
    forge("UPDATE cases_statement SET words = '没有这回事。' WHERE id = %s", said.pk)

    assert faults(rail) == {("statement_changed", 1)}


def test_words_changed_with_their_commitment(rail: Case) -> None:
    said = Statement.objects.filter(case=rail).earliest("pk")
    forge("UPDATE cases_statement SET commitment = '\\x00' WHERE id = %s", said.pk)

    assert faults(rail) == {("statement_changed", 1)}


def test_words_removed(rail: Case) -> None:
    note = Statement.objects.filter(case=rail, words="扶手是松的。").get()
    forge("DELETE FROM cases_statement WHERE id = %s", note.pk)

    assert faults(rail) == {("statement_gone", 12)}


def test_words_slipped_in(rail: Case) -> None:
    Statement.objects.create(case=rail, words="x", salt=b"s", commitment=b"c", at=now())

    assert faults(rail) == {("statement_untold", None)}


@pytest.mark.parametrize(
    ("column", "value"), [("state", "released"), ("due", now()), ("leads", False), ("answered_at", None)]
)
def test_a_summons_changed(rail: Case, column: str, value: object) -> None:
    summons = Summons.objects.get(case=rail, leads=True)
    forge(f"UPDATE cases_summons SET {column} = %s WHERE id = %s", value, summons.pk)

    assert faults(rail) == {("parties", 16)}


@pytest.mark.parametrize(
    ("column", "value"), [("satisfaction", "unsatisfied"), ("answered_at", None), ("reachable", False)]
)
def test_a_complainant_changed(rail: Case, column: str, value: object) -> None:
    forge(f"UPDATE cases_complainant SET {column} = %s WHERE case_id = %s", value, rail.pk)

    assert faults(rail) == {("parties", 16)}


def test_a_complainant_slipped_in(cast: Cast, rail: Case) -> None:
    Complainant.objects.create(case=rail, resident=cast.resident("li"), relation="self")

    assert faults(rail) == {("parties", 16)}


def test_an_answer_changed_and_an_answer_removed(rail: Case) -> None:
    forge("UPDATE cases_answer SET channel = 'sms' WHERE id = (SELECT min(id) FROM cases_answer)")
    assert faults(rail) == {("answers", 11)}

    forge("DELETE FROM cases_answer WHERE case_id = %s", rail.pk)
    assert faults(rail) == {("answers", 11), ("answers", 15)}


def test_one_byte_of_a_file_flipped(rail: Case) -> None:
    path = path_of(bytes(Attachment.objects.get().digest))
    content = bytearray(path.read_bytes())
    content[5] ^= 1
    path.write_bytes(content)

    assert faults(rail) == {("file_changed", 1)}


def test_a_file_removed_from_the_disk_and_from_the_table(rail: Case) -> None:
    path_of(bytes(Attachment.objects.get().digest)).unlink()
    assert faults(rail) == {("file_gone", 1)}

    forge("DELETE FROM cases_attachment WHERE case_id = %s", rail.pk)
    assert faults(rail) == {("file_gone", 1)}


def test_a_file_slipped_in(rail: Case) -> None:
    Attachment.objects.create(case=rail, name="a", media_type="image/png", size=1, digest=b"x" * 32, at=now())

    assert faults(rail) == {("file_untold", None)}


def test_a_resident_changed(cast: Cast, rail: Case) -> None:
    wang, li = cast.resident("wang"), cast.resident("li")
    forge("UPDATE residents_resident SET name = %s WHERE id = %s", bytes(li.name or b""), wang.pk)

    assert [(str(f.fault), f.number) for f in verified()] == [("resident", None)]


# ---- A whole chain forged anew still has to obey the rules


def test_a_closing_forged_while_somebody_waits_for_an_answer(rail: Case) -> None:
    forge_whole_chain(rail, 16, lambda told: told["after"]["complainants"][0].__setitem__(5, None))
    forge("UPDATE cases_complainant SET answered_at = NULL WHERE case_id = %s", rail.pk)

    assert faults(rail) == {("closed_unanswered", 16)}


def test_a_resolution_forged_while_a_department_is_silent(rail: Case) -> None:
    forge_whole_chain(rail, 10, lambda told: told["after"]["summonses"][0].__setitem__(3, "called"))

    assert faults(rail) == {("summons_open", 10)}


def test_a_decision_forged_to_be_its_own_judge(cast: Cast, rail: Case) -> None:
    forge_whole_chain(rail, 13, lambda told: told.__setitem__("actor", cast.user("fang").pk))

    assert faults(rail) == {("own_judgement", 13)}


def test_a_role_forged_that_may_not(rail: Case) -> None:
    forge_whole_chain(rail, 2, lambda told: told.__setitem__("role", "resident"))

    assert faults(rail) == {("not_by_them", 2)}


def test_a_text_that_is_no_event_at_all_does_not_stop_the_search(rail: Case) -> None:
    forge_whole_chain(rail, 9, lambda told: told["after"].clear())
    assert ("not_from_here", 9) in faults(rail)

    forge("UPDATE cases_event SET body = 'null' WHERE case_id = %s AND seq = 9", rail.pk)
    assert {("not_canonical", 9), ("hash", 9)} <= faults(rail)


@pytest.mark.parametrize(
    "body", ['{"a":1.5}', '{"a":NaN}', '{"a": 1}', '{"b":1,"a":1}', '{"a":1,"a":1}', "[]", "\\377"]
)
def test_a_text_not_written_canonically(rail: Case, body: str) -> None:
    event = Event.objects.get(case=rail, seq=3)
    forge("UPDATE cases_event SET body = %s::bytea WHERE id = %s", body, event.pk)

    assert ("not_canonical", 3) in faults(rail)


def test_an_open_case_that_nobody_is_responsible_for(cast: Cast) -> None:
    case = cast.report()
    forge("UPDATE people_post SET ends = current_date WHERE ends IS NULL")

    found = verified()
    assert [finding.number for finding in found if finding.fault == "nobody"] == [case.number]
    assert {str(finding.fault) for finding in found} == {"nobody", "trace_differs"}
