"""What a power cut must not take: the file, its name in the folder, and the name of a new folder in the one above."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings

from wolaiban.backups import backups
from wolaiban.installation import durable, keys
from wolaiban.ledger import checkpoint_files
from wolaiban.uploads import storage

PACKAGE = Path(durable.__file__).parents[1]
# They give a name to what a restart makes anew, or belong to PostgreSQL, which syncs its own.
ELSEWHERE = ("installation/durable.py", "ledger/tree_cache.py", "postgres/", "web/writing_probe.py")


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Everything that was synced, in order; a draft under the name it had then."""
    found: list[Path] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        found.append(Path(os.readlink(f"/proc/self/fd/{descriptor}")))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    return found


def _attachment(folder: Path, name: str) -> Path:
    source = folder / "source" / name[:2]
    source.mkdir(parents=True)
    (source / name[2:]).write_bytes(b"x")
    backups.copy_attachment(folder / "source", name, folder / "shelf")
    return folder / "shelf" / "attachments" / name[:2] / name[2:]


def _written(folder: Path, write: Callable[[Path], object]) -> Path:
    write(folder / "file")
    return folder / "file"


WRITERS: dict[str, Callable[[Path], Path]] = {
    "a key": lambda folder: _written(folder, lambda file: keys.put(file, "secret")),
    "a checkpoint": lambda folder: _written(
        folder / "shelf", lambda file: checkpoint_files.put(file, "note")
    ),
    "an attachment": lambda folder: storage.path_of(storage.keep(b"a picture")),
    "a backup's copy of one": lambda folder: _attachment(folder, "abcdef"),
    "over another": lambda folder: _written(folder, lambda file: durable.put(file, b"list")),
}


@pytest.mark.parametrize("what", WRITERS)
def test_a_file_its_name_and_its_folder_are_on_the_disk(
    what: str, synced: list[Path], tmp_path: Path, settings: LazySettings
) -> None:
    settings.DATA_DIR = tmp_path / "data"

    file = WRITERS[what](tmp_path)

    assert file.is_file()
    assert any(path.parent == file.parent and path.name.startswith(".draft-") for path in synced)
    assert synced[-1] == file.parent
    new = [folder for folder in file.parents if tmp_path in folder.parents]
    assert {folder.parent for folder in new} <= set(synced)
    assert list(file.parent.iterdir()) == [file]


def test_what_is_there_is_not_written_over_unless_that_is_wished(tmp_path: Path) -> None:
    file = tmp_path / "file"

    assert durable.put_new(file, b"first")
    assert not durable.put_new(file, b"second")
    assert file.read_bytes() == b"first"

    durable.put(file, b"third", mode=0o644)
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"third", 0o644)


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    durable.put(file, b"first")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        durable.put(file, b"second")

    assert (list(tmp_path.iterdir()), file.read_bytes()) == ([file], b"first")


def test_nobody_writes_durably_in_a_way_of_their_own() -> None:
    own = re.compile(r"\b(fsync|mkstemp|os\.(link|replace|rename))\b")
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if own.search(path.read_text(encoding="utf-8"))
    }
    assert not {name for name in found if not name.startswith(ELSEWHERE)}
