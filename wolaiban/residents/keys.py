"""The vault's keys: read from VAULT_KEYS, never from the database.

`VAULT_KEYS` is `id:base64,older-id:base64,…`; the first seals, all of them open. From each master
key three are derived (HKDF-SHA256), for sealing, for the phone index and for the marks of whole rows,
so that none can stand in for another.
"""

import base64
import binascii
import re
import secrets
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from wolaiban.residents.errors import KeyMissing, KeysUnfit

KEY_BYTES = 32
KEY_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


@dataclass(frozen=True)
class VaultKey:
    id: str
    cipher: AESGCM = field(repr=False, compare=False)
    index_key: bytes = field(repr=False, compare=False)
    mark_key: bytes = field(repr=False, compare=False)


@dataclass(frozen=True)
class Keyring:
    """The keys of this installation, the current one first."""

    keys: tuple[VaultKey, ...]

    @property
    def current(self) -> VaultKey:
        return self.keys[0]

    def find(self, key_id: str) -> VaultKey:
        for key in self.keys:
            if key.id == key_id:
                return key
        raise KeyMissing(key_id=key_id)


def keyring() -> Keyring:
    """The keys as settings have them now."""
    return _parse(settings.VAULT_KEYS)


def new_key(key_id: str) -> str:
    """Make one entry for VAULT_KEYS out of fresh randomness."""
    if not KEY_ID.fullmatch(key_id):
        raise KeysUnfit(why=f"编号“{key_id}”只能用小写字母、数字和短横线，至多 32 位")
    return f"{key_id}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


@lru_cache(maxsize=4)
def _parse(text: str) -> Keyring:
    entries = [entry.strip() for entry in text.split(",") if entry.strip()]
    if not entries:
        raise KeysUnfit(why="没有设置")
    keys = tuple(_parse_entry(entry, place) for place, entry in enumerate(entries, start=1))
    if len({key.id for key in keys}) < len(keys):
        raise KeysUnfit(why="中有两把密钥编号相同")
    return Keyring(keys)


def _parse_entry(entry: str, place: int) -> VaultKey:
    """Read `id:base64`. A complaint says which entry by its place: the entry itself may be all secret."""
    key_id, colon, encoded = entry.partition(":")
    if not colon or not KEY_ID.fullmatch(key_id):
        raise KeysUnfit(why=f"第 {place} 项应写成“编号:内容”，编号用小写字母、数字和短横线")
    try:
        master = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise KeysUnfit(why=f"第 {place} 项的内容不是 base64") from None
    if len(master) != KEY_BYTES:
        raise KeysUnfit(why=f"第 {place} 项的内容应为 {KEY_BYTES} 字节，实为 {len(master)} 字节")
    return VaultKey(
        key_id, AESGCM(_derive(master, b"sealing")), _derive(master, b"phone index"), _derive(master, b"mark")
    )


def _derive(master: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), length=KEY_BYTES, salt=None, info=b"wolaiban vault 1 " + purpose).derive(master)
