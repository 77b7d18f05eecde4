"""Files that are on the disk when a function returns: whole or not at all, and found again after a power cut.

A file is written beside its place, synced, and given its name; a new name is on the disk only when its folder is
synced too, and a new folder only when the one above it is. Everything of ours that must not be lost goes through here.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

OURS_ALONE = 0o600


def put(file: Path, content: bytes, *, mode: int = OURS_ALONE) -> None:
    """Write a file, over the one that is there if there is one."""
    _place(file, _writing(content), mode, os.replace)


def put_new(file: Path, content: bytes, *, mode: int = OURS_ALONE) -> bool:
    """Write a file where there is none; say whether that was so. What is there stays, and is on the disk as well."""
    try:
        _place(file, _writing(content), mode, os.link)
    except FileExistsError:
        sync(file.parent)  # whoever put it there may have been cut off before they did
        return False
    return True


def copy(source: str | Path, to: str | Path) -> None:
    """Copy the content of a file; what `shutil.copytree` takes as its copy function."""

    def filled(stream: BinaryIO) -> None:
        with Path(source).open("rb") as reader:
            shutil.copyfileobj(reader, stream)

    _place(Path(to), filled, OURS_ALONE, os.replace)


def make_folder(folder: Path, *, mode: int = 0o777) -> None:
    """Make a folder, and with the usual mode those above it that are missing."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=mode, exist_ok=True)
    sync(folder.parent)


def sync(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _writing(content: bytes) -> Callable[[BinaryIO], None]:
    def filled(stream: BinaryIO) -> None:
        stream.write(content)

    return filled


def _place(
    file: Path, fill: Callable[[BinaryIO], None], mode: int, name: Callable[[str, Path], None]
) -> None:
    """Fill a draft, which is for us alone from the first moment, and let `name` give it its place."""
    descriptor, draft = tempfile.mkstemp(dir=file.parent, prefix=".draft-")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            os.fchmod(stream.fileno(), mode)
            fill(stream)
            stream.flush()
            os.fsync(stream.fileno())
        name(draft, file)
    finally:
        Path(draft).unlink(missing_ok=True)
    sync(file.parent)
