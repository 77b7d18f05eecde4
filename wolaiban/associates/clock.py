"""What the clock tells of associates, each once: whom nobody looked at, what runs out, what nobody confirms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from wolaiban.associates.models import ToldReminder
from wolaiban.associates.parts import AssociateParts
from wolaiban.associates.process import ACTIVE, OFFERED
from wolaiban.associates.words import HoursState, Reminded
from wolaiban.process.calendar import BEIJING
from wolaiban.workflow.context import StepContext
from wolaiban.workflow.kinds import DueStep

MORNING = time(8)
STEPS = {
    Reminded.TERM_SOON: "remind_term",
    Reminded.TERM_NEAR: "remind_term_again",
    Reminded.INSURANCE: "remind_insurance",
    Reminded.HOURS: "remind_hours",
    Reminded.SIGN_UP: "remind_sign_up",
    Reminded.SIGN_UP_ABOVE: "report_sign_up",
}
SOON, NEAR, PATIENCE = timedelta(days=60), timedelta(days=14), timedelta(days=7)
SIGN_UP_PATIENCE = timedelta(days=3)
Rungs = Sequence[tuple[Reminded, date]]


@dataclass(frozen=True)
class DueReminder:
    """`of` is the key of what it is about, as `ToldReminder` keeps it."""

    what: Reminded
    of: int
    at: datetime


def alarms(parts: AssociateParts) -> Iterator[DueStep]:
    for one in _to_tell(parts):
        yield DueStep(one.at, STEPS[one.what])


def _to_tell(parts: AssociateParts) -> Iterator[DueReminder]:
    if parts.subject.stage == OFFERED:
        yield from _of_sign_up(parts)
    if parts.subject.stage == ACTIVE:
        yield from _of_terms(parts)
        yield from _of_insurance(parts)
        yield from _of_hours(parts)


def _of_sign_up(parts: AssociateParts) -> Iterator[DueReminder]:
    came = parts.subject.counted_from.astimezone(BEIJING).date()
    rungs = ((Reminded.SIGN_UP_ABOVE, came + PATIENCE), (Reminded.SIGN_UP, came + SIGN_UP_PATIENCE))
    yield from _still(parts, 0, rungs)


def _of_terms(parts: AssociateParts) -> Iterator[DueReminder]:
    """Nothing is soon of what began sooner than that before it ends."""
    for term in parts.terms_running:
        rungs = ((Reminded.TERM_NEAR, term.ends - NEAR), (Reminded.TERM_SOON, term.ends - SOON))
        yield from _still(parts, term.pk, [(what, day) for what, day in rungs if day >= term.starts])


def _of_insurance(parts: AssociateParts) -> Iterator[DueReminder]:
    ends = parts.subject.insured_until
    if ends is not None:
        yield from _still(parts, ends.toordinal(), [(Reminded.INSURANCE, ends - NEAR)])


def _of_hours(parts: AssociateParts) -> Iterator[DueReminder]:
    for one in parts.hours:
        if HoursState(one.state) is HoursState.STATED:
            yield from _still(parts, one.pk, [(Reminded.HOURS, one.day + PATIENCE)])


def _still(parts: AssociateParts, of: int, rungs: Rungs) -> Iterator[DueReminder]:
    """What comes last first; nothing of what comes before something that was told."""
    told = {(one.what, one.of) for one in parts.reminders}
    for what, day in rungs:
        if (str(what), of) in told:
            return
        yield DueReminder(what, of, datetime.combine(day, MORNING, tzinfo=BEIJING))


def remind(context: StepContext[Any, AssociateParts]) -> None:
    """All of one sort that is due now is told at once."""
    for one in list(_to_tell(context.parts)):
        if STEPS[one.what] == context.step.name and one.at <= context.at:
            context.add(ToldReminder, what=str(one.what), of=one.of)


REMINDERS: dict[str, Any] = dict.fromkeys(STEPS.values(), remind)
