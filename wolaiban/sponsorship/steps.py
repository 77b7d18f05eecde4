"""What the steps of a sponsorship change."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from wolaiban.residents.recognising import contact_in
from wolaiban.sponsorship.models import SponsorLook, Sponsorship, end_of
from wolaiban.sponsorship.parts import SponsorshipParts
from wolaiban.sponsorship.process import FOUR
from wolaiban.workflow.context import StepContext

Context = StepContext[Sponsorship, SponsorshipParts]
LONGEST = timedelta(days=92)


def sponsor(context: Context) -> None:
    post, subject = context.answers["leader"].post, context.subject
    assert context.unit
    above = post.unit.is_district and not context.unit.is_district
    context.refuse_if(above, "leader", "区领导包案，由区里定。")
    _refuse_contacts(context, "plan")
    subject.leader, subject.unit, subject.host = post.user, post.unit, context.unit
    subject.since = localdate(context.at)
    context.fill("plan")
    context.deadline = _next_look(context)


def look(context: Context) -> None:
    notes = {name: context.answers.get(name) for name in FOUR}
    context.refuse_if(not any(notes.values()), FOUR[0], "四包里至少写一句：了解到什么，做到了什么。")
    _refuse_contacts(context, *FOUR)
    subject = context.subject
    context.add(SponsorLook, due=subject.next_look, at=context.at, **notes)
    subject.deadline, subject.rung = _next_look(context), 0
    subject.version += 1


def discharge(context: Context) -> None:
    context.fill(why="reason")
    _end_on(context, localdate(context.at))


def end(context: Context) -> None:
    """As of the day on which the case was over, however late the clock looks."""
    _end_on(context, localdate(min(context.at, context.subject.case.changed_at)))


def _end_on(context: Context, day: date) -> None:
    """What was due until then and was not done stays on record."""
    subject = context.subject
    if subject.next_look and subject.next_look < day:
        context.add(SponsorLook, due=subject.next_look)
    subject.ended = max(day, subject.since)


def _next_look(context: Context) -> datetime:
    """The end of the day that was set."""
    day: date = context.answers["next_look"]
    today = localdate(context.at)
    context.refuse_if(day <= today, "next_look", "下次过问要在今天以后。")
    context.refuse_if(day > today + LONGEST, "next_look", "三个月以内至少过问一次。")
    return end_of(day)


def _refuse_contacts(context: Context, *questions: str) -> None:
    """Who the people are stands in the vault alone."""
    for question in questions:
        told = contact_in(context.words(question))
        context.refuse_if(told, question, "里面有电话或身份证号，请去掉；谁反映的，事项里看得到。")


BODIES = {body.__name__: body for body in (sponsor, look, discharge, end)}
