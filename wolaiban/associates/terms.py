"""What steps change of appointments: for how long somebody agreed to be what."""

from __future__ import annotations

from datetime import date
from typing import Any

from wolaiban.associates.hours import Context, today_of
from wolaiban.associates.models import AppointmentTerm
from wolaiban.associates.words import AppointedTo, AssociateKind

YEARS_OF_A_COMMITTEE = 3  # 人民调解法 art. 9


def appoint(context: Context) -> None:
    body, starts, ends = (context.answers[name] for name in ("body", "starts", "ends"))
    context.refuse_if(ends <= starts, "ends", "到期的日子不能早于开始的日子。")
    context.refuse_if(ends <= today_of(context), "ends", "这一天已经过了。")
    stranger = body == AppointedTo.COMMITTEE and str(AssociateKind.MEDIATOR) not in context.subject.kinds
    context.refuse_if(stranger, "body", "调解委员会的委员要先是调解员：先“加一个身份”。")
    too_long = body == AppointedTo.COMMITTEE and ends > years_after(starts, YEARS_OF_A_COMMITTEE)
    context.refuse_if(too_long, "ends", "调解委员会一届最多 3 年（《人民调解法》第九条），到期可以再聘。")
    there = [one for one in context.parts.terms_running if one.body == body]
    overlap = any(one.starts < ends and starts < one.ends for one in there)
    context.refuse_if(overlap, "starts", "这段时间里已经聘了。要改，先解聘。")
    context.add(AppointmentTerm, body=str(body), starts=starts, ends=ends)


def end_term(context: Context) -> None:
    """One that was to begin later has no day."""
    term = context.answers["term"]
    term.ends = max(term.starts, today_of(context))


def years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


TERMS: dict[str, Any] = {body.__name__: body for body in (appoint, end_term)}
