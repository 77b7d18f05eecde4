"""What the body of an event holds of a case and its parties, by the format of the body.

An event is hashed as it was written and is read for as long as the ledger lives, so a body says which format it is in.
Bodies of format 1 do not say it. A later format only appends columns, and names what each of them held before it was
there: a row whose last event is older must still hold just that.

To track one more column: add it to the model, and under a new number to `ADDED`. Columns of a format that events have
been written in are never changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any


@dataclass(frozen=True)
class Added:
    """Columns that a format appends, each with what it held until then."""

    case: Mapping[str, Any] = field(default_factory=dict)
    complainant: Mapping[str, Any] = field(default_factory=dict)
    summons: Mapping[str, Any] = field(default_factory=dict)


FIRST_CASE = (
    "kind", "channel", "urgent", "invented", "unit_id", "township_id", "agent_id", "holder_id",
    "handler_id", "raiser_id", "guided_back_id", "merged_into_id", "edition_id", "category_id", "tier",
    "stage", "counted_from", "deadline", "rung", "wake_at", "paused_at", "paused_until", "pause_reason",
    "extension_days", "extension_by_id", "extended_days", "petition_at", "petition_accepted_at",
    "flagged_at", "supervised_at", "supervise_due", "reported_at", "registered_at", "registered_by_id",
    "resolved_at", "answered_at", "closed_at", "disposition", "root_cause", "turn", "changed_at",
)  # fmt: skip
FIRST_COMPLAINANT = (
    "pk", "resident_id", "relation", "representative", "reachable", "answered_at", "judged_at", "solved",
    "satisfaction", "home_case_id",
)  # fmt: skip
FIRST_SUMMONS = (
    "pk", "department_id", "leads", "state", "urgent", "called_at", "report_due", "due", "reported_at",
    "answered_at", "report_flagged", "due_flagged", "question_id", "contact_id",
)  # fmt: skip

ADDED: dict[int, Added] = {
    2: Added(
        case={"sensitive": False, "about": "", "backfilled": False, "call_back_due": None},
        complainant={"judged_by_id": None},
        summons={"objected_at": None, "called_by_id": None},
    ),
    3: Added(case={"counted_by": 0}),
}
FIRST = 1
FORMAT = max(ADDED)  # what new events are written in


@dataclass(frozen=True)
class Format:
    """All columns of a format in the order in which its bodies list them, and what the later ones held before."""

    case: tuple[str, ...]
    complainant: tuple[str, ...]
    summons: tuple[str, ...]
    later_case: Mapping[str, Any]
    later_complainant: tuple[Any, ...]
    later_summons: tuple[Any, ...]


@cache
def format_numbered(number: int) -> Format:
    """Raises LookupError for a number that nobody has written."""
    if number not in {FIRST, *ADDED}:
        raise LookupError(f"format {number}")
    then = [added for since, added in ADDED.items() if since <= number]
    later = [added for since, added in ADDED.items() if since > number]
    return Format(
        case=(*FIRST_CASE, *(name for added in then for name in added.case)),
        complainant=(*FIRST_COMPLAINANT, *(name for added in then for name in added.complainant)),
        summons=(*FIRST_SUMMONS, *(name for added in then for name in added.summons)),
        later_case={name: value for added in later for name, value in added.case.items()},
        later_complainant=tuple(value for added in later for value in added.complainant.values()),
        later_summons=tuple(value for added in later for value in added.summons.values()),
    )


TODAY = format_numbered(FORMAT)


def number_of(body: Mapping[str, Any]) -> int:
    """The format of a body as it was hashed."""
    number: int = body.get("format", FIRST)
    return number


def after_as_of_today(body: Mapping[str, Any]) -> dict[str, Any]:
    """What the body says of the case and its parties, in the columns of today.

    Raises LookupError where the body is of no known format, or lists other columns than its format has.
    """
    told, form = body["after"], format_numbered(number_of(body))
    if form is TODAY:
        return dict(told)
    return {
        **told,
        **form.later_case,
        "complainants": [[*row, *form.later_complainant] for row in told["complainants"]],
        "summonses": [[*row, *form.later_summons] for row in told["summonses"]],
    }
