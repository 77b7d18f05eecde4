"""The table of notices: which step tells whom, in which text. Nobody is told anything that does not stand here.

The rows of the clock's own reminders are below: they speak of a moment, not of a step.
"""

from __future__ import annotations

from dataclasses import dataclass

from wolaiban.notices.words import Audience, Happening
from wolaiban.process.words import Stage


@dataclass(frozen=True)
class Row:
    """`presses`: worth a text message to staff. `urgent`: also at night, and never gathered into a summary."""

    step: str
    audience: Audience
    text: str
    on: Happening = Happening.ANY
    presses: bool = False
    urgent: bool = False


@dataclass(frozen=True)
class Reminder:
    """Told when `share` of a stage's limit has run, where the clock's own ladder does not speak by then."""

    stage: Stage
    audience: Audience
    text: str
    share: float = 0.8
    presses: bool = False


A, H = Audience, Happening
# fmt: off
TABLE: tuple[Row, ...] = (
    #   step               who is told       in which text         when exactly        how
    Row("register",        A.COMPLAINANTS,   "receipt"),
    Row("register",        A.HANDLER,        "to_accept"),
    Row("accept",          A.COMPLAINANTS,   "accepted"),
    Row("accept",          A.HANDLER,        "assigned"),
    Row("decline",         A.COMPLAINANTS,   "declined"),
    Row("assign",          A.HANDLER,        "assigned"),
    Row("raise",           A.COMPLAINANTS,   "raised",             H.BY_PERSON),
    Row("raise",           A.COMPLAINANTS,   "late_raised",        H.BY_CLOCK),
    Row("raise",           A.HANDLER,        "to_take_up",         presses=True),
    Row("raise",           A.RAISER,         "raised_for_you",     H.BY_CLOCK),
    Row("guide",           A.COMPLAINANTS,   "guided"),
    Row("guide",           A.HANDLER,        "guided_back"),
    Row("take_up",         A.COMPLAINANTS,   "taken_up"),
    Row("take_up",         A.HANDLER,        "assigned"),
    Row("whistle",         A.COMPLAINANTS,   "called"),
    Row("whistle",         A.SUMMONED,       "summoned",           presses=True, urgent=True),
    Row("report_in",       A.HANDLER,        "reported_in"),
    Row("object",          A.LEAD,           "objected",           presses=True),
    Row("object",          A.DISTRICT,       "objected"),
    Row("uphold_summons",  A.DEPARTMENT,     "summons_upheld"),
    Row("release_summons", A.DEPARTMENT,     "summons_released"),
    Row("contribute",      A.HANDLER,        "contributed"),
    Row("call_off",        A.LET_GO,         "called_off"),
    Row("ask",             A.COMPLAINANTS,   "asked"),
    Row("supply",          A.HANDLER,        "supplied"),
    Row("interim",         A.COMPLAINANTS,   "interim"),
    Row("extend",          A.LEAD,           "extension_asked"),
    Row("grant",           A.COMPLAINANTS,   "extended"),
    Row("grant",           A.HANDLER,        "granted"),
    Row("refuse",          A.HANDLER,        "refused"),
    Row("pause",           A.COMPLAINANTS,   "paused"),
    Row("pause",           A.ABOVE,          "paused_below"),
    Row("resume",          A.COMPLAINANTS,   "resumed"),
    Row("resume",          A.HANDLER,        "goes_on",            H.BY_CLOCK),
    Row("resolve",         A.AGENT,          "to_answer"),
    Row("answer",          A.ANSWERED,       "answered"),
    Row("confirm",         A.HANDLER,        "confirmed",          H.NO_REVIEW),
    Row("confirm",         A.JUDGED,         "judged_for_you",     H.ON_BEHALF),
    Row("confirm",         A.JUDGED,         "dispute_received",   H.TO_REVIEW),
    Row("confirm",         A.ABOVE,          "to_decide",          H.TO_REVIEW, presses=True),
    Row("confirm",         A.HANDLER,        "disputed",           H.TO_REVIEW),
    Row("call_back",       A.JUDGED,         "dispute_received",   H.TO_REVIEW),
    Row("call_back",       A.JUDGED,         "report_anew",        H.TOO_LATE),
    Row("call_back",       A.ABOVE,          "to_decide",          H.TO_REVIEW, presses=True),
    Row("call_back",       A.HANDLER,        "disputed",           H.TO_REVIEW),
    Row("dispute",         A.SPEAKER,        "dispute_received"),
    Row("dispute",         A.ABOVE,          "to_decide",          presses=True),
    Row("dispute",         A.HANDLER,        "disputed"),
    Row("lapse",           A.COMPLAINANTS,   "lapsed"),
    Row("uphold",          A.COMPLAINANTS,   "upheld"),
    Row("uphold",          A.HANDLER,        "answer_upheld"),
    Row("redo",            A.COMPLAINANTS,   "redone"),
    Row("redo",            A.HANDLER,        "to_redo",            presses=True),
    Row("redo",            A.LEAD,           "to_redo"),
    Row("reopen",          A.COMPLAINANTS,   "reopened"),
    Row("reopen",          A.HANDLER,        "to_reopen",          presses=True),
    Row("reopen",          A.LEAD,           "to_reopen"),
    Row("withdraw",        A.COMPLAINANTS,   "withdrawn_for_you",  H.ON_BEHALF),
    Row("withdraw",        A.HANDLER,        "withdrawn"),
    Row("withdraw",        A.LET_GO,         "called_off"),
    Row("merge",           A.MOVED,          "merged"),
    Row("merge",           A.HANDLER,        "gained",             H.GAINED),
    Row("unmerge",         A.MOVED,          "unmerged"),
    Row("urge",            A.HANDLER,        "urged",              H.BY_PERSON, presses=True),
    Row("urge",            A.LEAD,           "urged",              H.BY_PERSON),
    Row("urge",            A.HANDLER,        "due_soon",           H.AHEAD),
    Row("urge",            A.HANDLER,        "overdue",            H.AFTER, presses=True),
    Row("urge",            A.LEAD,           "overdue",            H.AFTER, presses=True),
    Row("ask_up",          A.HANDLER,        "asked_up"),
    Row("ask_up",          A.LEAD,           "asked_up",           presses=True),
    Row("ask_up",          A.ABOVE,          "asked_up",           presses=True),
    Row("supervise",       A.HANDLER,        "supervised",         presses=True),
    Row("supervise",       A.LEAD,           "supervised",         presses=True),
    Row("flag",            A.DISTRICT,       "flagged",            H.OF_CASE, presses=True),
    Row("flag",            A.LEAD,           "overdue",            H.OF_CASE, presses=True),
    Row("flag",            A.HANDLER,        "overdue",            H.OF_CASE),
    Row("flag",            A.COMPLAINANTS,   "late",               H.OF_CASE),
    Row("flag",            A.DISTRICT,       "summons_flagged",    H.OF_SUMMONS),
    Row("flag",            A.DEPARTMENT,     "summons_overdue",    H.OF_SUMMONS, presses=True),
)

# WORKING and JOINT are urged by the clock at 0.8; at the limit the clock's own step tells (raise, urge, flag, lapse).
REMINDERS: tuple[Reminder, ...] = (
    #        stage           who is told   in which text
    Reminder(Stage.REPORTED, A.HANDLER,    "due_soon"),
    Reminder(Stage.RAISED,   A.HANDLER,    "due_soon"),
    Reminder(Stage.RESOLVED, A.AGENT,      "due_soon"),
    Reminder(Stage.DISPUTED, A.ABOVE,      "due_soon"),
    Reminder(Stage.ANSWERED, A.UNJUDGED,   "please_rate"),
)
# fmt: on
# What no step of a case says: whom text messages do not reach, a department's own clock, the date an order names, the day's beginning, many messages in one.
SUMMONS_SOON, SUPERVISED_SOON = "summons_soon", "supervised_soon"
RECEIPT = "receipt"
SUBJECT = "subject"  # what happened to a subject of another kind than a case
BY_CALL, TO_CALL = "by_call", "to_call"
MORNING, SUMMARY, SUMMARY_OUTSIDE = "morning", "summary", "summary_outside"

TOLD_OUTSIDE = frozenset(
    {
        SUMMARY_OUTSIDE,
        *(row.text for row in TABLE if row.audience.is_outside),
        *(reminder.text for reminder in REMINDERS if reminder.audience.is_outside),
    }
)


def outside(text: str) -> bool:
    """Whether a text is for residents."""
    return text in TOLD_OUTSIDE
