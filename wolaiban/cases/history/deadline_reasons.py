"""Why a deadline is what it is: which promise, counted from when, what stood still, what happens when it is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.timezone import localdate

from wolaiban.cases.history.wording import moment
from wolaiban.cases.kind import KIND
from wolaiban.cases.models import Case
from wolaiban.cases.process import CASE
from wolaiban.catalogue.queries import span_for
from wolaiban.process.statutory import StatutoryClock, statutory_clocks
from wolaiban.process.words import PauseReason, Stage
from wolaiban.workflow.timing import to_come


@dataclass(frozen=True)
class Statutory:
    clock: StatutoryClock
    late: bool


def reasons(case: Case) -> list[str]:
    """The deadline of the present stage, explained in sentences."""
    return list(_reasons(case)) if case.deadline else []


def _reasons(case: Case) -> Iterator[str]:
    stage = case.stage_word
    span = span_for(case.edition_id, case.category_id, stage, case.tier_word)
    if stage is Stage.JOINT:
        yield "联动期限是吹哨时定下的。"
    else:
        yield f"“{stage.label}”这一环节，{case.tier_word.label}的时限是 {span}（登记时的事项目录：{case.edition.label}）。"
    yield f"从{moment(case.counted_from)} 起算，到{moment(case.deadline)} 为止。" if case.deadline else ""
    if case.extended_days:
        yield f"经批准已累计延期 {case.extended_days} 天。"
    if case.extension_days:
        yield f"另有一份延期 {case.extension_days} 天的申请在等批复。"
    if case.paused_at:
        yield from _pause(case)
    for when, act in to_come(KIND, case):
        yield f"到{moment(when)}，{CASE.words_of_clock(act).warning}。"


def _pause(case: Case) -> Iterator[str]:
    why = f"，原因是{PauseReason(case.pause_reason).label}" if case.pause_reason else ""
    yield f"{moment(case.paused_at)} 暂停计时{why}。停着的时间不算在内。" if case.paused_at else ""
    if case.paused_until:
        waited = "还没有补充的，" if case.pause_reason == PauseReason.MATERIALS else ""
        yield f"到{moment(case.paused_until)} {waited}自动恢复计时。"


def statutory(case: Case) -> list[Statutory]:
    """The clocks of the law, which run beside the promise and are never stopped with it."""
    clocks = statutory_clocks(
        petition_at=case.petition_at,
        accepted_at=case.petition_accepted_at,
        answered_at=case.answered_at,
        extended_days=case.extended_days,
    )
    return [Statutory(clock, clock.is_late(localdate())) for clock in clocks]
