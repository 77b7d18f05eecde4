"""The key that signs the checkpoints of this installation, and those whose signatures are believed."""

from __future__ import annotations

import base64
import binascii

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from wolaiban.ledger.notes import Signing, Unreadable, Verifying


def signing_key() -> Signing:
    try:
        seed = base64.b64decode(settings.LEDGER_KEY, validate=True)
        return Signing(settings.LEDGER_NAME, Ed25519PrivateKey.from_private_bytes(seed))
    except (ValueError, binascii.Error):
        raise ImproperlyConfigured("LEDGER_KEY 不是 base64 写的 32 字节。") from None


def public_key() -> Verifying:
    return signing_key().verifying


def believed() -> tuple[Verifying, ...]:
    """Our key, and the public ones of keys we had before."""
    try:
        return (public_key(), *map(Verifying.read, settings.LEDGER_OLD_KEYS))
    except Unreadable as refusal:
        raise ImproperlyConfigured(f"LEDGER_OLD_KEYS：{refusal}") from None
