"""Sealed envelopes: what a column of the vault holds, and how it is opened.

    version (1 byte) · length of key id (1 byte) · key id · nonce (12 bytes) · ciphertext and tag

AES-256-GCM with a random nonce. The header, the field's name and the resident's uuid are
authenticated, so an envelope opens only in the row and the column it was sealed for. The text is
padded to whole blocks first: the length of a name says something about it.
Decided in docs/decisions (vault envelope).
"""

import hashlib
import hmac
import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.views.decorators.debug import sensitive_variables

from wolaiban.residents.errors import Damaged
from wolaiban.residents.keys import Keyring, VaultKey

VERSION = 1
NONCE_BYTES = 12
TAG_BYTES = 16
BLOCK = 32


@sensitive_variables()
def seal(text: str, *, field: str, uuid: UUID, key: VaultKey) -> bytes:
    """Seal a text for one field of one resident."""
    return seal_bytes(text.encode(), field=field, uuid=uuid, key=key)


@sensitive_variables()
def seal_bytes(content: bytes, *, field: str, uuid: UUID, key: VaultKey) -> bytes:
    """The same for what is no text: a file that holds people's names, for as long as it is kept."""
    key_id = key.id.encode("ascii")
    header = bytes([VERSION, len(key_id)]) + key_id
    nonce = secrets.token_bytes(NONCE_BYTES)
    return header + nonce + key.cipher.encrypt(nonce, _padded(content), _bound(header, field, uuid))


@sensitive_variables()
def unseal(envelope: bytes, *, field: str, uuid: UUID, keyring: Keyring) -> str:
    """Open an envelope, or raise `Damaged` or `KeyMissing`; never part of a text."""
    return unseal_bytes(envelope, field=field, uuid=uuid, keyring=keyring).decode()


@sensitive_variables()
def unseal_bytes(envelope: bytes, *, field: str, uuid: UUID, keyring: Keyring) -> bytes:
    header, nonce, ciphertext = _parts(envelope)
    key = keyring.find(header[2:].decode("ascii"))
    try:
        return _unpadded(key.cipher.decrypt(nonce, ciphertext, _bound(header, field, uuid)))
    except InvalidTag:
        raise Damaged from None


def key_id_of(envelope: bytes) -> str:
    """Which key sealed this."""
    return _parts(envelope)[0][2:].decode("ascii")


@sensitive_variables()
def index_of(phone: str, key: VaultKey) -> bytes:
    """What a phone number is found by: the same for the same number, meaningless without the key."""
    return hmac.digest(key.index_key, phone.encode(), hashlib.sha256)


def _parts(envelope: bytes) -> tuple[bytes, bytes, bytes]:
    if len(envelope) < 2 or envelope[0] != VERSION:
        raise Damaged
    nonce_at = 2 + envelope[1]
    text_at = nonce_at + NONCE_BYTES
    header = envelope[:nonce_at]
    if len(envelope) < text_at + BLOCK + TAG_BYTES or not header[2:].isascii():
        raise Damaged
    return header, envelope[nonce_at:text_at], envelope[text_at:]


def _bound(header: bytes, field: str, uuid: UUID) -> bytes:
    return header + b"\0" + field.encode() + b"\0" + uuid.bytes


@sensitive_variables()
def _padded(content: bytes) -> bytes:
    """ISO/IEC 7816-4: one 0x80, then zeros to the end of the block."""
    marked = content + b"\x80"
    return marked + b"\0" * (-len(marked) % BLOCK)


@sensitive_variables()
def _unpadded(padded: bytes) -> bytes:
    return padded.rstrip(b"\0")[:-1]
