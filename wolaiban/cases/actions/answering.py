"""The way back to the resident: resolve, answer each one, let each one judge, decide a dispute, take up again."""

from __future__ import annotations

from collections.abc import Iterable

from wolaiban.cases.actions.move import Move
from wolaiban.cases.models import Answer, Complainant
from wolaiban.process.errors import BadAnswer, NotNow
from wolaiban.process.words import Satisfaction, Solved, Stage


def resolve(move: Move) -> None:
    case = move.case
    category = move.answers.get("category")
    if category is not None:
        if category.edition_id != case.edition_id or not category.active:
            raise BadAnswer({"category": "这个类别不在此件登记时的事项目录里。"})
        case.category = category
    case.disposition, case.root_cause = move.answers["disposition"], move.answers["root_cause"]
    case.handler = case.handler or move.by.user
    case.resolved_at = move.at


def answer(move: Move) -> None:
    """Answer the chosen complainants, or all who have no answer yet; the case moves on with the last of them."""
    told_at = move.answers.get("told_at", move.at)
    if told_at > move.at:
        raise BadAnswer({"told_at": "告知时间不能晚于现在。"})
    chosen = _chosen(move)
    Answer.objects.bulk_create(
        Answer(
            case=move.case,
            complainant=complainant,
            statement=move.statement("message"),
            channel=move.answers["answer_channel"],
            told_at=told_at,
            by=move.by.user,
        )
        for complainant in chosen
    )
    for complainant in chosen:
        complainant.answered_at = told_at
    Complainant.objects.bulk_update(chosen, ["answered_at"])
    move.target = Stage.RESOLVED if _unanswered(move.circle.complainants) else Stage.ANSWERED


def _chosen(move: Move) -> list[Complainant]:
    everyone = {complainant.pk: complainant for complainant in move.circle.complainants}
    picked = move.answers.get("complainants")
    if not picked:
        return [c for c in everyone.values() if c.answered_at is None]
    if any(c.pk not in everyone for c in picked):
        raise BadAnswer({"complainants": "所选的人不是此件的反映人。"})
    return [everyone[c.pk] for c in picked]


def _unanswered(complainants: Iterable[Complainant]) -> list[Complainant]:
    return [c for c in complainants if c.reachable and c.answered_at is None]


def confirm(move: Move) -> None:
    """Each complainant judges for themselves; the case closes with the last one who can be reached."""
    _judge(move, Solved(move.answers["solved"]), Satisfaction(move.answers["satisfaction"]))
    waiting = [c for c in move.circle.complainants if c.reachable and c.judged_at is None]
    move.target = Stage.ANSWERED if waiting else Stage.CLOSED


def dispute(move: Move) -> None:
    move.require_something_said()
    _judge(move, Solved.NO, Satisfaction.UNSATISFIED)


def _judge(move: Move, solved: Solved, satisfaction: Satisfaction) -> None:
    mine = move.my_complaint()
    mine.solved, mine.satisfaction, mine.judged_at = solved, satisfaction, move.at
    mine.save(update_fields=["solved", "satisfaction", "judged_at"])


def uphold(move: Move) -> None:
    """Decided by the unit above, never by the one that handled it."""
    _refuse_own_judgement(move)


def redo(move: Move) -> None:
    _refuse_own_judgement(move)
    _owe_answers_again(move)


def _refuse_own_judgement(move: Move) -> None:
    """`Role.ABOVE` keeps the holder's own people out; this keeps out a handler who has moved up since."""
    if move.me is not None and move.me == move.case.handler_id:
        raise NotNow("异议不能由经办人自己裁定。")


def reopen(move: Move) -> None:
    move.require_something_said()
    _owe_answers_again(move)


def _owe_answers_again(move: Move) -> None:
    """The earlier answers stay on record; what happens from here on has to be told anew."""
    for complainant in move.circle.complainants:
        complainant.answered_at = complainant.judged_at = None
        complainant.solved = complainant.satisfaction = None
    Complainant.objects.bulk_update(
        move.circle.complainants, ["answered_at", "judged_at", "solved", "satisfaction"]
    )


def call_back(move: Move) -> None:
    complainant = move.answers.get("complainant")
    if complainant and all(c.pk != complainant.pk for c in move.circle.complainants):
        raise BadAnswer({"complainant": "所选的人不是此件的反映人。"})
    if move.answers["reached"] and "solved" not in move.answers:
        raise BadAnswer({"solved": "联系上了，请填写问题是否解决。"})


BODIES = {
    "resolve": resolve,
    "answer": answer,
    "confirm": confirm,
    "dispute": dispute,
    "uphold": uphold,
    "redo": redo,
    "reopen": reopen,
    "call_back": call_back,
}
