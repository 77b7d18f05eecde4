"""Attachments on disk, by digest: the same file is kept once, and a changed one no longer fits its name."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def path_of(digest: bytes) -> Path:
    name = bytes(digest).hex()
    return Path(settings.DATA_DIR) / "attachments" / name[:2] / name[2:]


def keep(content: bytes) -> bytes:
    """Write the content durably (file and folder synced) and return its SHA-256 digest. Safe to repeat."""
    digest = hashlib.sha256(content).digest()
    path = path_of(digest)
    if path.exists():
        return digest
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, scratch = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(scratch, path)
    _sync_folder(path.parent)
    return digest


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(digest: bytes) -> bytes:
    """The content, or FileNotFoundError."""
    return path_of(digest).read_bytes()
