"""The way back to the resident: resolve, answer each one, let each one judge, decide a dispute, take up again."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from wolaiban.cases.bounds import CALLED_BACK_ONE_IN
from wolaiban.cases.models import Answer, Case, Complainant
from wolaiban.cases.roles import reopen_until
from wolaiban.cases.steps.context import CaseContext
from wolaiban.database.batch import fresh
from wolaiban.process.errors import BadAnswer, NotNow
from wolaiban.process.words import Role, Satisfaction, Solved, Stage


def resolve(context: CaseContext) -> None:
    case = context.case
    category = context.answers.get("category")
    if category is not None:
        if category.edition_id != case.edition_id or not category.active:
            raise BadAnswer({"category": "这个类别不在此件登记时的事项目录里。"})
        case.category = category
    if case.category_id is None:
        raise BadAnswer({"category": "办结前请选事项类别，往后才查得到同类的事。"})
    case.disposition, case.root_cause = context.answers["disposition"], context.answers["root_cause"]
    case.handler = case.handler or context.person
    case.resolved_at = context.at


def answer(context: CaseContext) -> None:
    """Answer the chosen complainants, or all who have no answer yet; the case moves on with the last of them."""
    told_at = context.answers.get("told_at", context.at)
    if told_at > context.at:
        raise BadAnswer({"told_at": "告知时间不能晚于现在。"})
    chosen = _chosen(context)
    for complainant in chosen:
        complainant.answered_at = told_at
        context.new.append(_told(context, complainant, told_at))
    context.target = Stage.RESOLVED if _unanswered(context.circle.complainants) else Stage.ANSWERED


def _told(context: CaseContext, complainant: Complainant, at: datetime) -> Answer:
    return fresh(
        Answer,
        case=context.case,
        complainant=complainant,
        statement=context.statement("message"),
        channel=context.answers["answer_channel"],
        told_at=at,
        by=context.by.user,
    )


def _chosen(context: CaseContext) -> list[Complainant]:
    everyone = {complainant.pk: complainant for complainant in context.circle.complainants}
    picked = context.answers.get("complainants")
    if not picked:
        return [c for c in everyone.values() if c.answered_at is None]
    if any(c.pk not in everyone for c in picked):
        raise BadAnswer({"complainants": "所选的人不是此件的反映人。"})
    return [everyone[c.pk] for c in picked]


def _unanswered(complainants: Iterable[Complainant]) -> list[Complainant]:
    return [c for c in complainants if c.reachable and c.answered_at is None]


def confirm(context: CaseContext) -> None:
    """Each complainant judges for themselves; the case closes with the last one who can be reached.

    A "no" leads into the review, unless she herself wants it to end here. An officer of the agent studio may write
    down what she says on the spot; some of these are drawn to be asked again by somebody else.
    """
    on_word = context.role is Role.AGENT
    said = _judge(context, _whose_word(context) if on_word else context.my_complaint())
    if said.is_no and not context.answers.get("close_anyway"):
        context.target = Stage.DISPUTED
        return
    context.target = Stage.ANSWERED if _unjudged(context) else Stage.CLOSED
    if on_word and _is_drawn(context.case):
        context.case.call_back_due = context.at


def dispute(context: CaseContext) -> None:
    context.require_something_said()
    _judge(context, context.my_complaint(), Judgement(Solved.NO, Satisfaction.UNSATISFIED))


class Judgement(NamedTuple):
    solved: Solved
    satisfaction: Satisfaction

    @property
    def is_no(self) -> bool:
        return self.solved == Solved.NO or self.satisfaction == Satisfaction.UNSATISFIED


def _judge(context: CaseContext, complaint: Complainant, said: Judgement | None = None) -> Judgement:
    said = said or Judgement(Solved(context.answers["solved"]), Satisfaction(context.answers["satisfaction"]))
    complaint.solved, complaint.satisfaction, complaint.judged_at = *said, context.at
    complaint.judged_by = None if context.role is Role.RESIDENT else context.by.user
    return said


def _unjudged(context: CaseContext) -> list[Complainant]:
    return [c for c in context.circle.complainants if c.reachable and c.judged_at is None]


def _whose_word(context: CaseContext) -> Complainant:
    """The complainant whose word an officer writes down: the one chosen, or the only one there is."""
    complaint = _named(context) or _only(context)
    if complaint is None:
        raise BadAnswer({"complainant": "此件有几位反映人，请选是谁的评价。"})
    if complaint.judged_at is not None:
        raise BadAnswer({"complainant": "这位反映人已经评价过了。"})
    return complaint


def _named(context: CaseContext) -> Complainant | None:
    chosen = context.answers.get("complainant")
    if chosen is None:
        return None
    for complaint in context.circle.complainants:
        if complaint.pk == chosen.pk:
            return complaint
    raise BadAnswer({"complainant": "所选的人不是此件的反映人。"})


def _only(context: CaseContext) -> Complainant | None:
    return context.circle.complainants[0] if len(context.circle.complainants) == 1 else None


def _is_drawn(case: Case) -> bool:
    """By lot, from what only the row knows: the same each time it is asked, and nobody can foresee it."""
    lot = hmac.digest(bytes(case.salt), b"call back", "sha256")
    return int.from_bytes(lot[:4]) % CALLED_BACK_ONE_IN == 0


def uphold(context: CaseContext) -> None:
    """Decided by the unit above, never by the one that handled it."""
    _refuse_own_judgement(context)


def redo(context: CaseContext) -> None:
    _refuse_own_judgement(context)
    _owe_answers_again(context)


def _refuse_own_judgement(context: CaseContext) -> None:
    """`Role.ABOVE` keeps the holder's own people out; this keeps out a handler who has moved up since."""
    if context.me is not None and context.me == context.case.handler_id:
        raise NotNow("异议不能由经办人自己裁定。")


def reopen(context: CaseContext) -> None:
    context.require_something_said()
    _owe_answers_again(context)


def _owe_answers_again(context: CaseContext) -> None:
    """The earlier answers stay on record; what happens from here on has to be told anew."""
    for complainant in context.circle.complainants:
        complainant.answered_at = complainant.judged_at = None
        complainant.solved = complainant.satisfaction = complainant.judged_by = None
    context.case.call_back_due = None


def call_back(context: CaseContext) -> None:
    """What she says on the telephone is her judgement, and a "no" opens the review as her own would.

    After the time for taking a matter up again it only counts, as does the "no" of somebody whose "no" was reviewed.
    """
    if not context.answers["reached"]:
        return
    for name, why in (("solved", "问题是否解决"), ("satisfaction", "是否满意")):
        if name not in context.answers:
            raise BadAnswer({name: f"联系上了，请填写{why}。"})
    complaint = _named(context) or _only(context)
    if complaint is None and context.circle.complainants:
        raise BadAnswer({"complainant": "联系上了，请选回访的是哪一位。"})
    if complaint and complaint.judged_by_id is not None and complaint.judged_by_id == context.me:
        raise NotNow("这位反映人的评价是您代为登记的，回访须由别人来做。")
    _take_as_judgement(context, complaint)
    context.case.call_back_due = None


def _take_as_judgement(context: CaseContext, complaint: Complainant | None) -> None:
    """Of what a volunteer found, nobody complains: there what is said moves the matter and is nobody's judgement."""
    earlier = _said_by(complaint) if complaint else None
    said = Judgement(Solved(context.answers["solved"]), Satisfaction(context.answers["satisfaction"]))
    if complaint and (said.is_no or earlier is None):
        _judge(context, complaint, said)
    if said.is_no:
        if not (earlier and earlier.is_no) and _may_be_reviewed(context):
            context.target = Stage.DISPUTED
    elif context.case.stage == Stage.ANSWERED and not _unjudged(context):
        context.target = Stage.CLOSED


def _said_by(complaint: Complainant) -> Judgement | None:
    if complaint.solved is None or complaint.satisfaction is None:
        return None
    return Judgement(Solved(complaint.solved), Satisfaction(complaint.satisfaction))


def _may_be_reviewed(context: CaseContext) -> bool:
    until = reopen_until(context.case)
    return context.case.stage == Stage.ANSWERED or (until is not None and context.at <= until)


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
