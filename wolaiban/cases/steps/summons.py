"""Whistle and report in (吹哨报到): departments are called, report, object, give their opinion, are let go."""

from __future__ import annotations

from datetime import timedelta

from wolaiban.cases.models import Summons
from wolaiban.cases.steps.context import CaseContext
from wolaiban.catalogue.queries import summons_span
from wolaiban.places.models import Unit
from wolaiban.process.calendar import later
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import SummonsState, Tier

SHORTEST = timedelta(hours=2)


def whistle(context: CaseContext) -> None:
    """Only departments can be called, so no community is made to lead.

    接诉即办工作条例 art. 16, 17; 街道办事处条例 art. 11. That no village whistles is a rule of the process.
    """
    case = context.case
    lead: Unit = context.answers["lead_department"]
    assisting = context.answers.get("assisting", ())
    if lead in assisting:
        raise BadAnswer({"assisting": f"{lead}已是牵头部门，不必再勾为协办。"})
    if not all(unit.is_department and unit.active for unit in (lead, *assisting)):
        raise BadAnswer({"lead_department": "只能吹哨给区直部门。"})
    if context.answers["due"] < context.at + SHORTEST:
        raise BadAnswer({"due": "完成期限须在两小时之后。"})
    case.tier = Tier.HARD
    context.deadline = context.answers["due"]
    called = (_summons(context, unit, leads=unit == lead) for unit in (lead, *assisting))
    context.circle.summonses.extend(called)


def _summons(context: CaseContext, department: Unit, *, leads: bool) -> Summons:
    urgent = bool(context.answers.get("urgent"))
    report_due = later(context.at, summons_span(context.case.edition_id, urgent=urgent))
    return Summons(
        case=context.case,
        department=department,
        leads=leads,
        state=SummonsState.CALLED,
        urgent=urgent,
        question=context.statement("question"),
        called_at=context.at,
        called_by=context.by.user,
        report_due=min(report_due, context.answers["due"]),
        due=context.answers["due"],
    )


def report_in(context: CaseContext) -> None:
    summons = context.my_summons()
    summons.state, summons.reported_at = SummonsState.REPORTED_IN, context.at
    summons.contact = context.statement("contact")


def object_(context: CaseContext) -> None:
    """A department that objects has answered the whistle: it says whom to talk to, as one that reports in."""
    summons = context.my_summons()
    contact = context.statement("contact") or summons.contact
    if contact is None:
        raise BadAnswer({"contact": "请填写部门联系人，裁定前后都好找人。"})
    summons.state, summons.objected_at, summons.contact = SummonsState.OBJECTED, context.at, contact


def uphold_summons(context: CaseContext) -> None:
    """The department goes on; one that had not reported in counts as having done so when it objected."""
    summons = _objected(context)
    summons.reported_at = summons.reported_at or summons.objected_at or context.at
    summons.state = SummonsState.REPORTED_IN


def release_summons(context: CaseContext) -> None:
    _objected(context).state = SummonsState.RELEASED


def contribute(context: CaseContext) -> None:
    summons = context.my_summons()
    summons.state, summons.answered_at = SummonsState.ANSWERED, context.at
    summons.reported_at = summons.reported_at or context.at


def call_off(context: CaseContext) -> None:
    for summons in context.circle.open_summonses:
        summons.state = SummonsState.CALLED_OFF


def _objected(context: CaseContext) -> Summons:
    """The objecting summons that was chosen, taken from the circle so that the event's snapshot sees the change."""
    chosen: Summons = context.answers["summons"]
    for summons in context.circle.summonses:
        if summons.pk == chosen.pk and summons.state == SummonsState.OBJECTED:
            return summons
    raise BadAnswer({"summons": "这个部门目前没有待裁定的异议。"})


BODIES = {
    "whistle": whistle,
    "report_in": report_in,
    "object": object_,
    "uphold_summons": uphold_summons,
    "release_summons": release_summons,
    "contribute": contribute,
    "call_off": call_off,
    "withdraw": call_off,  # nobody works on what was taken back
}
