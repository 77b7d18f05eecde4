"""Time within a stage: ask and supply, extend, pause and resume, supervise, flag."""

from __future__ import annotations

from datetime import timedelta

from wolaiban.cases.bounds import LONGEST_PAUSE, MAX_EXTENSION_DAYS
from wolaiban.cases.steps.context import Move
from wolaiban.cases.timing import go_on, moved_by_calendar, shift, stop
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import PauseReason

LONGEST_WAIT = timedelta(days=60)


def ask(move: Move) -> None:
    """The service clock stands until the answer comes, or until the day named; the statutory one runs on."""
    until = move.answers["until"]
    if not move.at < until <= move.at + LONGEST_WAIT:
        raise BadAnswer({"until": "请填 60 天之内的一个将来时间。"})
    stop(move.case, move.at)
    move.case.paused_until = until
    move.case.pause_reason = PauseReason.MATERIALS


def supply(move: Move) -> None:
    move.require_something_said()
    if move.case.paused_until is not None:
        go_on(move.case, move.at)


def extend(move: Move) -> None:
    case, days = move.case, move.answers["days"]
    if case.extended_days + days > MAX_EXTENSION_DAYS:
        left = MAX_EXTENSION_DAYS - case.extended_days
        raise BadAnswer({"days": f"累计延期不超过 {MAX_EXTENSION_DAYS} 天，此件最多还能延 {left} 天。"})
    case.extension_days, case.extension_by = days, move.by.user


def grant(move: Move) -> None:
    case = move.case
    assert case.extension_days is not None
    shift(case, timedelta(days=case.extension_days))
    case.extended_days += case.extension_days
    case.turn += 1
    refuse(move)


def refuse(move: Move) -> None:
    move.case.extension_days = move.case.extension_by = None


def pause(move: Move) -> None:
    """A pause ends by itself on the day named, which each reason bounds; the unit above is told of it."""
    reason, until = PauseReason(move.answers["pause_reason"]), move.answers["until"]
    longest = LONGEST_PAUSE[reason]
    if not move.at < until <= move.at + timedelta(days=longest):
        raise BadAnswer({"until": f"“{reason.label}”最多暂停 {longest} 天，请填这之内的一个将来时间。"})
    stop(move.case, move.at)
    move.case.pause_reason, move.case.paused_until = reason, until


def resume(move: Move) -> None:
    go_on(move.case, move.at)


def recount_time(move: Move) -> None:
    """The promise moves with the calendar; pauses and what was granted stay as they are."""
    shift(move.case, moved_by_calendar(move.case))
    move.case.counted_by = move.answers["calendar"]


def supervise(move: Move) -> None:
    if move.answers["due"] <= move.at:
        raise BadAnswer({"due": "请填一个将来时间。"})
    move.case.supervised_at, move.case.supervise_due = move.at, move.answers["due"]


def flag(move: Move) -> None:
    """Bring the delay to the district office. For a department's silence, the clock says which summons it was."""
    move.case.flagged_at = move.at
    silent = move.answers.get("summons")
    for summons in move.circle.summonses:
        if silent and summons.pk == silent.pk:
            field = "report_flagged" if move.answers["silence"] == "report_in" else "due_flagged"
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
