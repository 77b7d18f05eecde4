"""Time within a stage: ask and supply, extend, pause and resume, supervise, flag."""

from __future__ import annotations

from datetime import timedelta

from wolaiban.cases.bounds import LONGEST_PAUSE, MAX_EXTENSION_DAYS
from wolaiban.cases.steps.context import CaseContext
from wolaiban.cases.timing import go_on, moved_by_calendar, shift, stop
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import PauseReason

LONGEST_WAIT = timedelta(days=60)


def ask(context: CaseContext) -> None:
    """The service clock stands until the answer comes, or until the day named; the statutory one runs on."""
    until = context.answers["until"]
    if not context.at < until <= context.at + LONGEST_WAIT:
        raise BadAnswer({"until": "请填 60 天之内的一个将来时间。"})
    stop(context.case, context.at)
    context.case.paused_until = until
    context.case.pause_reason = PauseReason.MATERIALS


def supply(context: CaseContext) -> None:
    context.require_something_said()
    if context.case.paused_until is not None:
        go_on(context.case, context.at)


def extend(context: CaseContext) -> None:
    case, days = context.case, context.answers["days"]
    if case.extended_days + days > MAX_EXTENSION_DAYS:
        left = MAX_EXTENSION_DAYS - case.extended_days
        raise BadAnswer({"days": f"累计延期不超过 {MAX_EXTENSION_DAYS} 天，此件最多还能延 {left} 天。"})
    case.extension_days, case.extension_by = days, context.by.user


def grant(context: CaseContext) -> None:
    case = context.case
    assert case.extension_days is not None
    shift(case, timedelta(days=case.extension_days))
    case.extended_days += case.extension_days
    case.version += 1
    refuse(context)


def refuse(context: CaseContext) -> None:
    context.case.extension_days = context.case.extension_by = None


def pause(context: CaseContext) -> None:
    """A pause ends by itself on the day named, which each reason bounds; the unit above is told of it."""
    reason, until = PauseReason(context.answers["pause_reason"]), context.answers["until"]
    longest = LONGEST_PAUSE[reason]
    if not context.at < until <= context.at + timedelta(days=longest):
        raise BadAnswer({"until": f"“{reason.label}”最多暂停 {longest} 天，请填这之内的一个将来时间。"})
    stop(context.case, context.at)
    context.case.pause_reason, context.case.paused_until = reason, until


def resume(context: CaseContext) -> None:
    go_on(context.case, context.at)


def recount_time(context: CaseContext) -> None:
    """The promise moves with the calendar; pauses and what was granted stay as they are."""
    shift(context.case, moved_by_calendar(context.case))
    context.case.counted_by = context.answers["calendar"]


def supervise(context: CaseContext) -> None:
    if context.answers["due"] <= context.at:
        raise BadAnswer({"due": "请填一个将来时间。"})
    context.case.supervised_at, context.case.supervise_due = context.at, context.answers["due"]


def flag(context: CaseContext) -> None:
    """Bring the delay to the district office. For a department's silence, the clock says which summons it was."""
    context.case.flagged_at = context.at
    silent = context.answers.get("summons")
    for summons in context.circle.summonses:
        if silent and summons.pk == silent.pk:
            field = "report_flagged" if context.answers["silence"] == "report_in" else "due_flagged"
            setattr(summons, field, True)


BODIES = {
    "ask": ask,
    "supply": supply,
    "extend": extend,
    "grant": grant,
    "refuse": refuse,
    "pause": pause,
    "resume": resume,
    "recount_time": recount_time,
    "supervise": supervise,
    "flag": flag,
}
