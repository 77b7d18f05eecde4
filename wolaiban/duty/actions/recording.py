"""Writing a visit or a call into the reception book: by itself, with the case that comes of it, or beside words for a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, now

from wolaiban.cases.actions.registering import Report, Reporter, registered_within
from wolaiban.cases.kind import case_of
from wolaiban.cases.models import Case
from wolaiban.duty.booked import Booking
from wolaiban.duty.kind import RECEPTIONS
from wolaiban.duty.models import Reception, Ticket
from wolaiban.duty.words import ReceptionOutcome, ReceptionWay
from wolaiban.people.actor import Actor
from wolaiban.places.models import Unit
from wolaiban.process.answers import is_blank
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import Channel
from wolaiban.workflow.idempotency import Once, once_only
from wolaiban.workflow.models import AbstractEvent
from wolaiban.workflow.offers import require
from wolaiban.workflow.performing import begin_within, in_turn

BEGINS = "record"
NOTE = "note"  # the step by which words are added to a case
SERVE = "serve"  # the step by which a ticket, or a booking, gets its outcome


@dataclass(frozen=True)
class BookEntry:
    """Who was heard at which door, as the questions of the step ask it. `case` is the one it adds to, `ticket` theirs.

    `reporters` are those who want an answer, for the case that comes of it: kept there alone, sealed. `booking` is that of
    whoever was heard, which is served with it.
    """

    unit: Unit | None
    answers: Mapping[str, Any] = field(repr=False)
    reporters: Sequence[Reporter] = field(default=(), repr=False)
    case: Case | None = None
    ticket: Ticket | None = None
    booking: Booking | None = None
    invented: bool = False

    @property
    def outcome(self) -> ReceptionOutcome:
        return ReceptionOutcome(self.answers["outcome"])

    @property
    def words(self) -> str:
        words: str = self.answers.get("words", "")
        return words

    @property
    def own_answers(self) -> dict[str, Any]:
        """Words that go into a case stand there alone."""
        given = {name: value for name, value in self.answers.items() if name != "words"}
        speakers = sum(reporter.representative for reporter in self.reporters)
        return {**({"representatives": speakers} if speakers else {}), **given}


def recorded(
    entry: BookEntry, *, by: Actor, once: Once | None = None, at: datetime | None = None
) -> AbstractEvent:
    """Write it down and return its event, whose `subject` is the key of the reception; again under the same key, the first.

    With the outcome CASED exactly one case is registered, with ADDED the words are noted in `case`; a ticket is done
    with it: in the same transaction, or nothing at all. Raises as `begin`, `registered` and `perform` do.
    """
    act = partial(_recorded, entry, by=by, once=once, at=at or now())
    return once_only(once, kind=RECEPTIONS, by=by, act=act)


@transaction.atomic(durable=True)
def _recorded(entry: BookEntry, *, by: Actor, once: Once | None, at: datetime) -> AbstractEvent:
    reception = Reception(unit=entry.unit)
    require(by, reception, BEGINS)
    begins = partial(begin_within, BEGINS, by=by, once=once, at=at)
    if entry.outcome.has_case:
        reception.case = _case_of(entry, by, at)
        event = begins(on=reception, answers=entry.own_answers)
    else:
        event = begins(on=reception, answers=entry.answers)
    if entry.ticket is not None or entry.booking is not None:
        _serve(entry, Reception.objects.get(pk=event.subject), by, at)  # type: ignore[attr-defined]
    return event


def _serve(entry: BookEntry, reception: Reception, by: Actor, at: datetime) -> None:
    if entry.booking is not None:
        in_turn([(SERVE, {"reception": reception})], on=entry.booking, by=by, at=at)
    if (ticket := entry.ticket) is None:
        return
    if localdate(reception.at) != ticket.day:
        raise BadAnswer({"when": f"{ticket.label} 是今天的号，时间也要是今天。"})
    in_turn([(SERVE, {"reception": reception})], on=ticket, by=by, at=at)


def _case_of(entry: BookEntry, by: Actor, at: datetime) -> Case:
    """The case where the words stand from now on."""
    if is_blank(entry.words):
        raise BadAnswer({"words": "请写明反映的事情，写进事项里。"})
    if entry.outcome is ReceptionOutcome.CASED:
        return case_of(registered_within(_report(entry), by=by, at=at))
    if entry.case is None:
        raise BadAnswer({"number": "请填写补充到哪一件，写它的件号。"})
    in_turn([(NOTE, {"text": entry.words})], on=entry.case, by=by, at=at)
    return entry.case


def _report(entry: BookEntry) -> Report:
    assert entry.unit
    calls = ReceptionWay(entry.answers["way"]) is ReceptionWay.PHONE
    return Report(
        unit=entry.unit,
        words=entry.words,
        reporters=entry.reporters,
        channel=Channel.CALL if calls else Channel.WALK_IN,
        invented=entry.invented,
    )
