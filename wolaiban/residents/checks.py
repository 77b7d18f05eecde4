"""What is wrong in the vault, for `wolaiban verify`: every envelope is opened, none is shown."""

import hmac
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.views.decorators.debug import sensitive_variables

from wolaiban.residents.envelope import index_of, key_id_of
from wolaiban.residents.errors import Damaged, KeyMissing
from wolaiban.residents.keys import Keyring, keyring
from wolaiban.residents.models import SEALED_FIELDS, Erasure, Resident
from wolaiban.residents.vault import open_field

LABELS = {"name": "姓名", "phone": "电话", "id_number": "身份证号", "address": "住址"}


def find_faults(*, batch: int = 500) -> Iterator[tuple[int, str]]:
    """Yield (resident id, what is wrong). Reads in batches; holds no more than one in memory."""
    keys = keyring()
    recorded = Exists(Erasure.objects.filter(resident=OuterRef("pk")))
    for resident in Resident.objects.annotate(recorded=recorded).order_by("pk").iterator(chunk_size=batch):
        if resident.is_erased != resident.recorded:
            yield (
                resident.pk,
                "已删除，却没有删除记录" if resident.is_erased else "有删除记录，身份信息却还在",
            )
        for field in SEALED_FIELDS:
            if fault := _fault_in(resident, field, keys):
                yield resident.pk, f"{LABELS[field]}：{fault}"


@sensitive_variables()
def _fault_in(resident: Resident, field: str, keys: Keyring) -> str | None:
    try:
        text = open_field(resident, field, keys)
    except KeyMissing as missing:
        return f"缺少编号为“{missing.facts['key_id']}”的密钥"
    except Damaged:
        return "已损坏或被改动，无法解密"
    if field == "phone" and text and not _is_indexed(resident, text, keys):
        return "查找索引与号码不符"
    return None


@sensitive_variables()
def _is_indexed(resident: Resident, phone: str, keys: Keyring) -> bool:
    """An index is made with the key its phone is sealed under."""
    key = keys.find(key_id_of(bytes(resident.phone or b"")))
    return hmac.compare_digest(bytes(resident.phone_index or b""), index_of(phone, key))
