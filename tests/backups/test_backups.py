"""A backup comes back whole, with what was streamed since; a byte that changed in any part of it is found and named."""

from __future__ import annotations

import os
import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backups.installation import Installation
from tests.ground.processes import nothing_left, own_folder, soon
from wolaiban.backups import backups
from wolaiban.backups.backups import Backup, all_on, digest_of, faults, seal_segments
from wolaiban.installation.trouble import Trouble
from wolaiban.postgres import binaries

pytestmark = pytest.mark.crash


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    folder = own_folder()
    with nothing_left(folder):
        yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def kept(folder: Path) -> Installation:
    """Three matters in a backup, two more only in the log that was streamed since; then everything was killed."""
    here = Installation(folder, {"BACKUP_DIR": str(folder / "shelf")})
    here.found_as_others()
    here.register(3)
    here.must("backup", "--keys", str(folder / "keys"))
    serving = here.start("serve", "--worker-only")
    try:
        assert soon(
            lambda: any((here.shelf / "wal").glob("*.partial")) if (here.shelf / "wal").exists() else False
        )
        here.must("backup")
        here.ask("SELECT pg_switch_wal()")
        here.register(2)
        streamed = (
            "SELECT coalesce(bool_and(flush_lsn >= pg_current_wal_lsn()), false) FROM pg_stat_replication"
        )
        assert soon(lambda: here.ask(streamed) == "t")
        assert soon(lambda: len(list((here.shelf / "attachments").glob("??/*"))) == 5)
    finally:
        serving.send_signal(signal.SIGKILL)
        serving.communicate(timeout=60)
    assert soon(lambda: not (here.data / "database" / "cluster" / "postmaster.pid").exists())
    seal_segments(here.shelf / "wal")
    return here


def newest(here: Installation) -> Backup:
    return all_on(here.shelf)[-1]


def restored(here: Installation, to: str, *more: str) -> tuple[int, str]:
    return here.run(
        "restore", str(here.shelf), "--to", str(here.folder / to), "--keys", str(here.folder / "keys"), *more
    )


def test_what_was_streamed_after_the_backup_comes_back_too(kept: Installation) -> None:
    code, said = restored(kept, "again", "--verify")

    assert (code, "核对 6 件" in said) == (0, True), said
    assert "没有发现问题" in said


def test_it_never_overwrites_what_is_there(kept: Installation) -> None:
    code, said = restored(kept, "data")
    assert (code, "不会覆盖" in said) == (1, True), said
    code, said = kept.run(
        "restore", str(kept.shelf), "--to", str(kept.folder / "x"), "--keys", str(kept.shelf)
    )
    assert (code, "没有密钥" in said) == (1, True), said
    assert not (kept.folder / "x").exists()


def test_the_keys_are_not_in_it_and_not_put_beside_it(kept: Installation) -> None:
    for name in ("secret_key", "vault", "receipts"):
        secret = (kept.data / "keys" / name).read_bytes().strip()
        files = (file for file in kept.shelf.rglob("*") if file.is_file())
        assert not any(secret in file.read_bytes() for file in files)
    code, said = kept.run("backup", "--keys", str(kept.shelf / "keys"))
    assert (code, "不能与备份放在一起" in said) == (1, True), said


# ---- One byte


def parts(here: Installation) -> dict[str, Path]:
    backup = newest(here)
    base = backup.base
    return {
        "table": max(
            (base / "base").rglob("*"), key=lambda file: file.stat().st_size if file.is_file() else 0
        ),
        "log in the copy": next(file for file in (base / "pg_wal").iterdir() if file.is_file()),
        "manifest": base / "backup_manifest",
        "facts": backup.facts_file,
        "digest of the facts": backup.facts_file.with_name("backup.json.sha256"),
        "list of attachments": backup.attachments_file,
        "list of the log": backup.wal_of_base,
        "attachment": next(file for file in (backup.shelf / "attachments").rglob("*") if file.is_file()),
        "streamed log": next(file for file in backup.wal.iterdir() if len(file.name) == 24),
        "digest of the log": next(backup.wal.glob("*.sha256")),
    }


def found_in(backup: Backup) -> list[str]:
    try:
        return list(faults(backup))
    except (Trouble, ValueError) as trouble:
        return [str(trouble)]


PARTS = (
    "table", "log in the copy", "manifest", "facts", "digest of the facts", "list of attachments", "list of the log",
    "attachment", "streamed log", "digest of the log",
)  # fmt: skip


def test_a_manifest_that_cannot_be_read_is_named_as_well(kept: Installation) -> None:
    file = parts(kept)["manifest"]
    whole = file.read_bytes()
    try:
        file.write_bytes(whole[:-40])
        said = found_in(newest(kept))
    finally:
        file.write_bytes(whole)
    assert said == [f"备份清单被改动或丢失：{file}"]


@pytest.mark.parametrize("part", PARTS)
def test_one_changed_byte_is_found_and_named(kept: Installation, part: str) -> None:
    seed = int.from_bytes(os.urandom(4))
    assert found_in(newest(kept)) == []
    file = parts(kept)[part]
    whole = file.read_bytes()
    place = random.Random(seed).randrange(len(whole.rstrip()) if len(whole) < 200 else len(whole))
    try:
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x01]) + whole[place + 1 :])
        said = "\n".join(found_in(newest(kept)))
    finally:
        file.write_bytes(whole)
    assert file.name.removesuffix(".sha256") in said, f"seed {seed}"


def test_a_hole_in_the_log_is_found(kept: Installation) -> None:
    backup = newest(kept)
    partial = next(backup.wal.glob("*.partial"))
    later = partial.with_name(f"{partial.name[:16]}{int(partial.name[16:24], 16) + 2:08X}.partial")
    partial.rename(later)
    try:
        assert any("中断" in said for said in faults(backup))
    finally:
        later.rename(partial)


def test_a_damaged_backup_is_not_restored(kept: Installation) -> None:
    file = parts(kept)["table"]
    whole = file.read_bytes()
    try:
        file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 0x01]))
        code, said = restored(kept, "not-this")
    finally:
        file.write_bytes(whole)
    assert (code, file.name in said, (kept.folder / "not-this").exists()) == (1, True, False), said


# ---- Drills


def test_a_drill_takes_brings_back_verifies_and_is_written_down(kept: Installation) -> None:
    said = kept.must("drill")

    assert "演练成功" in said
    assert not list(kept.shelf.glob("wolaiban-drill-*"))
    counted = kept.must("manage", "shell", "--no-imports", "-c", COUNT)
    assert counted.split() == ["1", "True"]


COUNT = "from wolaiban.ledger.models import Drill; print(Drill.objects.count(), Drill.objects.get().sound)"


# ---- Other servers


def debian() -> str:
    found = [binaries.look_at(folder) for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"))]
    return next((str(one.folder) for one in found if one), "")


system_server = pytest.mark.skipif(
    not debian() and os.environ.get("CI") != "true", reason="this machine has no PostgreSQL of its own"
)


@system_server
def test_it_works_on_the_systems_postgresql(folder: Path) -> None:
    here = Installation(
        folder / "debian", {"WOLAIBAN_PG_BIN": debian(), "BACKUP_DIR": str(folder / "debian" / "shelf")}
    )
    here.folder.mkdir(mode=0o711)
    here.found()
    here.register(2)
    here.must("backup", "--keys", str(here.folder / "keys"))
    here.must("backup")

    code, said = restored(here, "again", "--verify")
    assert (code, "核对 3 件" in said) == (0, True), said


@system_server
def test_a_server_the_operator_runs_comes_back_as_one_of_ours(folder: Path) -> None:
    """Another role, another database, reached by DATABASE_URL; restored, it needs nobody's server."""
    theirs = Installation(folder / "theirs", {"WOLAIBAN_PG_BIN": debian()})
    theirs.folder.mkdir(mode=0o711)
    theirs.found()
    keeping = theirs.start("serve", "--worker-only")
    try:
        assert soon((theirs.data / "database" / "cluster" / "postmaster.pid").exists)
        assert soon(lambda: theirs.server().run("psql", "-c", "SELECT 1").returncode == 0)
        theirs.ask("CREATE ROLE office LOGIN REPLICATION CREATEDB PASSWORD 'only-for-this-test'")
        theirs.ask("CREATE DATABASE matters OWNER office")
        access = theirs.data / "database" / "cluster" / "pg_hba.conf"
        access.write_text(access.read_text() + "local replication office scram-sha-256\n")
        theirs.ask("SELECT pg_reload_conf()")
        socket = theirs.server().environment["PGHOST"]
        url = f"postgres://office:only-for-this-test@/{socket}/matters"
        here = Installation(folder / "ours", {"DATABASE_URL": url, "WOLAIBAN_PG_BIN": debian()})
        here.folder.mkdir(mode=0o711)
        here.found()
        here.register(2)
        here.must("backup", "--to", str(here.shelf))
        here.must("backup", "--keys", str(here.folder / "keys"))
    finally:
        keeping.terminate()
        keeping.communicate(timeout=60)

    code, said = restored(here, "again", "--verify")
    assert (code, "核对 3 件" in said) == (0, True), said


def test_no_digest_stays_of_a_segment_that_was_forgotten_while_it_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, forgotten = tmp_path / ("0" * 23 + "3"), tmp_path / ("0" * 23 + "2")
    for segment in (kept, forgotten):
        segment.write_bytes(b"log")

    def slowly(file: Path) -> str:
        forgotten.unlink(missing_ok=True)
        return digest_of(file)

    monkeypatch.setattr(backups, "digest_of", slowly)
    seal_segments(tmp_path)

    assert sorted(file.name for file in tmp_path.iterdir()) == [kept.name, f"{kept.name}.sha256"]
