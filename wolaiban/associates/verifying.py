"""What `wolaiban verify` finds wrong with associates beside their chains: who is gone and still known, hours that nobody
confirmed, false certificates.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from wolaiban.associates.certificates import is_true
from wolaiban.associates.models import Associate, HoursCertificate, VolunteerHours
from wolaiban.associates.process import AssociateStage
from wolaiban.associates.words import HoursState
from wolaiban.ledger.findings import Finding
from wolaiban.process.words import Word

KNOWN = [str(stage) for stage in AssociateStage.open_ones()]
COUNTED = [str(state) for state in HoursState if state.is_settled or state is HoursState.CONTESTED]


class AssociateFault(Word):
    """A kind of fault: a code for machines, and the sentence in which a finding is told."""

    STILL_KNOWN = "still_known", "队员已退出，姓名和电话还在"
    UNKNOWN = "unknown", "队员在册，姓名和电话却已删除"
    CERTIFICATE = "certificate", "服务证明（编号 {what}）与签名不符"
    PROVED_MORE = "proved_more", "服务证明（编号 {what}）比已确认的服务多，也没有注明更正"
    BY_NOBODY = "by_nobody", "算数的服务（编号 {what}）没有人确认"


def findings() -> Iterator[Finding]:
    left = Associate.objects.exclude(stage__in=KNOWN).filter(resident__erased_at=None)
    for number in left.values_list("number", flat=True):
        yield Finding(AssociateFault.STILL_KNOWN, number)
    active = Associate.objects.filter(stage__in=KNOWN, resident__erased_at__isnull=False)
    for number in active.values_list("number", flat=True):
        yield Finding(AssociateFault.UNKNOWN, number)
    for certificate in HoursCertificate.objects.select_related("associate").order_by("pk").iterator():
        if not is_true(certificate):
            yield Finding(AssociateFault.CERTIFICATE, certificate.associate.number, what=certificate.serial)
    for number, serial in _proved_more().values_list("associate__number", "serial"):
        yield Finding(AssociateFault.PROVED_MORE, number, what=serial)
    alone = VolunteerHours.objects.filter(Q(confirmed_by=None) | Q(confirmed_by=F("stated_by")))
    for number, pk in alone.filter(state__in=COUNTED).values_list("associate__number", "pk"):
        yield Finding(AssociateFault.BY_NOBODY, number, what=pk)


def _proved_more() -> QuerySet[HoursCertificate]:
    """Hours that were confirmed since may be there besides; what is contested was confirmed, and is not corrected yet."""
    hours = VolunteerHours.objects.filter(
        associate=OuterRef("associate"), day__range=(OuterRef("starts"), OuterRef("ends")), state__in=COUNTED
    )
    summed = hours.order_by().values("associate").annotate(sum=Sum(Coalesce("corrected", "minutes")))
    there = HoursCertificate.objects.annotate(there=Coalesce(Subquery(summed.values("sum")), 0))
    return there.filter(amended=False, minutes__gt=F("there")).order_by("pk")
