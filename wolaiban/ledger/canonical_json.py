"""Reading a canonical text back: only what `workflow.chain.canonical` could have written is accepted."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import orjson


class NotCanonical(ValueError):
    """The bytes are not what canonical writing makes of what they say."""


def _refuse_number(text: str) -> NoReturn:
    raise NotCanonical(f"含有小数 {text[:20]}")


# Made once: `json.loads` and `json.dumps` would make new ones for each of millions of events.
DECODER = json.JSONDecoder(parse_float=_refuse_number, parse_constant=_refuse_number)
ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(body: bytes) -> dict[str, Any]:
    """The event that a canonical text holds; NotCanonical if writing it again gives other bytes.

    orjson does both in a fifth of the time, and refuses or changes whatever is not canonical but fractions. What it
    does not give back as it was is read once more the strict way, which decides.
    """
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        return strictly(body)
    if type(told) is dict and orjson.dumps(told, option=orjson.OPT_SORT_KEYS) == body and _is_whole(told):
        return told
    return strictly(body)


def _is_whole(told: dict[str, Any]) -> bool:
    """Whether no fraction is in it, however deep."""
    values = list(told.values())
    for value in values:  # it grows meanwhile: what lists and objects hold is put at its end
        kind = type(value)
        if kind is dict:
            values += value.values()
        elif kind is list:
            values += value
        elif kind is float:
            return False
    return True


def strictly(body: bytes) -> dict[str, Any]:
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
