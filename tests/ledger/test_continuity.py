"""What checkpoints find that chains alone do not: by somebody who owns the tables, knows how chains are made, and more."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from tests.cast import Cast
from tests.ledger.forging import forge, forge_whole_chain
from wolaiban.cases.models import Case
from wolaiban.ledger import checkpoint_files, notes, signing, tree_cache
from wolaiban.ledger.checkpoints import make
from wolaiban.ledger.continuity import Trust
from wolaiban.ledger.models import Checkpoint
from wolaiban.ledger.verifying import Verification


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    shutil.copytree(settings.DATA_DIR, tmp_path, dirs_exist_ok=True)
    settings.DATA_DIR = tmp_path
    settings.CHECKPOINTS_DIR = tmp_path / "checkpoints"
    return tmp_path / "checkpoints"


def found(trust: Trust | None = None) -> set[tuple[str, str | None, int | None]]:
    findings = Verification(trust=trust or Trust()).findings()
    return {(str(finding.fault), finding.number, finding.seq) for finding in findings}


def forge_checkpoint(sql: str, *values: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_checkpoint DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE ledger_checkpoint ENABLE TRIGGER USER")


@pytest.fixture
def rewritten(cast: Cast, rail: Case) -> Case:
    """A whole chain, written anew so well that nothing else is wrong with it."""
    make()
    cast.take("note", rail, "qin")
    make()
    forge_whole_chain(rail, 5, lambda told: told["answers"].__setitem__("urgency", "none"))
    return rail


def test_while_people_work_everything_holds(cast: Cast, rail: Case) -> None:
    for _ in range(3):
        make()
        cast.moved_to("working", cast.report())

    assert found() == found(Trust(every=True)) == set()


def test_a_whole_chain_written_anew(rewritten: Case) -> None:
    assert found() == {("rewritten", rewritten.number, 17), ("checkpoint_root", None, None)}


def test_a_whole_chain_written_anew_and_signed_under_a_new_key(
    settings: LazySettings, rewritten: Case, folder: Path
) -> None:
    """As thoroughly as it goes: the tables, the checkpoints, the folder, the key. Only who kept the old key can tell."""
    ours = signing.public_key()
    settings.LEDGER_KEY = base64.b64encode(bytes(32)).decode()
    forge_checkpoint("DELETE FROM ledger_checkpoint")
    shutil.rmtree(folder)
    tree_cache.file().unlink()
    make()

    assert found() == set()
    assert found(Trust(keys=(ours,))) == {("checkpoint_unsigned", None, None)}


def test_a_copy_kept_elsewhere_tells_as_well(settings: LazySettings, rewritten: Case, folder: Path) -> None:
    elsewhere = shutil.copytree(folder, folder.parent / "kept by others")
    forge_checkpoint("DELETE FROM ledger_checkpoint")
    shutil.rmtree(folder)
    make()

    assert found(Trust(folders=(elsewhere,))) == {("forked", None, None), ("older_database", None, None)}


def test_an_old_backup_put_back(cast: Cast, rail: Case) -> None:
    make()
    backup = transaction.savepoint()
    cast.report()
    make()
    transaction.savepoint_rollback(backup)
    rail.refresh_from_db()

    assert found() == {("older_database", None, None)}
    make(restored=True)
    assert found() == set()


def test_a_case_removed_with_everything_it_had(cast: Cast, rail: Case) -> None:
    case = cast.report()
    make()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT conrelid::regclass, conname FROM pg_constraint WHERE confrelid = 'cases_case'::regclass"
        )
        for table, reference in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {reference}")
        for table in ("cases_event", "cases_statement", "cases_complainant"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {table} WHERE case_id = %s", [case.pk])
        cursor.execute("DELETE FROM cases_case WHERE id = %s", [case.pk])
        for table in ("cases_event", "cases_statement"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    assert found() == {("case_vanished", None, None)}


def test_a_tail_cut_off_and_the_row_set_back_with_it(cast: Cast, rail: Case) -> None:
    case = cast.moved_to("working", cast.report())
    make()
    forge("DELETE FROM cases_event WHERE case_id = %s AND seq = 2", case.pk)
    forge(
        "UPDATE cases_case SET seq = 1, head = (SELECT hash FROM cases_event WHERE case_id = %s AND seq = 1)"
        " WHERE id = %s",
        case.pk,
        case.pk,
    )

    assert ("rewound", case.number, 2) in found()


def test_without_the_kept_tree_it_is_found_but_not_named(rewritten: Case) -> None:
    tree_cache.file().unlink()

    assert found() == {("checkpoint_root", None, None)}


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("DELETE FROM ledger_checkpoint WHERE number = 2", "checkpoint_missing"),
        ("UPDATE ledger_checkpoint SET size = 7 WHERE number = 2", "checkpoint_changed"),
        ("UPDATE ledger_checkpoint SET root = '\\x00' WHERE number = 2", "checkpoint_changed"),
        ("UPDATE ledger_checkpoint SET note = replace(note, 'time 2', 'time 3') WHERE number = 2", "checkpoint_unsigned"),
        ("UPDATE ledger_checkpoint SET note = '' WHERE number = 2", "checkpoint_unsigned"),
    ],
)  # fmt: skip
def test_a_checkpoint_changed_or_removed(cast: Cast, rail: Case, sql: str, fault: str) -> None:
    for _ in range(3):
        make()
        cast.report()
    forge_checkpoint(sql)

    assert fault in {name for name, *_ in found()}


def test_one_signed_by_the_right_key_that_does_not_follow(rail: Case, folder: Path) -> None:
    make()
    second = make()
    key = signing.signing_key()
    claim = notes.Claim.read(notes.text_of(second.note))
    strange = notes.Claim(claim.origin, claim.size, claim.root, 2, bytes(32), claim.at)
    forge_checkpoint("UPDATE ledger_checkpoint SET note = %s WHERE number = 2", key.signed(strange.text))
    checkpoint_files.file_of(2, folder).unlink()

    assert found() == {("checkpoint_unlinked", None, None)}


def test_a_guard_of_the_checkpoints_left_switched_off(rail: Case) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_checkpoint DISABLE TRIGGER ledger_checkpoint_is_append_only")

    assert found() == {("unguarded", None, None)}
    assert not Checkpoint.objects.exists()
