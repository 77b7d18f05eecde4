"""Whether an event was allowed: by the process table, and by what must always be true (design, the eight truths).

Pure: an event, the one before it, findings out. Whoever changed a row and forged a whole chain around it still has
to obey these.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from wolaiban.cases.bounds import TAKEN_BACK_WITHIN
from wolaiban.cases.formats import number_of
from wolaiban.cases.process import CASE
from wolaiban.cases.verifying.faults import CaseFault
from wolaiban.ledger.findings import Fault, Told, Wrong, named
from wolaiban.process.words import Role, Satisfaction, Solved, Stage, SummonsState

OPEN_SUMMONS = frozenset(str(state) for state in SummonsState if state.is_open)
SETTLED = frozenset({str(Stage.RESOLVED), str(Stage.ANSWERED), str(Stage.CLOSED)})
MERGING = frozenset({"merge", "unmerge"})
JUDGING = frozenset({"uphold", "redo", "call_back", "uphold_summons"})
RECOUNTED = frozenset({"deadline", "wake_at", "counted_by", "changed_at"})
# By the format of the body: the lead once ruled on objections to his own whistle.
FORMERLY = {(1, "uphold_summons"): frozenset({Role.LEAD})}
MOVES = frozenset(
    (step.name, str(source), str(target))
    for step in CASE.steps
    for source in step.source
    for target in step.targets(source)
)
REGISTER_ROLES = frozenset({"", str(Role.RESIDENT), str(Role.AGENT)})


class Complaint(NamedTuple):
    """A complainant as an event's `after` lists it."""

    pk: int
    resident: int
    relation: str
    representative: bool
    reachable: bool
    answered_at: str | None
    judged_at: str | None
    solved: str | None
    satisfaction: str | None
    home_case: int | None
    judged_by: int | None = None  # since format 2


class RecordedSummons(NamedTuple):
    """A summons as an event's `after` lists it."""

    pk: int
    department: int
    leads: bool
    state: str
    urgent: bool
    called_at: str
    report_due: str
    due: str
    reported_at: str | None
    answered_at: str | None
    report_flagged: bool
    due_flagged: bool
    question: int
    contact: int | None
    objected_at: str | None = None  # since format 2
    called_by: int | None = None


def wrongs(told: Told, before: Told | None) -> Iterator[Wrong]:
    """What an event should not have been, given the one before it."""
    step, target = told["step"], told["target"]
    if step == "register":
        yield from _of_registration(told, before)
    else:
        yield from _of_step(told)
    if told["after"].get("stage") != target:
        yield Fault.NOT_FROM_HERE, f"说是到“{named(Stage, target)}”，事项却不在那里"
    if step == "backfill":
        yield from _of_history(told, before)
    elif target in SETTLED and target != told["source"]:
        yield from _of_settling(told)
    if before is not None and bool(told["after"].get("backfilled")) != bool(
        before["after"].get("backfilled")
    ):
        yield CaseFault.NOT_HISTORY, "登记之后改成或改掉了“补录”"
    if step in JUDGING and before is not None:
        yield from _of_judging(told, before["after"])
    if "back_to" in told["answers"]:
        yield from _of_taking_back(told, before)
    if before is not None and told["source"] == target:
        yield from _of_counting(told, before["after"])
    if number_of(told) > 1:
        yield from _of_promises(told)


def _of_promises(told: Told) -> Iterator[Wrong]:
    """What has been so since bodies have a format: a "no" does not close a matter, and a pause has an end."""
    answers = told["answers"]
    says_no = answers.get("solved") == Solved.NO or answers.get("satisfaction") == Satisfaction.UNSATISFIED
    closes = told["step"] in {"confirm", "call_back"} and told["target"] == Stage.CLOSED != told["source"]
    if closes and says_no and "close_anyway" not in answers:
        yield CaseFault.CLOSED_UNHAPPY, ""
    if told["step"] in {"pause", "ask"} and told["after"]["paused_until"] is None:
        yield CaseFault.PAUSED_FOR_EVER, ""


def _of_registration(told: Told, before: Told | None) -> Iterator[Wrong]:
    if told["seq"] != 1 or before is not None:
        yield Fault.NOT_FROM_HERE, "登记只能是第一条"
    if told["source"] != "" or told["target"] != Stage.REPORTED:
        yield Fault.NOT_FROM_HERE, f"登记后应为“{Stage.REPORTED.label}”"
    if told["role"] not in REGISTER_ROLES or not _somebody_acted(told):
        yield Fault.NOT_BY_THEM, named(Role, told["role"])


def _of_step(told: Told) -> Iterator[Wrong]:
    name, source, target, role = told["step"], told["source"], told["target"], told["role"]
    step = CASE.by_name.get(name)
    if step is None:
        yield Fault.NO_SUCH_STEP, name
        return
    if name in MERGING and told["answers"].keys() == {"other"}:
        allowed = source == target  # how the other side of a merge records it: nothing moves here
    else:
        allowed = (name, source, target) in MOVES
    if not allowed:
        way = f"从“{named(Stage, source)}”{step.label}到“{named(Stage, target)}”"
        yield Fault.NOT_FROM_HERE, way
    if (role not in step.by and role not in _formerly(told)) or not _somebody_acted(told):
        yield Fault.NOT_BY_THEM, named(Role, role)


def _formerly(told: Told) -> frozenset[Role]:
    """Roles that might take the step when the event was written, and may not today."""
    return FORMERLY.get((number_of(told), told["step"]), frozenset())


def _somebody_acted(told: Told) -> bool:
    """The clock is nobody; a resident may be known by a receipt alone; everybody else has an account."""
    if "complaint" in told:
        ours = told["complaint"] in {Complaint(*row).pk for row in told["after"]["complainants"]}
        return ours and bool(told["role"] == Role.RESIDENT) and told["actor"] is None
    return bool(told["role"] == Role.CLOCK) == (told["actor"] is None)


def _of_settling(told: Told) -> Iterator[Wrong]:
    """Truths 2 and 4, at the event that settles the case."""
    after = told["after"]
    if waiting := sum(RecordedSummons(*row).state in OPEN_SUMMONS for row in after["summonses"]):
        yield CaseFault.SUMMONS_OPEN, waiting
    if told["target"] == Stage.CLOSED:
        complaints = (Complaint(*row) for row in after["complainants"])
        if silent := sum(c.reachable and c.answered_at is None for c in complaints):
            yield CaseFault.CLOSED_UNANSWERED, silent


def _of_history(told: Told, before: Told | None) -> Iterator[Wrong]:
    """What an old ledger says was over is closed without an answer of ours: only as it is registered, and in its past."""
    if before is None or before["step"] != "register" or not before["after"].get("backfilled"):
        yield CaseFault.NOT_HISTORY, "前一条不是补录的登记"
    after = told["after"]
    closed_at = after["closed_at"] or ""
    if not (
        after["reported_at"] <= closed_at <= told["at"] and told["answers"].get("closed_at") == closed_at
    ):
        yield CaseFault.NOT_HISTORY, f"办结时间 {closed_at or '没有'}"


def _of_counting(told: Told, was: Told) -> Iterator[Wrong]:
    """A calendar is exchanged for a newer one by the clock's own step, which moves the deadline and nothing else."""
    after = told["after"]
    older, newer = was.get("counted_by", 0), after.get("counted_by", 0)
    if told["step"] != "recount_time":
        if older != newer:
            yield CaseFault.MISCOUNTED, "没有重算，却换了工作日历"
        return
    if newer <= older:
        yield CaseFault.MISCOUNTED, "没有用更新的工作日历"
    if after["deadline"] != told["answers"].get("due"):
        yield CaseFault.MISCOUNTED, "时限与所说的不同"
    kept = after.keys() - RECOUNTED
    if any(after[name] != was.get(name, after[name]) for name in kept):
        yield CaseFault.MISCOUNTED, "还改动了别的"


def _of_taking_back(told: Told, before: Told | None) -> Iterator[Wrong]:
    """Only what oneself did just before, and nothing that was done before oneself."""
    if before is None or before["actor"] != told["actor"]:
        yield Fault.NOT_BY_THEM, "撤回的不是自己刚办的"
    elif datetime.fromisoformat(told["at"]) - datetime.fromisoformat(before["at"]) > TAKEN_BACK_WITHIN:
        yield Fault.NOT_FROM_HERE, "过了可以撤回的时间"
    elif not 1 <= told["answers"]["back_to"] < before["seq"]:
        yield Fault.NOT_FROM_HERE, "撤回到了没有的一步"


def _of_judging(told: Told, was: Told) -> Iterator[Wrong]:
    """Truth 5: nobody decides on, or calls back about, their own work, or that of whom they stand in for."""
    step, actor = told["step"], told["actor"]
    selves = {told["actor"], told.get("for")} - {None}
    if step in {"uphold", "redo"}:
        if told["unit"] == was["holder_id"] or was["handler_id"] in selves:
            yield CaseFault.OWN_JUDGEMENT, ""
    elif step == "uphold_summons":
        objected = (RecordedSummons(*row) for row in was["summonses"])
        callers = {call.called_by for call in objected if call.pk == told["answers"]["summons"]["summons"]}
        if selves & callers:
            yield CaseFault.OWN_JUDGEMENT, ""
    elif was["handler_id"] in selves or (actor is not None and actor in _written_down_by(told, was)):
        yield CaseFault.OWN_CALL_BACK, ""


def _written_down_by(told: Told, was: Told) -> set[int | None]:
    """Who had taken down the judgement of those whose word this call-back took down."""
    called = {c.pk for row in told["after"]["complainants"] if (c := Complaint(*row)).judged_at == told["at"]}
    return {c.judged_by for row in was["complainants"] if (c := Complaint(*row)).pk in called}
