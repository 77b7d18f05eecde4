"""Joining matters that are one (并案), and taking them apart again (拆案).

Whoever complained in a joined matter is answered in the one that is worked on, the root. Somebody who stands there
already stays where they were. When a matter is taken out, those that were merged into it go with it.
"""

from __future__ import annotations

from collections.abc import Iterable

from wolaiban.cases.bounds import ALONE
from wolaiban.cases.models import Case, Complainant
from wolaiban.cases.steps.context import CaseContext
from wolaiban.cases.steps.family import Family, MemberCircle
from wolaiban.process.errors import BadAnswer, TooLate
from wolaiban.process.words import RequestKind, Stage


def merge(context: CaseContext) -> None:
    into, family = context.answers["into"], _family(context)
    _refuse_bad_merge(context, into)
    joining = [context.case.pk, *family.merged_under(context.case.pk)]
    context.case.merged_into = into
    _gather(family, into.pk, joining)
    family.touched.add(into.pk)


def unmerge(context: CaseContext) -> None:
    """Those whose own case this is come back, and are owed an answer of their own again."""
    case, family = context.case, _family(context)
    root = family.root_of(case.pk)
    leaving = {case.pk, *family.merged_under(case.pk)}
    case.merged_into = None
    for complainant in family.of(*family.members):
        if complainant.home_case_id in leaving and complainant.case_id not in leaving:
            _come_back(family, complainant, case)
    for complainant in family.of(case.pk):
        if complainant.home_case_id == case.pk:
            complainant.home_case = None
    family.touched.add(root)
    _gather(family, case.pk, leaving)
    _gather(family, root, set(family.merged_under(root)) - leaving)


def _come_back(family: Family, complainant: Complainant, case: Case) -> None:
    family.move(complainant, case)
    complainant.answered_at = complainant.judged_at = None
    complainant.solved = complainant.satisfaction = complainant.judged_by = None


def _gather(family: Family, root: int, members: Iterable[int]) -> None:
    """Let all who complain in these cases stand in the root."""
    there = {complainant.resident_id for complainant in family.of(root)}
    for complainant in family.of(*set(members) - {root}):
        if complainant.resident_id not in there:
            there.add(complainant.resident_id)
            complainant.home_case_id = complainant.home_case_id or complainant.case_id
            family.move(complainant, family.case(root))


def _refuse_bad_merge(context: CaseContext, into: Case) -> None:
    family = _family(context)
    if into.pk == context.case.pk:
        raise BadAnswer({"into": "不能并入自己。"})
    if into.pk not in family.seen:
        raise BadAnswer({"into": "找不到这一件，请核对件号。"})
    if into.kind == RequestKind.ACCUSATION:
        raise BadAnswer({"into": ALONE})
    if into.sensitive != context.case.sensitive:  # or more people would read what is said in it
        raise BadAnswer({"into": "敏感事项只能和敏感事项并案。确是一回事的，请先把两件标成一样。"})
    if context.me is not None and any(c.resident.account_id == context.me for c in family.of(into.pk)):
        raise BadAnswer({"into": "您是那一件的反映人，应当回避。"})
    if into.stage == Stage.MERGED:
        root = family.case(family.root_of(into.pk))
        raise BadAnswer({"into": f"那一件已并到别的件里，请并入 {root.number}。"})
    if into.stage not in {Stage.REPORTED, Stage.WORKING, Stage.RAISED, Stage.JOINT}:
        raise TooLate(label="并入此件", stage=Stage(into.stage))


def _family(context: CaseContext) -> Family:
    circle = context.circle
    assert isinstance(circle, MemberCircle)  # these steps are taken with all that is joined
    return circle.family


BODIES = {"merge": merge, "unmerge": unmerge}
