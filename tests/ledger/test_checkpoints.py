"""Checkpoints: what is signed, that each goes on from the one before, and what is refused."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now
from time_machine import travel

from tests.cast import Cast
from tests.ledger.forging import forge, forge_whole_chain
from wolaiban.cases.models import Case
from wolaiban.ledger import (
    checkpoint_files,
    checkpoints,
    notes,
    publishing,
    seq_delta,
    signing,
    subject_heads,
    tree,
    tree_cache,
)
from wolaiban.ledger.checkpoints import Broken, make, make_if_due
from wolaiban.ledger.models import Checkpoint
from wolaiban.traces.models import Trace


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    settings.CHECKPOINTS_DIR = tmp_path / "checkpoints"
    return tmp_path / "checkpoints"


def refused(**how: bool) -> list[tuple[str, str | None, int | None]]:
    with pytest.raises(Broken) as broken:
        make(**how)
    return [(str(finding.fault), finding.number, finding.seq) for finding in broken.value.found]


# ---- What is signed


def traces_leaf() -> bytes:
    """The first of all: the chain of the traces."""
    last = Trace.objects.latest("seq")
    return tree.leaf("留痕", last.seq, bytes(last.hash))


def test_the_first_checkpoint_says_who_how_many_and_what(rail: Case) -> None:
    made = make()

    claim = notes.opened(made.note, signing.public_key())
    assert (claim.origin, claim.size, claim.number, claim.previous) == ("wolaiban/FS", 3, 1, None)
    edition, others = rail.edition, tree.prefix_of("edition")
    leaves = traces_leaf() + tree.leaf(rail.number, rail.seq, bytes(rail.head))
    leaves += tree.leaf(edition.number, edition.seq, bytes(edition.head), others)
    assert claim.root == tree.root_of(tree.grown(leaves)) == bytes(made.root)
    assert made.note.startswith(
        f"wolaiban/FS\n3\n{base64.b64encode(claim.root).decode()}\ncheckpoint 1\ntime 20"
    )


def test_each_binds_the_root_of_the_one_before(cast: Cast, rail: Case) -> None:
    first = make()
    cast.report()

    second = make()

    claim = notes.opened(second.note, signing.public_key())
    assert (claim.number, claim.size, claim.previous) == (2, 4, bytes(first.root))


def test_no_other_key_has_signed_it(rail: Case) -> None:
    made, ours = make(), signing.public_key()
    stranger = notes.Verifying(ours.name, bytes(31) + b"\1")

    with pytest.raises(notes.Unreadable):
        notes.opened(made.note, stranger)
    with pytest.raises(notes.Unreadable):
        notes.opened(made.note.replace("checkpoint 1", "checkpoint 2"), ours)


def test_a_public_key_is_read_as_it_is_printed() -> None:
    ours = signing.public_key()

    assert notes.Verifying.read(f"{ours}\n") == ours
    for wrong in ("", "x", str(ours)[:-1], str(ours).replace("+", "-"), str(ours).upper()):
        with pytest.raises(notes.Unreadable):
            notes.Verifying.read(wrong)


def test_the_root_of_an_old_checkpoint_can_be_computed_again(cast: Cast, rail: Case) -> None:
    made = [make()]
    for _ in range(3):
        cast.moved_to("working", cast.report())
        made.append(make())

    for checkpoint in made:
        then = subject_heads.at(checkpoint)
        assert tree.root_of(tree.grown(bytes(then.leaves))) == bytes(checkpoint.root)


def test_the_kept_tree_leads_to_the_root(cast: Cast, rail: Case) -> None:
    case = cast.report()
    made = make()

    with tree_cache.opened() as found:
        assert found is not None
        assert (found.number, found.root, found.index_of(case.pk)) == (1, bytes(made.root), 2)
        assert found.path(1)[0] == traces_leaf()
        assert found.index_of(case.pk + 1) is None


def test_lists_are_packed_and_unpacked() -> None:
    keys, seqs = seq_delta.unpacked(seq_delta.packed([3, 4, 2**40], [1, 2, 3]))

    assert (list(keys), list(seqs)) == ([3, 4, 2**40], [1, 2, 3])
    assert [len(part) for part in seq_delta.unpacked(seq_delta.packed([], []))] == [0, 0]


# ---- When


def test_where_nothing_happens_one_more_is_made_and_then_one_an_hour(cast: Cast, rail: Case) -> None:
    assert [bool(make_if_due()) for _ in range(4)] == [True, True, False, False]

    cast.report()
    assert [bool(make_if_due()) for _ in range(3)] == [True, True, False]

    with travel(now() + timedelta(hours=2), tick=True):
        assert [bool(make_if_due()) for _ in range(2)] == [True, False]


# ---- What is refused


def test_a_chain_written_anew_is_not_signed(rail: Case) -> None:
    make()
    forge_whole_chain(rail, 16, lambda told: told["after"].__setitem__("rung", 7))

    assert refused() == [("rewritten", rail.number, 16)]


def test_a_chain_written_anew_that_went_on_since_is_not_signed(cast: Cast, rail: Case) -> None:
    case = cast.moved_to("working", cast.report())
    make()
    cast.take("note", case, "qin")
    forge_whole_chain(case, 2, lambda told: told["after"].__setitem__("rung", 7))

    assert refused() == [("rewritten", case.number, 2)]


def test_a_case_set_back_is_not_signed(rail: Case) -> None:
    make()
    forge("UPDATE cases_case SET seq = 15 WHERE id = %s", rail.pk)

    assert refused() == [("rewound", rail.number, 15)]


@pytest.mark.parametrize("which", [0, 2])
def test_a_case_that_vanished_is_not_signed(which: int) -> None:
    keys = [1, 2, 3]
    before = subject_heads.Heads(keys, [1, 1, 1], b"".join(bytes([n]) * 32 for n in keys))
    left = [n for n in range(3) if n != which]
    present = subject_heads.Heads([keys[n] for n in left], [1, 1], b"".join(before.leaf_at(n) for n in left))

    _, found = checkpoints.compared(before, present, 4)

    assert [(str(f.fault), f.what) for f in found] == [
        ("case_vanished", (4, f"事项（内部编号 {keys[which]}）"))
    ]


def test_without_the_kept_tree_the_same_is_refused(rail: Case) -> None:
    make()
    tree_cache.file().write_bytes(b"rubbish")
    forge_whole_chain(rail, 16, lambda told: told["after"].__setitem__("rung", 7))
    forge("DELETE FROM cases_event WHERE case_id = %s AND seq = 16", rail.pk)

    assert refused() == [("rewritten", rail.number, 16)]


def test_a_strange_signature_before_is_not_gone_on_from(settings: LazySettings, rail: Case) -> None:
    make()
    old = signing.public_key()
    settings.LEDGER_KEY = base64.b64encode(bytes(32)).decode()
    assert refused() == [("checkpoint_unsigned", None, None)]

    settings.LEDGER_OLD_KEYS = [str(old)]
    assert make().number == 2


# ---- Outside of the database


def test_each_is_written_to_the_folder(rail: Case, folder: Path) -> None:
    first, second = make(), make()

    assert (folder / "000000" / "1.txt").read_text() == first.note
    assert (folder / "000000" / "2.txt").read_text() == second.note
    assert list(checkpoint_files.notes_in(folder, after=1)) == [(2, second.note)]


def test_a_folder_that_cannot_be_written_delays_nothing(rail: Case, folder: Path) -> None:
    folder.write_text("in the way")
    assert make().number == 1

    folder.unlink()
    make()
    assert [number for number, _ in checkpoint_files.notes_in(folder)] == [1, 2]


def test_an_older_database_put_back_is_not_signed_for(cast: Cast, rail: Case) -> None:
    backup = transaction.savepoint()
    for _ in range(3):
        cast.report()
        make()
    transaction.savepoint_rollback(backup)

    assert refused() == [("older_database", None, None)]
    made = make(restored=True)
    assert made.number == 4
    assert notes.opened(made.note, signing.public_key()).restored
    assert [c.moved is None for c in Checkpoint.objects.all()] == [True, True, True, False]
    assert make().number == 5


def test_one_mail_to_whom_the_operator_names(settings: LazySettings, rail: Case) -> None:
    made = make()
    assert publishing.mail(made) == 0

    settings.CHECKPOINT_MAIL = ["notary@example.org"]
    publishing.mail(made)
    assert made.note in mail.outbox[0].body


@pytest.mark.parametrize(
    "sql",
    ["UPDATE ledger_checkpoint SET size = 0", "DELETE FROM ledger_checkpoint", "TRUNCATE ledger_checkpoint"],
)
def test_the_database_refuses_to_change_a_checkpoint(rail: Case, sql: str) -> None:
    make()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as c:
        c.execute(sql)
    assert Checkpoint.objects.count() == 1
