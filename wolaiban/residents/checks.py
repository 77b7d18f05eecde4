"""What is wrong in the vault, for `wolaiban verify`: every envelope is opened, none is shown."""

import hmac
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.views.decorators.debug import sensitive_variables

from wolaiban.residents.envelope import index_of, key_id_of, unseal
from wolaiban.residents.errors import Damaged, KeyMissing
from wolaiban.residents.keys import Keyring, keyring
from wolaiban.residents.marks import is_marked
from wolaiban.residents.models import SEALED_FIELDS, Erasure, Resident

LABELS = {
    "name": "姓名",
    "phone": "电话",
    "phone_note": "电话备注",
    "id_number": "身份证号",
    "address": "住址",
}


class ResidentRow(NamedTuple):
    """A resident without what an instance of the model would add: there are as many as people ever came."""

    pk: int
    uuid: UUID
    phone_index: bytes | None
    erased_at: datetime | None
    account_id: int | None
    invented: bool
    apart: bool
    mark: bytes | None
    recorded: bool  # whether somebody wrote down that they were erased
    sealed: tuple[bytes | None, ...]  # in the order of SEALED_FIELDS


def find_faults(*, batch: int = 500) -> Iterator[tuple[int, str]]:
    """Yield (resident id, what is wrong). Reads in batches; holds no more than one in memory."""
    keys = keyring()
    for resident in _rows(batch):
        if (resident.erased_at is not None) != resident.recorded:
            yield resident.pk, "有删除记录，身份信息却还在" if resident.recorded else "已删除，却没有删除记录"
        damaged = list(_faults_of_fields(resident, keys))
        yield from damaged
        if not damaged and resident.erased_at is None and (fault := _fault_of_mark(resident, keys)):
            yield resident.pk, fault


def _faults_of_fields(resident: ResidentRow, keys: Keyring) -> Iterator[tuple[int, str]]:
    for field, envelope in zip(SEALED_FIELDS, resident.sealed, strict=True):
        if envelope is not None and (fault := _fault_in(resident, field, envelope, keys)):
            yield resident.pk, f"{LABELS[field]}：{fault}"


def _fault_of_mark(resident: ResidentRow, keys: Keyring) -> str | None:
    """What was taken out, put in or given to another account by hand."""
    row = {**resident._asdict(), **dict(zip(SEALED_FIELDS, resident.sealed, strict=True))}
    try:
        return None if is_marked(row, resident.mark, keys) else "这一行被改动过：与它的封记不符"
    except KeyMissing as missing:
        return f"封记所用的编号为“{missing.facts['key_id']}”的密钥不在"
    except Damaged:
        return "封记已损坏"


def _rows(batch: int) -> Iterator[ResidentRow]:
    recorded = Exists(Erasure.objects.filter(resident=OuterRef("pk")))
    residents = Resident.objects.annotate(recorded=recorded).order_by("pk")
    columns = ResidentRow._fields[:-1]
    rows = residents.values_list(*columns, *SEALED_FIELDS)
    for row in rows.iterator(chunk_size=batch):
        yield ResidentRow._make((*row[: len(columns)], row[len(columns) :]))


@sensitive_variables()
def _fault_in(resident: ResidentRow, field: str, envelope: bytes, keys: Keyring) -> str | None:
    try:
        text = unseal(bytes(envelope), field=field, uuid=resident.uuid, keyring=keys)
    except KeyMissing as missing:
        return f"缺少编号为“{missing.facts['key_id']}”的密钥"
    except Damaged:
        return "已损坏或被改动，无法解密"
    if field == "phone" and text and not _is_indexed(resident, envelope, text, keys):
        return "查找索引与号码不符"
    return None


@sensitive_variables()
def _is_indexed(resident: ResidentRow, envelope: bytes, phone: str, keys: Keyring) -> bool:
    """An index is made with the key its phone is sealed under."""
    key = keys.find(key_id_of(bytes(envelope)))
    return hmac.compare_digest(bytes(resident.phone_index or b""), index_of(phone, key))
