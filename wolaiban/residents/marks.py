"""Marks: a keyed digest over a whole row of the vault, so that what is taken out or put in by hand shows.

An envelope proves itself, but not that another was not emptied, or the row given to another account. Whoever has the
database but not the keys cannot make a mark. Erased rows have none: what happened to them is told by their erasure.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from wolaiban.residents.errors import Damaged
from wolaiban.residents.keys import Keyring, VaultKey

MARKED = ("name", "phone", "phone_note", "id_number", "address", "phone_index")


def mark_of(row: Mapping[str, Any], key: VaultKey) -> bytes:
    """The mark of a row by its columns, with the id of its key in front."""
    parts = [key.id.encode(), row["uuid"].bytes, str(row["account_id"]).encode()]
    parts += [b"" if row[name] is None else b"=" + bytes(row[name]) for name in MARKED]
    parts += [str((row["invented"], row["apart"])).encode()]
    told = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return key.id.encode() + b":" + hmac.digest(key.mark_key, told, hashlib.sha256)


def is_marked(row: Mapping[str, Any], mark: bytes | None, keys: Keyring) -> bool:
    """Whether the mark is of this very row. Raises `KeyMissing`."""
    if mark is None:
        return False
    return hmac.compare_digest(bytes(mark), mark_of(row, keys.find(key_id_of_mark(mark))))


def key_id_of_mark(mark: bytes) -> str:
    try:
        return bytes(mark).partition(b":")[0].decode("ascii")
    except UnicodeDecodeError:
        raise Damaged from None
