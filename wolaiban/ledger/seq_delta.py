"""How many events each subject had, packed small: a list of (key, seq), as a checkpoint keeps it. Pure."""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Iterable, Sequence


def packed(keys: Sequence[int], seqs: Sequence[int]) -> bytes:
    """Keys ascending, as their differences: of a million cases that grew in a row, hardly a byte each."""
    steps = [after - before for before, after in zip([0, *keys[:-1]], keys, strict=True)] if keys else []
    return zlib.compress(
        struct.pack(f"<{len(steps)}Q", *steps) + struct.pack(f"<{len(seqs)}I", *seqs), level=1
    )


def unpacked(content: bytes) -> tuple[array[int], array[int]]:
    raw = zlib.decompress(content)
    count = len(raw) // 12
    keys, key = array("Q"), 0
    for step in struct.unpack_from(f"<{count}Q", raw):
        key += step
        keys.append(key)
    return keys, array("I", struct.unpack_from(f"<{count}I", raw, 8 * count))


def standing(layers: Iterable[bytes]) -> tuple[array[int], array[int]]:
    """What all layers together say, the whole one first: the later wins."""
    seqs: dict[int, int] = {}
    for layer in layers:
        seqs.update(zip(*unpacked(layer), strict=True))
    keys = sorted(seqs)
    return array("Q", keys), array("I", (seqs[key] for key in keys))
