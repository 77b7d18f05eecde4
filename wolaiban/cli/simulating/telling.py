"""The events of one simulated matter as rows: the very bytes that `recording` writes, put together from what has changed."""

from __future__ import annotations

from datetime import datetime
from itertools import compress
from operator import is_not, itemgetter
from typing import Any, NamedTuple

import orjson

from wolaiban.cases import chain
from wolaiban.cases.actions.recording import Happening, body_of, link, listed
from wolaiban.cases.models import Case, Complainant, Event, Summons
from wolaiban.cases.queries.standing import Circle

UNTOLD = object()
LISTS = ("complainants", "summonses")
TRACKED, PLACES = itemgetter(*Case.TRACKED), range(len(Case.TRACKED))
NAMES = sorted((*Case.TRACKED, *LISTS, "titled"))  # as the canonical text has them


class EventRow(NamedTuple):
    """The columns of an event, in the order of the table."""

    pk: int
    case_id: int
    seq: int
    step: str
    source: str
    target: str
    at: Any
    actor_id: int | None
    post_id: int | None
    role: str
    alg: str
    prev: bytes
    hash: bytes
    body: bytes


assert [field.attname for field in Event._meta.concrete_fields] == ["id", *EventRow._fields[1:]]


class Teller:
    """Remembers what the case looked like at its last event: most of it is the same at the next."""

    def __init__(self, circle: Circle) -> None:
        case = circle.case
        titled = chain.commitment(bytes(case.salt), f"{case.title}\n{case.place_words}")
        self.circle = circle
        self.known: tuple[Any, ...] = (UNTOLD,) * len(Case.TRACKED)
        self.texts: dict[str, bytes] = dict.fromkeys(NAMES, b"") | {"titled": _entry("titled", titled)}

    def tell(self, pk: int, told: Happening) -> EventRow:
        case = self.circle.case
        after: Any = orjson.Fragment(self._after())  # already written
        body = _written(body_of(self.circle, told, after))
        prev = link(case, body)
        return EventRow(
            pk, case.pk, case.seq, told.step, told.source, case.stage, told.at,
            told.by.user.pk if told.by.user else None, told.post.pk if told.post else None, told.role,
            chain.alg_of_today(), prev, bytes(case.head), body,
        )  # fmt: skip

    def _after(self) -> bytes:
        now, texts = TRACKED(self.circle.case.__dict__), self.texts
        for place in compress(PLACES, map(is_not, now, self.known)):
            name = Case.TRACKED[place]
            texts[name] = _entry(name, now[place])
        self.known = now
        texts["complainants"] = _entry("complainants", listed(self.circle.complainants, Complainant.TRACKED))
        texts["summonses"] = _entry("summonses", listed(self.circle.summonses, Summons.TRACKED))
        return b"{" + b",".join(texts.values()) + b"}"


def _entry(name: str, value: Any) -> bytes:
    if type(value) is datetime:  # most of what changes, and `plain` would be asked for it by way of orjson
        return f'"{name}":"{chain.plain(value)}"'.encode()
    return b'"' + name.encode() + b'":' + _written(value)


def _written(value: Any) -> bytes:
    return orjson.dumps(value, default=chain.plain, option=chain.AS_WE_WANT)
