"""Reading a canonical text back: only what `cases.chain.canonical` could have written is accepted."""

from __future__ import annotations

import json
from typing import Any, NoReturn


class NotCanonical(ValueError):
    """The bytes are not what canonical writing makes of what they say."""


def _refuse_number(text: str) -> NoReturn:
    raise NotCanonical(f"含有小数 {text[:20]}")


# Made once: `json.loads` and `json.dumps` would make new ones for each of millions of events.
DECODER = json.JSONDecoder(parse_float=_refuse_number, parse_constant=_refuse_number)
ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(body: bytes) -> dict[str, Any]:
    """The event that a canonical text holds; NotCanonical if writing it again gives other bytes."""
    try:
        told = DECODER.decode(body.decode())
    except NotCanonical:
        raise
    except ValueError:
        raise NotCanonical("读不出来") from None
    if not isinstance(told, dict):
        raise NotCanonical("不是一条记录")
    if ENCODER.encode(told).encode("utf-8", "surrogatepass") != body:
        raise NotCanonical("再写一遍得不到同样的字节")
    return told
