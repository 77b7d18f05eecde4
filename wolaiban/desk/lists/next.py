"""What happens next with a matter, told to the person whose matter it is."""

from __future__ import annotations

from datetime import datetime

from wolaiban.cases.history.wording import moment
from wolaiban.cases.models import Case
from wolaiban.process.words import PauseReason, Stage

NEXT: dict[Stage, str] = {
    Stage.REPORTED: "工作室应在{by} 前受理；过期未受理，系统会自动报到上一级。",
    Stage.WORKING: "{holder}正在办，应在{by} 前办完。",
    Stage.RAISED: "{holder}应在{by} 前接手。",
    Stage.JOINT: "{holder}牵头，几个部门一起办，应在{by} 前办完。",
    Stage.RESOLVED: "工作室应在{by} 前把结果告诉您。",
    Stage.ANSWERED: "请看看办得怎么样，{by} 前告诉我们满意不满意。",
    Stage.DISPUTED: "上一级应在{by} 前作出复核决定。",
    Stage.CLOSED: "如果问题又出现了，可以打开此件要求重新办理。",
    Stage.DECLINED: "打开此件，可以看到这件事应当走的途径。",
    Stage.WITHDRAWN: "需要时可以再来登记。",
    Stage.MERGED: "和同一件事一起办，结果同样会告诉您。",
}
HISTORY = "这是从原来的台账补录的，当时已经办结。问题还在的，请重新登记。"
JUDGED = "您已经评价过了，还在等其他反映人评价。"
WAITING_FOR_YOU = "工作室在等您补充情况，请打开此件补充。"
PAUSED = "计时暂停了，恢复办理后会接着往下办。"


def what_next(case: Case) -> str:
    """Reads the annotation `awaits_judgement` of a person's own matters."""
    stage = case.stage_word
    if case.backfilled and stage is Stage.CLOSED:
        return HISTORY
    if case.is_paused:
        asked = case.pause_reason == PauseReason.MATERIALS and case.paused_until
        return WAITING_FOR_YOU if asked else PAUSED
    if stage is Stage.ANSWERED and not getattr(case, "awaits_judgement", True):
        return JUDGED
    return NEXT[stage].format(holder=case.holder, by=_by(case.deadline))


def _by(when: datetime | None) -> str:
    return moment(when) if when else ""
