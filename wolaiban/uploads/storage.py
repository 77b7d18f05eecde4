"""Attachments on disk, by digest: the same file is kept once, and a changed one no longer fits its name."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

from wolaiban.installation import durable


def path_of(digest: bytes) -> Path:
    name = bytes(digest).hex()
    return Path(settings.DATA_DIR) / "attachments" / name[:2] / name[2:]


def keep(content: bytes) -> bytes:
    """Write the content durably and return its SHA-256 digest. Safe to repeat."""
    digest = hashlib.sha256(content).digest()
    path = path_of(digest)
    if not path.exists():
        durable.make_folder(path.parent, mode=0o700)
        durable.put(path, content)
    return digest


def read(digest: bytes) -> bytes:
    """The content, or FileNotFoundError."""
    return path_of(digest).read_bytes()
