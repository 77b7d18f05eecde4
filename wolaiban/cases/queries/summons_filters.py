"""Summonses of departments as lists and counts name them: by state, and whether one is late by its own clocks."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import now

from wolaiban.cases.models import Summons
from wolaiban.database.prepared import Given
from wolaiban.process.words import Stage, SummonsState, Word


class SummonsFilter(Word):
    """What a list may ask of the summonses of a case."""

    OPEN = "open", "联动中"
    CALLED = "called", "待报到"
    REPORTED_IN = "reported_in", "待出意见"
    OBJECTED = "objected", "异议待裁定"
    LATE = "late", "已超期"


# A case that was withdrawn in the middle of it leaves its summonses as they were: nobody waits for them any more.
STILL_OPEN = Q(state__in=[str(state) for state in SummonsState if state.is_open], case__stage=Stage.JOINT)


def those(call: SummonsFilter, at: datetime | Given | None = None) -> Q:
    """The condition on a summons. Late is whoever did not report in, or give an opinion, by the time set."""
    if call is SummonsFilter.OPEN:
        return STILL_OPEN
    if call is SummonsFilter.LATE:
        moment = at or now()
        return STILL_OPEN & (Q(state=SummonsState.CALLED, report_due__lt=moment) | Q(due__lt=moment))
    return STILL_OPEN & Q(state=str(call))


def has_call(summonses: QuerySet[Summons]) -> Q:
    """As a condition on a case: one of these summonses is its own."""
    return Q(Exists(summonses.filter(case=OuterRef("pk"))))
