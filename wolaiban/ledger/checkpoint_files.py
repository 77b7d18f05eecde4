"""Checkpoints as files in a folder, a thousand on a shelf: what the installation publishes, and what a witness keeps.

Pure, so that a witness needs no database. A file is there whole or not at all, and is never written over.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wolaiban.installation import durable

ON_A_SHELF = 1000


class Differs(Exception):
    """Another text is there under this name."""


def file_of(number: int, folder: Path) -> Path:
    return folder / f"{number // ON_A_SHELF:06}" / f"{number}.txt"


def cosigned_file(number: int, key_id: bytes, folder: Path) -> Path:
    """Beside the checkpoint: the same with the signature of a witness."""
    return file_of(number, folder).with_suffix(f".{key_id.hex()}.cosigned")


def notes_in(folder: Path, after: int = 0) -> Iterator[tuple[int, str]]:
    """The checkpoints after a number, in their order."""
    for shelf in _numbered(folder):
        if int(shelf.name) >= after // ON_A_SHELF:
            for file in _numbered(shelf):
                if int(file.stem) > after:
                    yield int(file.stem), file.read_text(encoding="utf-8")


def cosigned_in(folder: Path) -> Iterator[tuple[int, str]]:
    """What witnesses handed back, and of which checkpoint it says to be."""
    for shelf in _numbered(folder):
        for file in sorted(shelf.glob("*.cosigned")):
            number = file.name.partition(".")[0]
            if number.isdecimal():
                yield int(number), file.read_text(encoding="utf-8", errors="replace")


def newest_in(folder: Path) -> int:
    """The number of the newest checkpoint, or 0."""
    for shelf in reversed(_numbered(folder)):
        if files := _numbered(shelf):
            return int(files[-1].stem)
    return 0


def _numbered(folder: Path) -> list[Path]:
    try:
        return sorted((p for p in folder.iterdir() if p.stem.isdecimal()), key=lambda p: int(p.stem))
    except OSError:
        return []


def put(file: Path, text: str, *, mode: int = 0o644) -> None:
    """Whole or not at all, never over another, and on the disk when this returns."""
    durable.make_folder(file.parent)
    if not durable.put_new(file, text.encode(), mode=mode) and file.read_text(encoding="utf-8") != text:
        raise Differs(file.stem)
