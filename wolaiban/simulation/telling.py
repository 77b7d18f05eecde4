"""The events of one simulated matter as rows: the very bytes that `workflow.bodies` writes, put together from what has changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from itertools import compress
from operator import is_not, itemgetter
from typing import Any, NamedTuple

import orjson

from wolaiban.cases.formats import FORMAT
from wolaiban.cases.kind import KIND
from wolaiban.cases.models import Case, Complainant, Event, Summons
from wolaiban.cases.roles import Circle
from wolaiban.workflow import chain
from wolaiban.workflow.bodies import StepTaken, body_of, link

TRACKED, PLACES = itemgetter(*Case.TRACKED), range(len(Case.TRACKED))
NAMES = sorted((*Case.TRACKED, "complainants", "summonses", "titled"))  # as the canonical text has them
BEGINNINGS = {name: b'"%b":' % name.encode() for name in NAMES}
NOTHING_YET = {name: beginning + b"null" for name, beginning in BEGINNINGS.items()}


class EventRecord(NamedTuple):
    """The columns of an event, in the order of the table."""

    pk: int
    seq: int
    step: str
    at: Any
    actor_id: int | None
    post_id: int | None
    alg: str
    prev: bytes
    hash: bytes
    body: bytes
    news: bool
    case_id: int
    source: str
    target: str
    role: str


assert [field.attname for field in Event._meta.concrete_fields] == ["id", *EventRecord._fields[1:]]


def _columns(model: type[Complainant | Summons]) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    """What is told of a party, its key first; from the dictionary of its row, since foreign keys are slow to ask for."""
    return itemgetter(*(model._meta.pk.attname if name == "pk" else name for name in model.TRACKED))


COMPLAINANT, SUMMONS = _columns(Complainant), _columns(Summons)


class Teller:
    """Remembers what the case looked like at its last event: most of it is the same at the next."""

    def __init__(self, circle: Circle) -> None:
        case = circle.case
        titled = chain.commitment(bytes(case.salt), f"{case.title}\n{case.place_words}")
        self.circle, self.alg, self.named = circle, chain.alg_of_today(), KIND.named(KIND, case)
        self.known: tuple[Any, ...] = (None,) * len(Case.TRACKED)
        self.parties: dict[str, list[tuple[Any, ...]]] = {}
        self.texts: dict[str, bytes] = NOTHING_YET | {"titled": _entry("titled", titled)}

    def tell(self, pk: int, told: StepTaken) -> EventRecord:
        case = self.circle.case
        after: Any = orjson.Fragment(self._after())  # already written
        told_as = body_of(told, subject=case, named=self.named, written_in=FORMAT, after=after)
        told_as["at"] = orjson.Fragment(moment_written(told.at))
        body = _written(told_as)
        prev = link(case, body)
        news = False  # nobody is told of what is simulated
        return EventRecord(
            pk, case.seq, told.step, told.at, told_as["actor"], told_as["post"], self.alg, prev, bytes(case.head), body,
            news, case.id, told.source, told.target, told.role,
        )  # fmt: skip

    def _after(self) -> bytes:
        circle, now = self.circle, TRACKED(self.circle.case.__dict__)
        for place in compress(PLACES, map(is_not, now, self.known)):
            name, value = Case.TRACKED[place], now[place]
            if type(value) is datetime:
                self.texts[name] = BEGINNINGS[name] + moment_written(value)
            else:
                self.texts[name] = _kept_entry(name, value)
        self.known = now
        self._list("complainants", [COMPLAINANT(row.__dict__) for row in circle.complainants])
        self._list("summonses", [SUMMONS(row.__dict__) for row in circle.summonses])
        return b"{" + b",".join(self.texts.values()) + b"}"

    def _list(self, name: str, rows: list[tuple[Any, ...]]) -> None:
        if rows != self.parties.get(name):
            self.parties[name] = rows
            self.texts[name] = _entry(name, sorted(rows))


def _entry(name: str, value: Any) -> bytes:
    return BEGINNINGS[name] + _written(value)


_kept_entry = cache(_entry)  # of words, numbers and the keys of what is in the town: there are few


def moment_written(value: datetime) -> bytes:
    """As `plain` has it. orjson is six times as quick, but leaves out a fraction that is zero and stays in the time zone."""
    if value.tzinfo is UTC and value.microsecond:
        return orjson.dumps(value)
    return _written(value)


def _written(value: Any) -> bytes:
    return orjson.dumps(value, default=chain.plain, option=chain.AS_WE_WANT)
