"""Joining matters that are one (并案), and taking them apart again (拆案).

Whoever complained in a joined matter is answered in the one that is worked on, the root. Somebody who stands there
already stays where they were. When a matter is taken out, those that were merged into it go with it.
"""

from __future__ import annotations

from collections.abc import Iterable

from wolaiban.cases.bounds import ALONE
from wolaiban.cases.models import Case, Complainant
from wolaiban.cases.queries.groups import merged_under, root_of
from wolaiban.cases.steps.context import Move
from wolaiban.process.errors import BadAnswer, TooLate
from wolaiban.process.words import RequestKind, Stage


def merge(move: Move) -> None:
    into: Case = move.answers["into"]
    _refuse_bad_merge(move, into)
    joining = [move.case.pk, *merged_under(move.case.pk)]
    move.case.merged_into = into
    move.touched |= {into.pk, *_gather(into.pk, joining)} - {move.case.pk}


def unmerge(move: Move) -> None:
    """Those whose own case this is come back, and are owed an answer of their own again."""
    root = root_of(move.case.pk)
    leaving = {move.case.pk, *merged_under(move.case.pk)}
    move.case.merged_into = None
    back = list(Complainant.objects.filter(home_case__in=leaving).exclude(case__in=leaving))
    move.touched |= {root, *(complainant.case_id for complainant in back)}
    for complainant in back:
        complainant.case = move.case
        complainant.answered_at = complainant.judged_at = None
        complainant.solved = complainant.satisfaction = complainant.judged_by = None
    Complainant.objects.bulk_update(
        back, ["case", "answered_at", "judged_at", "solved", "satisfaction", "judged_by"]
    )
    Complainant.objects.filter(case=move.case, home_case=move.case).update(home_case=None)
    move.touched |= _gather(move.case.pk, leaving)
    move.touched |= _gather(root, set(merged_under(root)) - leaving)
    move.touched -= {move.case.pk}


def _gather(root: int, members: Iterable[int]) -> set[int]:
    """Let all who complain in these cases stand in the root; return the cases that they left, and the root."""
    there = set(Complainant.objects.filter(case=root).values_list("resident_id", flat=True))
    moved, left = [], set()
    for complainant in Complainant.objects.filter(case__in=set(members) - {root}).order_by("pk"):
        if complainant.resident_id not in there:
            there.add(complainant.resident_id)
            left |= {complainant.case_id, root}
            complainant.home_case_id = complainant.home_case_id or complainant.case_id
            complainant.case_id = root
            moved.append(complainant)
    Complainant.objects.bulk_update(moved, ["home_case", "case"])
    return left


def _refuse_bad_merge(move: Move, into: Case) -> None:
    if into.pk == move.case.pk:
        raise BadAnswer({"into": "不能并入自己。"})
    if not Case.objects.visible_to(move.by).filter(pk=into.pk).exists():
        raise BadAnswer({"into": "找不到这一件，请核对件号。"})
    if into.kind == RequestKind.ACCUSATION:
        raise BadAnswer({"into": ALONE})
    if into.sensitive != move.case.sensitive:  # or more people would read what is said in it
        raise BadAnswer({"into": "敏感事项只能和敏感事项并案。确是一回事的，请先把两件标成一样。"})
    if move.by.user and into.complainants.filter(resident__account=move.by.user).exists():
        raise BadAnswer({"into": "您是那一件的反映人，应当回避。"})
    if into.stage == Stage.MERGED:
        raise BadAnswer({"into": f"那一件已并到别的件里，请并入 {_root_number(into)}。"})
    if into.stage not in {Stage.REPORTED, Stage.WORKING, Stage.RAISED, Stage.JOINT}:
        raise TooLate(label="并入此件", stage=Stage(into.stage))


def _root_number(case: Case) -> str:
    return Case.objects.values_list("number", flat=True).get(pk=root_of(case.pk))


BODIES = {"merge": merge, "unmerge": unmerge}
