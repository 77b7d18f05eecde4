"""Cosignatures of the witnesses that the operator names: taken from them, kept beside the checkpoints, shown."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from wolaiban.ledger import checkpoint_files, notes
from wolaiban.ledger.models import Checkpoint
from wolaiban.ledger.notes import COSIGNATURE, Claim, Cosignature, Unreadable, Verifying

log = logging.getLogger(__name__)


class Refused(Exception):
    """Why what came is not taken; `status` is what a machine is answered."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def witnesses() -> tuple[Verifying, ...]:
    return tuple(map(_witness, settings.LEDGER_WITNESSES))


def _witness(written: str) -> Verifying:
    with contextlib.suppress(Unreadable):
        key = Verifying.read(written)
        if key.kind == COSIGNATURE:
            return key
    raise ImproperlyConfigured(
        f"LEDGER_WITNESSES：“{written}”不是见证人的公钥。请填见证人运行 wolaiban witness key 得到的那一行，几个用逗号分开。"
    )


def faults(**asked: object) -> list[checks.CheckMessage]:
    """For Django's checks: said at the start, not on the page where a witness is first shown."""
    try:
        witnesses()
    except ImproperlyConfigured as refusal:
        return [checks.Error(str(refusal), id="ledger.E001")]
    return []


def take(cosigned: str) -> Cosignature:
    """Keep what a witness hands back. Only their first signature of a checkpoint is kept; the same again is no fault."""
    try:
        claim = Claim.read(notes.text_of(cosigned))
        found = next(notes.cosignatures(cosigned, *witnesses()), None)
    except Unreadable as refusal:
        raise Refused(400, str(refusal)) from None
    if found is None:
        raise Refused(403, "没有认可的见证人的有效签名")
    ours = Checkpoint.objects.filter(number=claim.number).values_list("note", flat=True).first()
    if ours is None:
        raise Refused(404, f"这里没有第 {claim.number} 号检查点")
    if notes.text_of(ours) != claim.text:
        log.error("witness %s has seen another checkpoint %s than ours", found.witness.name, claim.number)
        raise Refused(409, f"这里的第 {claim.number} 号检查点与见证的不是同一份")
    file = checkpoint_files.cosigned_file(claim.number, found.witness.id, settings.CHECKPOINTS_DIR)
    try:
        checkpoint_files.put(file, f"{ours}{found.line}\n")
    except checkpoint_files.Differs:
        pass
    except OSError as trouble:
        log.error("a cosignature could not be written to the folder: %s", trouble.strerror)
        raise Refused(503, "现在存不下，请稍后再交") from None
    return found


def of(checkpoint: Checkpoint) -> Iterator[Cosignature]:
    """The cosignatures of a checkpoint that hold, one of each witness."""
    for key in witnesses():
        file = checkpoint_files.cosigned_file(checkpoint.number, key.id, settings.CHECKPOINTS_DIR)
        try:
            note = file.read_text(encoding="utf-8")
            if notes.text_of(note) == notes.text_of(checkpoint.note):
                yield from list(notes.cosignatures(note, key))[:1]
        except (OSError, ValueError):
            continue


def with_cosignatures(checkpoint: Checkpoint) -> str:
    return checkpoint.note + "".join(f"{cosignature.line}\n" for cosignature in of(checkpoint))
