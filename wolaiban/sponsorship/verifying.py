"""What `wolaiban verify` finds wrong with sponsorships beside their chains."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import now

from wolaiban.ledger.findings import Finding
from wolaiban.process.words import OPEN_STAGES, RequestKind, Word
from wolaiban.sponsorship.models import Sponsorship
from wolaiban.sponsorship.process import ACTIVE

ENDED_WITHIN = timedelta(days=1)  # the clock looks every minute, where it runs


class SponsorshipFault(Word):
    """A kind of fault: a code for machines, and the sentence in which a finding is told."""

    TWO_LEADERS = "two_leaders", "同时有两个没有结束的包案"
    NO_NEXT_LOOK = "no_next_look", "没有定下次哪天过问"
    OUTLIVED = "outlived", "事项已经结束，包案还没有结束"
    OF_ACCUSATION = "of_accusation", "包的是检举控告"


def findings() -> Iterator[Finding]:
    stand = Sponsorship.objects.filter(stage=ACTIVE)
    twice = stand.values("case__number").annotate(n=Count("pk")).filter(n__gt=1)
    for number in twice.values_list("case__number", flat=True):
        yield Finding(SponsorshipFault.TWO_LEADERS, number)
    over = ~Q(case__stage__in=sorted(OPEN_STAGES)) & Q(case__changed_at__lt=now() - ENDED_WITHIN)
    yield from _of(SponsorshipFault.NO_NEXT_LOOK, stand.filter(deadline=None))
    yield from _of(SponsorshipFault.OUTLIVED, stand.filter(over))
    accused = Sponsorship.objects.filter(case__kind=RequestKind.ACCUSATION)
    yield from _of(SponsorshipFault.OF_ACCUSATION, accused)


def _of(fault: SponsorshipFault, rows: QuerySet[Sponsorship]) -> Iterator[Finding]:
    for number in rows.order_by("pk").values_list("number", flat=True):
        yield Finding(fault, number)
