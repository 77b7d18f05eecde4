"""What is linked is linked on both sides: where one subject is about another, the chains of both say so (engine, E4).

The chain of a case names each event of whatever is about it, by number, place and hash. So an event there
without its name here, and a name here without its event there, are both found, whichever side was rewritten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from wolaiban.ledger import registry
from wolaiban.ledger.findings import MISSHAPEN, Fault, Finding
from wolaiban.ledger.kinds import TableChain
from wolaiban.workflow.about import PROCEED, Concerned
from wolaiban.workflow.kinds import Kind, every_kind, kind_named
from wolaiban.workflow.models import AbstractEvent

AT_ONCE = 500  # subjects, with all their events


class EventNamed(NamedTuple):
    """An event as the chain of another subject names it."""

    process: str
    number: str
    step: str
    seq: int
    hash: str


def findings() -> Iterator[Finding]:
    chains = {chain.name: chain for chain in registry.kinds() if isinstance(chain, TableChain)}
    for kind in every_kind():
        if kind.about:
            yield from _untold(kind, chains)
        if PROCEED in kind.process.by_name:
            yield from _unfounded(chains[kind.name], chains)


def _untold(kind: Kind[Any, Any], chains: dict[str, TableChain]) -> Iterator[Finding]:
    """Events of a kind that no chain names of those it concerns."""
    concerned, ours = Concerned(kind), chains[kind.name]
    theirs = next(chain for chain in chains.values() if chain.subject is concerned.target)
    for subjects in _some(ours.subject._default_manager.order_by("pk").values_list("pk", "number")):
        events = _events_of(ours, [pk for pk, _ in subjects])
        owing = [
            (EventNamed(kind.name, number, event.step, event.seq, bytes(event.hash).hex()), concerns)
            for pk, number in subjects
            for event, concerns in _with_whom_they_concern(concerned, events[pk])
        ]
        numbers = _numbers(theirs, {one for _, concerns in owing for one in concerns})
        named = _named_by(theirs, numbers)
        for name, concerns in owing:
            for one in sorted(concerns, key=str):
                if name not in named.get(one, ()):
                    yield Finding(Fault.UNTOLD, name.number, name.seq, numbers.get(one, one))


def _with_whom_they_concern(
    concerned: Concerned, events: list[AbstractEvent]
) -> Iterator[tuple[AbstractEvent, set[int | str]]]:
    """What cannot be read is found by whoever follows the chain."""
    before = None
    for event in events:
        try:
            told = event.told
            yield event, concerned.of(told, before)
        except MISSHAPEN:
            return
        before = told


def _numbers(chain: TableChain, keys: set[int | str]) -> dict[int | str, str]:
    """By key, and by number, the numbers of these subjects."""
    rows = chain.subject._default_manager
    by_key = rows.filter(pk__in=[key for key in keys if isinstance(key, int)]).values_list("pk", "number")
    by_number = rows.filter(number__in=[key for key in keys if isinstance(key, str)])
    return {**dict(by_key), **{number: number for number in by_number.values_list("number", flat=True)}}


def _named_by(chain: TableChain, numbers: dict[int | str, str]) -> dict[int | str, set[EventNamed]]:
    """By the keys and numbers asked for, what the chains of these subjects name."""
    keys = dict(
        chain.subject._default_manager.filter(number__in=numbers.values()).values_list("number", "pk")
    )
    found = {
        pk: {named for event in events if event.step == PROCEED and (named := _name_in(event))}
        for pk, events in _events_of(chain, list(keys.values()), step=PROCEED).items()
    }
    return {asked: found.get(keys[number], set()) for asked, number in numbers.items()}


def _unfounded(chain: TableChain, chains: dict[str, TableChain]) -> Iterator[Finding]:
    """Names in a chain of events that are not there, or not with this hash."""
    rows = chain.event._default_manager.filter(step=PROCEED, **chain.only).order_by("pk")
    for events in _some(rows):
        named = [(event, _name_in(event)) for event in events]
        there = _those_there({name for _, name in named if name}, chains)
        wrong = [(event, name) for event, name in named if name not in there]
        numbers = chain.numbers_of([getattr(event, chain.link) for event, _ in wrong])
        for event, name in wrong:
            what = f"{_label(name.process)} {name.number} 第 {name.seq} 条" if name else "什么"
            yield Finding(Fault.UNFOUNDED, numbers.get(getattr(event, chain.link)), event.seq, what)


def _those_there(named: set[EventNamed], chains: dict[str, TableChain]) -> set[EventNamed]:
    found = set()
    for process in {name.process for name in named} & chains.keys():
        chain = chains[process]
        numbers = {name.number for name in named if name.process == process}
        subjects = chain.subject._default_manager.filter(number__in=numbers).values_list("pk", "number")
        keys = dict(subjects)
        for pk, events in _events_of(chain, list(keys)).items():
            found |= {EventNamed(process, keys[pk], e.step, e.seq, bytes(e.hash).hex()) for e in events}
    return found


def _name_in(event: Any) -> EventNamed | None:
    try:
        answers = event.answers
        return EventNamed(*(answers[name] for name in EventNamed._fields))
    except MISSHAPEN:
        return None


def _label(process: str) -> str:
    try:
        return kind_named(process).process.label
    except LookupError:
        return process


def _events_of(chain: TableChain, keys: list[int], **only: str) -> dict[int, list[AbstractEvent]]:
    """By the key of the subject, in their order."""
    found = defaultdict[int, list[AbstractEvent]](list)
    wanted = {f"{chain.link}__in": keys, **chain.only, **only}
    for event in chain.event._default_manager.filter(**wanted).order_by(chain.link, "seq"):
        found[getattr(event, chain.link)].append(event)  # type: ignore[arg-type]
    return found


def _some(rows: Any) -> Iterator[list[Any]]:
    each: Iterable[Any] = rows.iterator(chunk_size=AT_ONCE)
    each = iter(each)
    while some := list(islice(each, AT_ONCE)):
        yield some
