"""Statutory clocks of a matter that was raised as a petition; shown beside the service promise, never mixed with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from wolaiban.process.calendar import statutory_last_day

REGISTER_DAYS = 15  # 信访工作条例 art. 22, 23
HANDLE_DAYS = 60  # art. 34
REVIEW_REQUEST_DAYS = 30  # art. 35


@dataclass(frozen=True)
class StatutoryClock:
    label: str
    article: str
    last_day: date
    done: bool

    def is_late(self, today: date) -> bool:
        return not self.done and today > self.last_day


def statutory_clocks(
    *,
    petition_at: datetime | None,
    accepted_at: datetime | None,
    answered_at: datetime | None,
    extended_days: int = 0,
) -> list[StatutoryClock]:
    """The clocks that run or have run, in the order in which they start; none before it is a petition."""
    if petition_at is None:
        return []
    notice = statutory_last_day(petition_at, REGISTER_DAYS)
    clocks = [StatutoryClock("受理告知", "第二十二、二十三条，15 日", notice, accepted_at is not None)]
    if accepted_at:
        last = statutory_last_day(accepted_at, HANDLE_DAYS + extended_days)
        label = f"第三十四条，60 日{f'，已延长 {extended_days} 日' if extended_days else ''}"
        clocks.append(StatutoryClock("办结答复", label, last, answered_at is not None))
    if answered_at:
        last = statutory_last_day(answered_at, REVIEW_REQUEST_DAYS)
        clocks.append(StatutoryClock("反映人可申请复查至", "第三十五条，30 日", last, done=True))
    return clocks
