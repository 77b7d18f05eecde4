"""Checkpoints leave the database: to a folder, a file for each, and to whom the operator names, one a day.

A folder that is full, or a mail server that is away, delays nothing: what is missing is written with the next.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail

from wolaiban.ledger.models import Checkpoint

IN_A_FOLDER = 1000
log = logging.getLogger(__name__)


class Differs(Exception):
    """A checkpoint of this number was published before, and it was another."""


def file_of(number: int, folder: Path | None = None) -> Path:
    return (folder or settings.CHECKPOINTS_DIR) / f"{number // IN_A_FOLDER:06}" / f"{number}.txt"


def published(after: int = 0, folder: Path | None = None) -> Iterator[tuple[int, str]]:
    """The published checkpoints after a number, in their order."""
    for shelf in _numbered(folder or settings.CHECKPOINTS_DIR):
        if int(shelf.name) >= after // IN_A_FOLDER:
            for file in _numbered(shelf):
                if int(file.stem) > after:
                    yield int(file.stem), file.read_text(encoding="utf-8")


def latest_published() -> int:
    for shelf in reversed(_numbered(settings.CHECKPOINTS_DIR)):
        if files := _numbered(shelf):
            return int(files[-1].stem)
    return 0


def _numbered(folder: Path) -> list[Path]:
    try:
        return sorted((p for p in folder.iterdir() if p.stem.isdecimal()), key=lambda p: int(p.stem))
    except OSError:
        return []


def publish() -> None:
    """Write to the folder what is not there yet."""
    try:
        missing = Checkpoint.objects.filter(number__gt=latest_published())
        for number, note in missing.values_list("number", "note").iterator(chunk_size=IN_A_FOLDER):
            _put(file_of(number), note)
    except OSError as trouble:
        log.error("a checkpoint could not be written to the folder: %s", trouble.strerror)


def _put(file: Path, note: str) -> None:
    """Whole or not at all, and never over another."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=file.parent, prefix=".draft-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            os.fchmod(stream.fileno(), 0o644)
            stream.write(note)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(draft, file)
    except FileExistsError:
        if file.read_text(encoding="utf-8") != note:
            raise Differs(file.stem) from None
    finally:
        os.unlink(draft)


def mail(checkpoint: Checkpoint) -> int:
    """Send it to whom the operator names; how many mails went out."""
    if not settings.CHECKPOINT_MAIL:
        return 0
    explained = f"请保存此邮件。日后可用它核对 {settings.OFFICE_NAME} 的办理记录有没有被改动过。\n\n"
    subject = f"{settings.OFFICE_NAME} 第 {checkpoint.number} 号检查点"
    return send_mail(subject, explained + checkpoint.note, None, settings.CHECKPOINT_MAIL)
