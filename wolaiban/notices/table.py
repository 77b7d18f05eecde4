"""The table of notices: which step tells whom, in which text. Nobody is told anything that does not stand here.

The rows of the clock's own reminders are below: they speak of a moment, not of a step.
"""

from __future__ import annotations

from dataclasses import dataclass

from wolaiban.notices.words import Audience, Happening
from wolaiban.process.words import Stage


@dataclass(frozen=True)
class NoticeRule:
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
TABLE: tuple[NoticeRule, ...] = (
    #   step               who is told       in which text         when exactly        how
    NoticeRule("register",        A.COMPLAINANTS,   "receipt"),
    NoticeRule("register",        A.HANDLER,        "to_accept"),
    NoticeRule("accept",          A.COMPLAINANTS,   "accepted"),
    NoticeRule("accept",          A.HANDLER,        "assigned"),
    NoticeRule("decline",         A.COMPLAINANTS,   "declined"),
    NoticeRule("assign",          A.HANDLER,        "assigned"),
    NoticeRule("raise",           A.COMPLAINANTS,   "raised",             H.BY_PERSON),
    NoticeRule("raise",           A.COMPLAINANTS,   "late_raised",        H.BY_CLOCK),
    NoticeRule("raise",           A.HANDLER,        "to_take_up",         presses=True),
    NoticeRule("raise",           A.RAISER,         "raised_for_you",     H.BY_CLOCK),
    NoticeRule("guide",           A.COMPLAINANTS,   "guided"),
    NoticeRule("guide",           A.HANDLER,        "guided_back"),
    NoticeRule("take_up",         A.COMPLAINANTS,   "taken_up"),
    NoticeRule("take_up",         A.HANDLER,        "assigned"),
    NoticeRule("whistle",         A.COMPLAINANTS,   "called"),
    NoticeRule("whistle",         A.SUMMONED,       "summoned",           presses=True, urgent=True),
    NoticeRule("report_in",       A.HANDLER,        "reported_in"),
    NoticeRule("object",          A.LEAD,           "objected",           presses=True),
    NoticeRule("object",          A.DISTRICT,       "objected"),
    NoticeRule("uphold_summons",  A.DEPARTMENT,     "summons_upheld"),
    NoticeRule("release_summons", A.DEPARTMENT,     "summons_released"),
    NoticeRule("contribute",      A.HANDLER,        "contributed"),
    NoticeRule("call_off",        A.LET_GO,         "called_off"),
    NoticeRule("ask",             A.COMPLAINANTS,   "asked"),
    NoticeRule("supply",          A.HANDLER,        "supplied"),
    NoticeRule("interim",         A.COMPLAINANTS,   "interim"),
    NoticeRule("extend",          A.LEAD,           "extension_asked"),
    NoticeRule("grant",           A.COMPLAINANTS,   "extended"),
    NoticeRule("grant",           A.HANDLER,        "granted"),
    NoticeRule("refuse",          A.HANDLER,        "refused"),
    NoticeRule("pause",           A.COMPLAINANTS,   "paused"),
    NoticeRule("pause",           A.ABOVE,          "paused_below"),
    NoticeRule("resume",          A.COMPLAINANTS,   "resumed"),
    NoticeRule("resume",          A.HANDLER,        "goes_on",            H.BY_CLOCK),
    NoticeRule("resolve",         A.AGENT,          "to_answer"),
    NoticeRule("answer",          A.ANSWERED,       "answered"),
    NoticeRule("confirm",         A.HANDLER,        "confirmed",          H.NO_REVIEW),
    NoticeRule("confirm",         A.JUDGED,         "judged_for_you",     H.ON_BEHALF),
    NoticeRule("confirm",         A.JUDGED,         "dispute_received",   H.TO_REVIEW),
    NoticeRule("confirm",         A.ABOVE,          "to_decide",          H.TO_REVIEW, presses=True),
    NoticeRule("confirm",         A.HANDLER,        "disputed",           H.TO_REVIEW),
    NoticeRule("call_back",       A.JUDGED,         "dispute_received",   H.TO_REVIEW),
    NoticeRule("call_back",       A.JUDGED,         "report_anew",        H.TOO_LATE),
    NoticeRule("call_back",       A.ABOVE,          "to_decide",          H.TO_REVIEW, presses=True),
    NoticeRule("call_back",       A.HANDLER,        "disputed",           H.TO_REVIEW),
    NoticeRule("dispute",         A.SPEAKER,        "dispute_received"),
    NoticeRule("dispute",         A.ABOVE,          "to_decide",          presses=True),
    NoticeRule("dispute",         A.HANDLER,        "disputed"),
    NoticeRule("lapse",           A.COMPLAINANTS,   "lapsed"),
    NoticeRule("uphold",          A.COMPLAINANTS,   "upheld"),
    NoticeRule("uphold",          A.HANDLER,        "answer_upheld"),
    NoticeRule("take_back",       A.MISLED,         "taken_back"),
    NoticeRule("take_back",       A.MISLED_INSIDE,  "taken_back_inside"),
    NoticeRule("redo",            A.COMPLAINANTS,   "redone"),
    NoticeRule("redo",            A.HANDLER,        "to_redo",            presses=True),
    NoticeRule("redo",            A.LEAD,           "to_redo"),
    NoticeRule("reopen",          A.COMPLAINANTS,   "reopened"),
    NoticeRule("reopen",          A.HANDLER,        "to_reopen",          presses=True),
    NoticeRule("reopen",          A.LEAD,           "to_reopen"),
    NoticeRule("withdraw",        A.COMPLAINANTS,   "withdrawn_for_you",  H.ON_BEHALF),
    NoticeRule("withdraw",        A.HANDLER,        "withdrawn"),
    NoticeRule("withdraw",        A.LET_GO,         "called_off"),
    NoticeRule("merge",           A.MOVED,          "merged"),
    NoticeRule("merge",           A.HANDLER,        "gained",             H.GAINED),
    NoticeRule("unmerge",         A.MOVED,          "unmerged"),
    NoticeRule("urge",            A.HANDLER,        "urged",              H.BY_PERSON, presses=True),
    NoticeRule("urge",            A.LEAD,           "urged",              H.BY_PERSON),
    NoticeRule("urge",            A.HANDLER,        "due_soon",           H.AHEAD),
    NoticeRule("urge",            A.HANDLER,        "overdue",            H.AFTER, presses=True),
    NoticeRule("urge",            A.LEAD,           "overdue",            H.AFTER, presses=True),
    NoticeRule("ask_up",          A.HANDLER,        "asked_up"),
    NoticeRule("ask_up",          A.LEAD,           "asked_up",           presses=True),
    NoticeRule("ask_up",          A.ABOVE,          "asked_up",           presses=True),
    NoticeRule("supervise",       A.HANDLER,        "supervised",         presses=True),
    NoticeRule("supervise",       A.LEAD,           "supervised",         presses=True),
    NoticeRule("flag",            A.DISTRICT,       "flagged",            H.OF_CASE, presses=True),
    NoticeRule("flag",            A.LEAD,           "overdue",            H.OF_CASE, presses=True),
    NoticeRule("flag",            A.HANDLER,        "overdue",            H.OF_CASE),
    NoticeRule("flag",            A.COMPLAINANTS,   "late",               H.OF_CASE),
    NoticeRule("flag",            A.DISTRICT,       "summons_flagged",    H.OF_SUMMONS),
    NoticeRule("flag",            A.DEPARTMENT,     "summons_overdue",    H.OF_SUMMONS, presses=True),
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
DEPUTY_ON, DEPUTY_OFF = "deputy_on", "deputy_off"  # to both, and their unit
SHIFT_ON, SHIFT_OFF = (
    "shift_on",
    "shift_off",
)  # to who has a shift tomorrow; to who was told so and has it no more
MONTH_MISSING, MONTHS_MISSING = "month_missing", "months_missing"  # to the leads of a door; to the township
NIGHT_WELL, NIGHT_BAD, TRIAL = "night_well", "night_bad", "trial"  # to whoever keeps the machine

# To residents who need have no case: which step of another kind is told in which, says its table (`Process.letters`).
TO_RESIDENTS = frozenset({"visit_booked", "visit_moved", "visit_cancelled", "visit_called_off", "visit_soon"})

TOLD_OUTSIDE = frozenset(
    {
        SUMMARY_OUTSIDE,
        *TO_RESIDENTS,
        *(row.text for row in TABLE if row.audience.is_outside),
        *(reminder.text for reminder in REMINDERS if reminder.audience.is_outside),
    }
)


def outside(text: str) -> bool:
    """Whether a text is for residents."""
    return text in TOLD_OUTSIDE
