"""Checkpoints leave the database: to a folder, a file for each, and to whom the operator names, one a day.

A folder that is full, or a mail server that is away, delays nothing: what is missing is written with the next.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail

from wolaiban.ledger import checkpoint_files
from wolaiban.ledger.models import Checkpoint

log = logging.getLogger(__name__)


def latest_published() -> int:
    return checkpoint_files.newest_in(settings.CHECKPOINTS_DIR)


def publish() -> None:
    """Write to the folder what is not there yet."""
    folder = settings.CHECKPOINTS_DIR
    try:
        missing = Checkpoint.objects.filter(number__gt=latest_published())
        for number, note in missing.values_list("number", "note").iterator(
            chunk_size=checkpoint_files.ON_A_SHELF
        ):
            checkpoint_files.put(checkpoint_files.file_of(number, folder), note)
    except OSError as trouble:
        log.error("a checkpoint could not be written to the folder: %s", trouble.strerror)


def mail(checkpoint: Checkpoint) -> int:
    """Send it to whom the operator names; how many mails went out."""
    if not settings.CHECKPOINT_MAIL:
        return 0
    explained = f"请保存此邮件。日后可用它核对 {settings.OFFICE_NAME} 的办理记录有没有被改动过。\n\n"
    subject = f"{settings.OFFICE_NAME} 第 {checkpoint.number} 号检查点"
    return send_mail(subject, explained + checkpoint.note, None, settings.CHECKPOINT_MAIL)
