"""A staff list from the browser: sent, looked at, taken in on a second press, forgotten. What is kept of it lies sealed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.utils.timezone import now

from wolaiban.importing.kept import plain_folder, safe_name
from wolaiban.importing.models import StaffUpload
from wolaiban.importing.refusals import BadFile
from wolaiban.importing.staff_list.deciding import DecidedRow, RowResult, counted, newcomers
from wolaiban.importing.staff_list.missing import missing_posts
from wolaiban.importing.staff_list.reading import StaffTable, read_staff
from wolaiban.importing.staff_list.taking_in import look, take_in
from wolaiban.people.actor import Actor
from wolaiban.people.authority import check_keeps_district
from wolaiban.process.errors import NotNow
from wolaiban.residents.envelope import seal_bytes, unseal_bytes
from wolaiban.residents.errors import VaultError
from wolaiban.residents.keys import keyring

MOST_BYTES = 10 << 20
LISTED = 300  # people or rows of each kind that a page shows
LOST = "上传的文件已经不在了，或打不开了，请重新上传。"
NAME, CONTENT, OUTCOME = "name", "staff list content", "staff list outcome"


def send(name: str, content: bytes, *, by: Actor) -> StaffUpload:
    """Look at a file and keep it for the second press. Raises BadFile; nothing of it is in office yet."""
    check_keeps_district(by)
    assert by.user is not None
    if len(content) > MOST_BYTES:
        raise BadFile(f"文件超过 {MOST_BYTES >> 20} MB，请分成几个文件。")
    uuid = uuid4()
    with _opened(uuid, name, content) as path:
        table = read_staff(path)
    upload = StaffUpload(uuid=uuid, user=by.user, content=_sealed(content, CONTENT, uuid))
    _note(upload, name, table, look(table.rows, by=by), by)
    upload.save()
    return upload


def take(upload: StaffUpload, *, by: Actor) -> None:
    """Take it in. Pressed twice, or after the server went down on the way, it is taken in once."""
    check_keeps_district(by)
    if upload.taken_at is not None:
        return
    told = told_of(upload)
    content = _unsealed(upload.content, CONTENT, upload.uuid)
    if content is None or not told:
        raise NotNow(LOST)
    with _opened(upload.uuid, told[NAME], content) as path:
        table = read_staff(path)
    _note(upload, told[NAME], table, take_in(table.rows, by=by), by)
    upload.taken_at, upload.content = now(), None
    upload.save()


def drop(upload: StaffUpload) -> None:
    """Forget the file and what was kept with it; who was taken in stays."""
    upload.delete()


def told_of(upload: StaffUpload) -> dict[str, Any]:
    """What is shown of it; nothing where the key is gone under which it was sealed."""
    packed = _unsealed(upload.outcome, OUTCOME, upload.uuid)
    told: dict[str, Any] = json.loads(packed) if packed else {}
    return told


def _note(
    upload: StaffUpload, name: str, table: StaffTable, decided: Sequence[DecidedRow], by: Actor
) -> None:
    for result, number in counted(decided).items():
        setattr(upload, result, number)
    told = {
        NAME: name,
        "remarks": table.remarks,
        "whole": table.is_whole,
        "refused": _told(decided, RowResult.REFUSED, lambda each: {}),
        "changed": _told(decided, RowResult.CHANGED, _person),
        "new": _told(decided, RowResult.NEW, _person),
        "accounts": len(newcomers(decided)),
        "missing": [] if upload.refused else list(missing_posts(decided, by=by).values_list("pk", flat=True)),
    }
    packed = json.dumps(told, ensure_ascii=False).encode()
    upload.outcome = _sealed(packed, OUTCOME, upload.uuid)


def _told(
    decided: Sequence[DecidedRow], result: RowResult, more: Callable[[DecidedRow], dict[str, str]]
) -> list[dict[str, str]]:
    rows = [each for each in decided if each.result is result][:LISTED]
    return [{"place": each.row.place, "said": each.said, **more(each)} for each in rows]


def _person(each: DecidedRow) -> dict[str, str]:
    assert each.about is not None
    unit = each.posts[0].unit.full_name
    return {"name": each.about.user.name, "username": each.about.user.username, "unit": unit}


def _sealed(content: bytes, what: str, uuid: UUID) -> bytes:
    return seal_bytes(content, field=what, uuid=uuid, key=keyring().current)


def _unsealed(content: Any, what: str, uuid: UUID) -> bytes | None:
    if content is None:
        return None
    try:
        return unseal_bytes(bytes(content), field=what, uuid=uuid, keyring=keyring())
    except VaultError:
        return None


@contextmanager
def _opened(uuid: UUID, name: str, content: bytes) -> Iterator[Path]:
    """The file as it was sent, in a folder that is gone afterwards."""
    folder = plain_folder() / str(uuid)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        path = folder / safe_name(name)
        path.touch(mode=0o600)
        path.write_bytes(content)
        yield path
    finally:
        shutil.rmtree(folder, ignore_errors=True)
