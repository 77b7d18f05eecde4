"""What each step does to a case and its parties, in memory: the bodies of `cases.actions` without their queries.

That they come to the same is tested: simulated matters are played again through the real actions, and every event
must tell the same.
"""

from __future__ import annotations

from collections.abc import Callable

from wolaiban.cases.models import Complainant, Summons
from wolaiban.cases.steps.context import Move
from wolaiban.cases.timing import go_on, stop
from wolaiban.catalogue.queries import summons_span
from wolaiban.process.calendar import later
from wolaiban.process.words import PauseReason, Satisfaction, Solved, Stage, SummonsState, Tier


def accept(move: Move) -> None:
    move.case.category, move.case.tier = move.answers["category"], move.answers["tier"]
    move.case.handler = move.answers["handler"]


def raise_(move: Move) -> None:
    case = move.case
    above = case.holder.parent
    assert above is not None
    case.raiser, case.holder, case.handler = case.holder, above, None
    if case.tier == Tier.MINOR:
        case.tier = Tier.MAJOR


def guide(move: Move) -> None:
    case = move.case
    assert case.raiser is not None
    case.holder, case.guided_back, case.handler = case.raiser, case.raiser, None


def take_up(move: Move) -> None:
    move.case.handler = move.answers["handler"]


def whistle(move: Move) -> None:
    answers = move.answers
    move.case.tier = Tier.HARD
    move.deadline = due = answers["due"]
    question = move.statement("question")
    assert question is not None
    report_due = min(later(move.at, summons_span(move.case.edition_id, urgent=False)), due)
    for department in (answers["lead_department"], *answers.get("assisting", ())):
        move.circle.summonses.append(
            Summons(
                case=move.case, department=department, leads=department == answers["lead_department"],
                state=SummonsState.CALLED, called_by=move.by.user, question_id=question.pk, called_at=move.at, report_due=report_due, due=due,
            )
        )  # fmt: skip


def report_in(move: Move) -> None:
    summons, contact = move.my_summons(), move.statement("contact")
    assert contact is not None
    summons.state, summons.reported_at, summons.contact_id = SummonsState.REPORTED_IN, move.at, contact.pk


def contribute(move: Move) -> None:
    summons = move.my_summons()
    summons.state, summons.answered_at = SummonsState.ANSWERED, move.at
    summons.reported_at = summons.reported_at or move.at


def ask(move: Move) -> None:
    stop(move.case, move.at)
    move.case.paused_until, move.case.pause_reason = move.answers["until"], PauseReason.MATERIALS


def supply(move: Move) -> None:
    if move.case.paused_until is not None:
        go_on(move.case, move.at)


def resume(move: Move) -> None:
    go_on(move.case, move.at)


def resolve(move: Move) -> None:
    case, answers = move.case, move.answers
    case.category = answers.get("category", case.category)
    case.disposition, case.root_cause = answers["disposition"], answers["root_cause"]
    case.handler = case.handler or move.by.user
    case.resolved_at = move.at


def answer(move: Move) -> None:
    for complainant in move.circle.complainants:
        complainant.answered_at = complainant.answered_at or move.at


def confirm(move: Move) -> None:
    _judge(move, move.my_complaint())


def call_back(move: Move) -> None:
    if move.answers["reached"]:
        complaint = move.answers["complainant"]
        complaint.judged_by = move.by.user
        _judge(move, complaint)


def _judge(move: Move, complaint: Complainant) -> None:
    solved, satisfaction = move.answers["solved"], move.answers["satisfaction"]
    complaint.solved, complaint.satisfaction, complaint.judged_at = solved, satisfaction, move.at
    if solved == Solved.NO or satisfaction == Satisfaction.UNSATISFIED:
        move.target = Stage.DISPUTED
        return
    waiting = any(c.reachable and c.judged_at is None for c in move.circle.complainants)
    move.target = Stage.ANSWERED if waiting else Stage.CLOSED


def dispute(move: Move) -> None:
    mine = move.my_complaint()
    mine.solved, mine.satisfaction, mine.judged_at = Solved.NO, Satisfaction.UNSATISFIED, move.at


def redo(move: Move) -> None:
    for complainant in move.circle.complainants:
        complainant.answered_at = complainant.judged_at = None
        complainant.solved = complainant.satisfaction = complainant.judged_by = None


def flag(move: Move) -> None:
    move.case.flagged_at = move.at
    silent = move.answers.get("summons")
    if silent is not None:
        setattr(silent, "report_flagged" if move.answers["silence"] == "report_in" else "due_flagged", True)


def withdraw(move: Move) -> None:
    for summons in move.circle.open_summonses:
        summons.state = SummonsState.CALLED_OFF


EFFECTS: dict[str, Callable[[Move], None]] = {
    "accept": accept,
    "raise": raise_,
    "guide": guide,
    "take_up": take_up,
    "whistle": whistle,
    "report_in": report_in,
    "contribute": contribute,
    "ask": ask,
    "supply": supply,
    "resume": resume,
    "resolve": resolve,
    "answer": answer,
    "confirm": confirm,
    "call_back": call_back,
    "dispute": dispute,
    "redo": redo,
    "flag": flag,
    "withdraw": withdraw,
}
