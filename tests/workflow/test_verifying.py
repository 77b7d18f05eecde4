"""Whatever is done by hand to a subject of a kind that is no case is found, at its number and its event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils.timezone import now

from tests.cast import Cast
from tests.workflow.conftest import asked
from tests.workflow.kind import KIND, Errand, Stop, story
from wolaiban.ledger import checkpoints
from wolaiban.ledger.checkpoints import Broken
from wolaiban.ledger.subjects import SubjectChain
from wolaiban.ledger.verifying import Verification
from wolaiban.uploads.cleaning import Cleaned
from wolaiban.uploads.storage import path_of
from wolaiban.workflow import chain
from wolaiban.workflow.idempotency import Once
from wolaiban.workflow.models import Attachment, Event, Statement, Submission
from wolaiban.workflow.performing import perform

PICTURE = b"\xff\xd8 a picture \xff\xd9"


@pytest.fixture
def errand(errands: Cast, settings: Any, tmp_path: Any) -> Errand:
    """Asked for, with two stops of which one is made and shown, told to somebody; the last event is the sixth."""
    settings.DATA_DIR = settings.CHECKPOINTS_DIR = tmp_path
    errand, asker, runner = asked(errands), errands.actor("bai"), errands.actor("qin")
    for name in ("粮店", "药店"):
        perform("add_stop", on=errand, by=asker, answers={"what": name})
    perform("tick", on=errand, by=runner, answers={"photos": [Cleaned(PICTURE, "image/jpeg", "米.jpg")]})
    perform("drop_stop", on=errand, by=asker)
    perform("finish", on=errand, by=runner, answers={"what": "买到了"}, once=Once(b"key", b"digest"))
    return Errand.objects.get(pk=errand.pk)


def found() -> set[tuple[str, str | None, int | None]]:
    return {(str(each.fault), each.number, each.seq) for each in Verification().findings()}


def forge(sql: str, *values: Any) -> None:
    """As somebody can who owns the tables; the triggers of the tables that are kept are put back afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("workflow_event", "workflow_statement", "workflow_attachment", "workflow_submission"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        assert cursor.rowcount, "the forger hit nothing"
        for table in ("workflow_event", "workflow_statement", "workflow_attachment", "workflow_submission"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def write_anew(errand: Errand, seq: int, change: Callable[[dict[str, Any]], object]) -> None:
    """Change one event and make the chain after it fit again, as somebody would who knows how chains are made."""
    head = b""
    for event in story(errand):
        told = event.told
        if event.seq == seq:
            change(told)
        body, prev = chain.canonical(told), head
        head = chain.event_hash(alg=event.alg, number=errand.number, seq=event.seq, prev=prev, body=body)
        forge(
            "UPDATE workflow_event SET body = %s, prev = %s, hash = %s, step = %s, role = %s, actor_id = %s,"
            " source = %s, target = %s WHERE id = %s",
            body, prev, head, told["step"], told["role"], told["actor"], told["source"], told["target"], event.pk,
        )  # fmt: skip
    forge("UPDATE tests_workflow_errand SET head = %s WHERE id = %s", head, errand.pk)


def test_what_was_done_in_the_application_has_no_faults(errand: Errand) -> None:
    verification = Verification()

    assert list(verification.findings()) == []
    assert (verification.counted["errand"].subjects, verification.counted["errand"].events) == (1, 6)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("stage = 'asked'", "row"),
        ("stops_made = 7", "row"),
        ("what = '买药'", "row"),
        ("salt = '\\x00'", "row"),
        ("deadline = now()", "row"),
        ("changed_at = now() + interval '1 day'", "row"),
        ("head = '\\x00'", "head"),
        ("seq = 5", "surplus"),
        ("seq = 7", "cut_off"),
    ],
)
def test_a_row_changed(errand: Errand, change: str, fault: str) -> None:
    forge(f"UPDATE tests_workflow_errand SET {change} WHERE id = %s", errand.pk)

    assert (fault, errand.number) in {(each[0], each[1]) for each in found()}


@pytest.mark.parametrize("change", ["state = 'open'", "name = '别处'", "due = '2030-01-01'"])
def test_a_child_changed(errand: Errand, change: str) -> None:
    """Its columns one by one, or all of them by their digest."""
    forge(f"UPDATE tests_workflow_stop SET {change} WHERE errand_id = %s", errand.pk)

    assert found() == {("parties", errand.number, 6)}


def test_a_child_slipped_in_and_one_taken_away(errand: Errand) -> None:
    extra = Stop.objects.create(errand=errand, name="第三站")
    assert ("parties", errand.number, 6) in found()

    extra.delete()
    forge("DELETE FROM tests_workflow_stop WHERE errand_id = %s", errand.pk)
    assert ("parties", errand.number, 6) in found()


@pytest.mark.parametrize(
    ("sql", "fault", "seq"),
    [
        ("UPDATE workflow_event SET body = body || ' ' WHERE seq = 3", "hash", 3),
        ("UPDATE workflow_event SET at = '2001-01-01' WHERE seq = 3", "column", 3),
        ("UPDATE workflow_event SET role = 'clock' WHERE seq = 3", "column", 3),
        ("DELETE FROM workflow_event WHERE seq = 3", "missing", 3),
        ("DELETE FROM workflow_event WHERE seq = 6", "cut_off", 6),
        ("DELETE FROM workflow_event", "no_events", None),
        ("UPDATE workflow_event SET process = 'nothing' WHERE seq = 3", "missing", 3),
        (
            "INSERT INTO workflow_event (process, subject, seq, step, source, target, at, actor_id, post_id, role, alg,"
            " prev, hash, body, news) SELECT process, subject, 7, step, source, target, at, actor_id, post_id, role, alg,"
            " prev, hash, body, news FROM workflow_event WHERE seq = 6",
            "surplus",
            7,
        ),
        (
            "UPDATE workflow_event AS one SET body = other.body, hash = other.hash FROM workflow_event AS other"
            " WHERE one.seq + other.seq = 5 AND one.seq IN (2, 3)",
            "link",
            3,
        ),
    ],
)
def test_events_changed_removed_inserted_and_swapped(errand: Errand, sql: str, fault: str, seq: int) -> None:
    forge(sql)

    assert (fault, errand.number, seq) in found()


def test_events_of_a_subject_that_is_gone(errand: Errand) -> None:
    forge("DELETE FROM tests_workflow_stop")
    forge("DELETE FROM tests_workflow_errand")

    assert ("no_case", "跑腿", 1) in found()


@pytest.mark.parametrize(
    ("seq", "change", "fault"),
    [
        (2, {"step": "fly"}, "no_such_step"),
        (2, {"step": "ask"}, "not_from_here"),
        (1, {"step": "add_stop"}, "not_from_here"),
        (6, {"source": "done"}, "not_from_here"),
        (2, {"role": "runner"}, "not_by_them"),
        (2, {"actor": None}, "not_by_them"),
        (2, {"after": {"stage": "done"}}, "not_from_here"),
        (2, {"answers": {"what": "买米的王秀英"}}, "personal"),
        (2, {"answers": {"what": ["a", {"b": "13800138000"}]}}, "personal"),
        (2, {"answers": {"what": "11011119600101123X"}}, "personal"),
        (2, {"answers": None}, "not_canonical"),
        (2, {"unit": 0}, "not_in_post"),
        (2, {"process": "case"}, "column"),
    ],
)
def test_a_chain_made_anew_still_has_to_obey_the_table(
    errand: Errand, seq: int, change: dict[str, Any], fault: str
) -> None:
    write_anew(errand, seq, lambda told: told.update(change))

    assert (fault, errand.number, seq) in found()


def test_a_post_that_was_over_by_then(errand: Errand) -> None:
    forge("UPDATE people_post SET ends = starts WHERE user_id = %s", errand.asker_id)  # type: ignore[attr-defined]

    assert ("not_in_post", errand.number, 2) in found()


def test_what_is_found_of_an_event_never_says_what_stands_there(errand: Errand) -> None:
    write_anew(errand, 2, lambda told: told["answers"].update(what="王秀英"))

    told = [str(each) for each in Verification().findings()]
    assert any("answers.what" in each for each in told)
    assert not any("王秀英" in each for each in told)


def test_an_open_subject_without_anybody_or_an_end(errands: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    errand = asked(errands)
    forge("UPDATE tests_workflow_errand SET deadline = NULL WHERE id = %s", errand.pk)
    assert ("no_deadline", errand.number, None) in found()

    monkeypatch.setitem(KIND.__dict__, "held_by", "stops_made")  # no unit has the key 0
    assert ("nobody", errand.number, None) in found()


def test_words_and_files(errand: Errand) -> None:
    words, file = Statement.objects.latest("pk"), Attachment.objects.get()
    forge("UPDATE workflow_statement SET words = '没买到' WHERE id = %s", words.pk)
    assert found() == {("statement_changed", errand.number, 6)}

    forge(
        "UPDATE workflow_statement SET words = NULL, salt = NULL, erased_at = %s WHERE id = %s",
        now(),
        words.pk,
    )
    assert found() == {("statement_emptied", errand.number, 6)}

    forge("DELETE FROM workflow_statement WHERE id = %s", words.pk)
    path_of(bytes(file.digest)).write_bytes(b"another")
    assert found() == {("statement_gone", errand.number, 6), ("file_changed", errand.number, 4)}


def test_a_key_that_leads_to_no_event_or_to_somebody_elses(errand: Errand) -> None:
    sent = Submission.objects.get()
    forge("UPDATE workflow_submission SET event = event - 1")
    assert ("submission", None, None) in found()

    forge("UPDATE workflow_submission SET event = 0")
    assert [str(each) for each in Verification().findings()] == [
        f"提交编号（编号 {sent.pk}）指向的进展不见了"
    ]

    forge("UPDATE workflow_submission SET process = 'nothing'")
    assert ("submission", None, None) in found()


def test_a_key_used_twice(errand: Errand) -> None:
    assert found() == set()
    forge("ALTER TABLE workflow_submission DROP CONSTRAINT workflow_submission_by_key; SELECT 1")
    forge(
        "INSERT INTO workflow_submission (user_id, key, digest, process, event)"
        " SELECT user_id, key, digest, process, event FROM workflow_submission"
    )

    assert [str(each).split("）")[1] for each in Verification().findings()] == [
        "一个编号用了两次", "一条进展提交了两次",
    ]  # fmt: skip


@pytest.mark.parametrize("table", ["workflow_event", "workflow_statement", "workflow_attachment"])
def test_a_trigger_dropped(errand: Errand, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"DROP TRIGGER {table}_is_not_emptied ON {table}")

    assert found() == {("unguarded", None, None)}


# ---- Checkpoints


def test_its_head_is_signed(errands: Cast, errand: Errand) -> None:
    made = checkpoints.make()
    other = asked(errands)
    again = checkpoints.make()

    assert again.size == made.size + 1
    assert found() == set()
    forge("DELETE FROM workflow_event WHERE subject = %s", other.pk)
    forge("DELETE FROM workflow_statement WHERE subject = %s", other.pk)
    forge("DELETE FROM tests_workflow_errand WHERE id = %s", other.pk)
    with pytest.raises(Broken, match=rf"第 2 号检查点签下的跑腿（内部编号 {other.pk}）不见了"):
        checkpoints.make()


def test_a_tail_cut_off_with_the_row_set_back_contradicts_what_was_signed(
    errands: Cast, errand: Errand
) -> None:
    other = asked(errands)
    kept = (
        Errand.objects.filter(pk=other.pk).values("seq", "head", "stops_made", "changed_at", "version").get()
    )
    perform("add_stop", on=other, by=errands.actor("bai"), answers={"what": "粮店"})
    checkpoints.make()
    forge("DELETE FROM workflow_statement WHERE id = (SELECT max(id) FROM workflow_statement)")
    forge("DELETE FROM tests_workflow_stop WHERE errand_id = %s", other.pk)
    forge("DELETE FROM workflow_event WHERE subject = %s AND seq = 2", other.pk)
    Errand.objects.filter(pk=other.pk).update(**kept)

    assert ("rewound", other.number, 2) in found()
    with pytest.raises(Broken, match=other.number):
        checkpoints.make()


def test_a_chain_rewritten_contradicts_what_was_signed(errand: Errand) -> None:
    checkpoints.make()
    write_anew(errand, 6, lambda told: told.update(answers={}))

    assert ("rewritten", errand.number, 6) in found()
    with pytest.raises(Broken, match=errand.number):
        checkpoints.make()


def test_what_was_signed_before_there_was_the_kind_goes_on(
    errand: Errand, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wolaiban.workflow import kinds

    with monkeypatch.context() as before:
        before.delitem(kinds._registered, "errand")
        first = checkpoints.make()
    second = checkpoints.make()

    assert (second.size, found()) == (first.size + 1, set())
    assert SubjectChain(KIND).keys.start > 1 << 48
    assert Event.objects.filter(process="errand").count() == 6
