"""What steps change of hours: stated by one, confirmed by another, contested, corrected; and proved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from wolaiban.associates.certificates import signed_columns
from wolaiban.associates.models import Associate, HoursCertificate, VolunteerHours
from wolaiban.associates.parts import AssociateParts
from wolaiban.associates.process import MOST_A_DAY
from wolaiban.associates.words import HoursState, time_words
from wolaiban.process.calendar import BEIJING
from wolaiban.workflow.context import StepContext
from wolaiban.workflow.usual import change

Context = StepContext[Associate, AssociateParts]
QUARTER, OLDEST = 15, timedelta(days=60)


def today_of(context: Context) -> date:
    """The day of the step."""
    return context.at.astimezone(BEIJING).date()


def state_hours(context: Context) -> None:
    given, today = context.answers, today_of(context)
    context.refuse_if(given["day"] > today, "day", "还没有到的日子，不能记。")
    context.refuse_if(given["day"] < today - OLDEST, "day", f"{OLDEST.days} 天以前的，不再补记。")
    _refuse_too_much(context, "minutes", given["day"])
    context.add(
        VolunteerHours, day=given["day"], minutes=given["minutes"], work=str(given["work"]),
        state=str(HoursState.STATED), stated_by=context.by.user,
    )  # fmt: skip


def put_right(context: Context) -> None:
    """Certificates of that day say what they said, and from now on that they were amended."""
    row, minutes = context.answers["contested_hours"], context.answers.get("new_minutes", 0)
    _refuse_too_much(context, "new_minutes", row.day, instead_of=row)
    if minutes != row.counted:
        for one in context.parts.certificates:
            one.amended = one.amended or one.starts <= row.day <= one.ends
    row.corrected, row.state = minutes, str(HoursState.CORRECTED)


def _refuse_too_much(
    context: Context, question: str, day: date, instead_of: VolunteerHours | None = None
) -> None:
    minutes = context.answers.get(question, 0)
    context.refuse_if(minutes % QUARTER, question, f"{QUARTER} 分钟一档，例如 90、105。")
    there = [one for one in context.parts.hours if one.day == day and one is not instead_of]
    known = sum(one.counted for one in there if one.state_word is not HoursState.TAKEN_BACK)
    too_much = known + minutes > MOST_A_DAY
    context.refuse_if(too_much, question, f"一天最多 12 小时，这一天另外已经记了 {time_words(known)}。")


def prove(context: Context) -> None:
    starts, ends = context.answers["from_day"], context.answers["to_day"]
    context.refuse_if(ends < starts, "to_day", "结束的日子比开始的早。")
    context.refuse_if(ends > today_of(context), "to_day", "只能到今天。")
    minutes = context.parts.settled_minutes(starts, ends)
    context.refuse_if(not minutes, "from_day", "这段日子里没有已确认的服务。")
    context.add(HoursCertificate, **signed_columns(starts, ends, minutes, today_of(context)))


HOURS: dict[str, Any] = {
    **{body.__name__: body for body in (state_hours, put_right, prove)},
    "confirm_hours": change(
        "stated_hours",
        state=str(HoursState.CONFIRMED),
        confirmed_by=lambda context: context.by.user,
    ),
    "take_back_hours": change("own_hours", state=str(HoursState.TAKEN_BACK)),
    "contest_hours": change("settled_hours", state=str(HoursState.CONTESTED)),
}
