"""What is kept of an import while it is under way: the file, what was understood of it, what became of its rows.

All of it may name people, so it lies sealed in the database. A file is plain only while it is read, in a folder of the
installation's own.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings

from wolaiban.importing.columns import ColumnsTold
from wolaiban.importing.models import Import, ImportPart
from wolaiban.residents.envelope import seal_bytes, unseal_bytes
from wolaiban.residents.errors import VaultError
from wolaiban.residents.keys import keyring

log = logging.getLogger(__name__)
LONGEST_NAME = 80


class PartKind(StrEnum):
    FILE = "file"
    TOLD = "told"  # the file's name, and how its columns were corrected
    UNDERSTOOD = "understood"
    WHY = "why"  # it was not done
    RESULT = "result"  # a part for each batch of rows


def put(job: Import, kind: PartKind, content: bytes, ordinal: int = 0) -> None:
    """Keep it, in place of what was kept there before."""
    sealed = seal_bytes(content, field=_field(kind, ordinal), uuid=job.uuid, key=keyring().current)
    ImportPart.objects.update_or_create(job=job, kind=kind, ordinal=ordinal, defaults={"content": sealed})


def add(job: Import, kind: PartKind, content: bytes, ordinal: int) -> None:
    """Keep one more. IntegrityError if there is one already."""
    sealed = seal_bytes(content, field=_field(kind, ordinal), uuid=job.uuid, key=keyring().current)
    ImportPart.objects.create(job=job, kind=kind, ordinal=ordinal, content=sealed)


def parts(job: Import, kind: PartKind) -> Iterator[bytes]:
    """In their order. Raises `Damaged` or `KeyMissing`."""
    for part in job.parts.filter(kind=kind).order_by("ordinal").iterator(chunk_size=20):
        yield unseal_bytes(
            bytes(part.content), field=_field(kind, part.ordinal), uuid=job.uuid, keyring=keyring()
        )


def one(job: Import, kind: PartKind) -> bytes | None:
    """None also where the key is gone under which it was sealed: it is as good as deleted."""
    try:
        return next(parts(job, kind), None)
    except VaultError as trouble:
        log.warning("import %s: %s cannot be opened: %s", job.pk, kind, trouble.code)
        return None


def told_of(job: Import) -> dict[str, Any]:
    """The name of the file and the corrections, as `told` reads them."""
    kept = one(job, PartKind.TOLD)
    found: dict[str, Any] = json.loads(kept) if kept else {"name": "", "places": [], "hidden": False}
    return found


def told(job: Import) -> ColumnsTold:
    kept = told_of(job)
    places = {(sheet, place): field for sheet, place, field in kept["places"]}
    return ColumnsTold({}, places, kept["hidden"])


@contextmanager
def opened(job: Import) -> Iterator[Path]:
    """The file as it was sent, in a folder that is gone afterwards; what a killed worker left there goes first."""
    content = one(job, PartKind.FILE)
    if content is None:
        raise FileNotFoundError
    folder = plain_folder() / str(job.uuid)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    try:
        path = folder / safe_name(told_of(job)["name"])
        path.touch(mode=0o600)
        path.write_bytes(content)
        yield path
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def forget_rows(job: Import) -> None:
    """Back to the first row. The caller saves."""
    job.parts.filter(kind=PartKind.RESULT).delete()
    job.seen, job.at_sheet, job.at_line = 0, None, None
    for name in Import.COUNTS:
        setattr(job, name, 0)


def plain_folder() -> Path:
    return Path(settings.DATA_DIR) / "importing"


def safe_name(name: str) -> str:
    """A file's name as it may stand in a folder, its ending kept."""
    bare = "".join(c if c.isalnum() or c in "._-（）()" else "_" for c in name.rpartition("/")[2])
    return bare[-LONGEST_NAME:].lstrip(".") or "table"


def _field(kind: PartKind, ordinal: int) -> str:
    return f"import {kind} {ordinal}"
