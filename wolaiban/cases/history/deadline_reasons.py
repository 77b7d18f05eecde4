"""Why a deadline is what it is: which promise, counted from when, what stood still, what happens when it is over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import dropwhile

from django.utils.timezone import localdate, now

from wolaiban.cases.history.wording import day, moment
from wolaiban.cases.kind import KIND
from wolaiban.cases.models import Case
from wolaiban.cases.process import CASE
from wolaiban.catalogue.calendars import as_of
from wolaiban.catalogue.queries import span_for
from wolaiban.process.calendar import later
from wolaiban.process.statutory import StatutoryClock, statutory_clocks
from wolaiban.process.words import PauseReason, Stage
from wolaiban.workflow.timing import to_come

# What is awaited in each stage, as its deadline is called.
DEADLINES: Mapping[Stage, str] = {
    Stage.REPORTED: "受理时限",
    Stage.WORKING: "办理时限",
    Stage.RAISED: "承接时限",
    Stage.JOINT: "联动时限",
    Stage.RESOLVED: "反馈时限",
    Stage.ANSWERED: "评价时限",
    Stage.DISPUTED: "复核时限",
}
UNTIL_ANSWERED = {Stage.REPORTED: "受理", Stage.WORKING: "办理", Stage.RESOLVED: "反馈"}  # in this order


@dataclass(frozen=True)
class LatestAnswer:
    """When whoever reported is to have an answer at the latest, if all happens where the case now lies.

    `spans` says of what it is made up: 受理 1 天、办理 3 天、反馈 1 天.
    """

    at: datetime
    spans: str

    @property
    def day(self) -> str:
        return day(self.at)

    def __str__(self) -> str:
        return f"最迟 {self.day}前答复（{self.spans}）"


def latest_answer(case: Case) -> LatestAnswer | None:
    """By the limits under which it was registered, from the deadline of the present stage on.

    None while its clock stands, once it is late, and where others decide how long it takes: raised, with departments, under review.
    """
    if case.deadline is None or case.is_paused or case.stage_word not in UNTIL_ANSWERED:
        return None
    if case.deadline < now():
        return None
    to_come = list(dropwhile(lambda stage: stage is not case.stage_word, UNTIL_ANSWERED))
    spans = {stage: span_for(case.edition_id, case.category_id, stage, case.tier_word) for stage in to_come}
    at = case.deadline
    for stage in to_come[1:]:
        at = later(at, spans[stage], as_of(case.counted_by))
    return LatestAnswer(at, "、".join(f"{UNTIL_ANSWERED[stage]} {span}" for stage, span in spans.items()))


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
