"""How a row that is over already goes into the ledger: as history, closed on the day that the old ledger names."""

from __future__ import annotations

import re
from datetime import datetime

from wolaiban.cases.actions.backfilling import Past
from wolaiban.importing.history import History
from wolaiban.importing.refusals import BadRow
from wolaiban.process.answers import MAX_TEXT
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Satisfaction

# In this order: 不满意 holds 满意.
JUDGEMENTS: tuple[tuple[re.Pattern[str], Satisfaction], ...] = (
    (re.compile(r"(很|非常|较|比较)?(不满意|不太满意|不满)|差|否|不"), Satisfaction.UNSATISFIED),
    (re.compile(r"(基本|比较|较为|较|一般)满意|一般|尚可"), Satisfaction.BASICALLY),
    (re.compile(r"(很|非常|十分|已)?满意|好评|好|是|优"), Satisfaction.SATISFIED),
)
NOT_JUDGED = re.compile(r"(未|没|无|不详|匿名).*|[-—/\\]+")


def past_of(history: History, reported_at: datetime | None, now: datetime, remarks: list[str]) -> Past:
    """Raises BadRow where it would have ended before it began. `remarks` gains what was not told, or not understood."""
    return Past(
        _closed_at(history, reported_at, now, remarks),
        result=_shortened(history.result, remarks),
        satisfaction=_judgement(history.judgement, remarks),
    )


def _closed_at(history: History, reported_at: datetime | None, now: datetime, remarks: list[str]) -> datetime:
    closed_at = history.closed_at
    if closed_at is None:
        remarks.append("没有写办结时间，记为" + ("反映的那天" if reported_at else "导入之时"))
        return reported_at or now
    if reported_at is None or closed_at >= reported_at:
        return closed_at
    if _day(closed_at) == _day(reported_at):  # the day alone was written down
        return reported_at
    raise BadRow(f"办结时间 {_day(closed_at)} 早于反映时间 {_day(reported_at)}，请核对")


def _day(moment: datetime) -> str:
    return moment.astimezone(BEIJING).date().isoformat()


def _shortened(result: str, remarks: list[str]) -> str:
    if len(result) > MAX_TEXT:
        remarks.append(f"办理结果太长，只录了前 {MAX_TEXT} 字")
    return result[:MAX_TEXT]


def _judgement(text: str, remarks: list[str]) -> Satisfaction | None:
    plain = re.sub(r"\s", "", text)
    if not plain or NOT_JUDGED.fullmatch(plain):
        return None
    for pattern, satisfaction in JUDGEMENTS:
        if pattern.fullmatch(plain):
            return satisfaction
    remarks.append(f"满意度“{text[:20]}”看不懂，没有录")
    return None
