"""Whether an event of any kind was allowed: by the table of its kind, by who acted, by what may stand in an event at all.

Pure: an event in, findings out. Whoever changed a row and forged a whole chain around it still has to obey these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.timezone import localdate

from wolaiban.ledger.findings import Fault, Told, Wrong, named
from wolaiban.process.grammar import Process, Step

CLOCK = "clock"
# Codes, numbers of subjects, moments, digests: what stands in an event beside numbers.
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+/-]{0,127}", re.ASCII)
# As long as a phone or an identity card's number, and nothing around it: it is no code of ours.
OF_A_PERSON = re.compile(r"(?:\+?86-?)?1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{17}[\dXx]", re.ASCII)


class DeputyRow(NamedTuple):
    """Who was a deputy, from which day, until which day at the latest: what ended first ended it."""

    user: int
    starts: date
    ends: date


class PostRow(NamedTuple):
    """Whose post, where, from which day, until which day; and who acted in it for them."""

    user: int
    unit: int
    starts: date
    ends: date | None
    deputies: tuple[DeputyRow, ...] = ()


def wrongs(told: Told, process: Process[Any, Any, Any], posts: Mapping[int, PostRow]) -> Iterator[Wrong]:
    """What an event should not have been."""
    yield from _of_step(told, process)
    yield from _of_actor(told, posts)
    if told["after"].get("stage") != told["target"]:
        yield Fault.NOT_FROM_HERE, f"说是到“{named(process.stages, told['target'])}”，却不在那里"
    for part in ("answers", "after"):
        yield from ((Fault.PERSONAL, where) for where in personal(told[part], part))


def _of_step(told: Told, process: Process[Any, Any, Any]) -> Iterator[Wrong]:
    step = process.by_name.get(told["step"])
    if step is None:
        yield Fault.NO_SUCH_STEP, told["step"]
        return
    if not _leads(step, told, process):
        way = f"从“{named(process.stages, told['source'])}”{step.label}到“{named(process.stages, told['target'])}”"
        yield Fault.NOT_FROM_HERE, way
    if told["role"] not in step.by:
        yield Fault.NOT_BY_THEM, named(process.roles, told["role"])


def _leads(step: Step[Any, Any], told: Told, process: Process[Any, Any, Any]) -> bool:
    """A step that begins a subject is its first event and comes from nowhere; no other is either."""
    source, first = told["source"], told["seq"] == 1
    if step.begins or first or source == "":
        return step.begins and first and source == "" and told["target"] in step.to
    return source in step.source and told["target"] in step.targets(process.stages(source))


def _of_actor(told: Told, posts: Mapping[int, PostRow]) -> Iterator[Wrong]:
    """The clock is nobody; everybody else has an account, but who shows a receipt or its slip, or begins something.

    A post is that of the actor, or of the one `for` whom they were a deputy, and was in force on that day.
    """
    actor, post = told["actor"], told["post"]
    shown = "complaint" in told or told.get("slip") == told.get("subject", "")
    nobody = told["role"] == CLOCK or shown or (told["seq"] == 1 and actor is None)
    if nobody != (actor is None):
        yield Fault.NOT_BY_THEM, told["role"]
    if post is None:
        return
    held, whose = posts.get(post), told.get("for", actor)
    if held is None or (held.user, held.unit) != (whose, told["unit"]) or not _in_force(held, told["at"]):
        yield Fault.NOT_IN_POST, post
    yield from of_deputy(told, posts)


def of_deputy(told: Told, posts: Mapping[int, PostRow]) -> Iterator[Wrong]:
    """Whoever acted for somebody was their deputy in that post on that day."""
    if "for" not in told:
        return
    post, actor = posts.get(told["post"]), told["actor"]
    acted = {one.user for one in post.deputies if _in_force(one, told["at"])} if post else set()
    if post is None or post.user != told["for"] or actor not in acted - {post.user}:
        yield Fault.NOT_DEPUTY, told["post"]


def _in_force(held: PostRow | DeputyRow, at: str) -> bool:
    """Also on the day on which it ended: that may have been after the step."""
    day = localdate(datetime.fromisoformat(at))
    return held.starts <= day and (held.ends is None or day <= held.ends)


def personal(value: object, where: str) -> Iterator[str]:
    """Where in an event something stands that is no code, number, moment or commitment. Never what it is."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from personal(item, f"{where}.{name}")
    elif isinstance(value, list):
        for item in value:
            yield from personal(item, where)
    elif (
        isinstance(value, str) and value and not (CODE.fullmatch(value) and not OF_A_PERSON.fullmatch(value))
    ):
        yield where
