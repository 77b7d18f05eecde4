"""What `wolaiban verify` finds wrong with associates beside their chains: who left and is still known, false certificates."""

from __future__ import annotations

from collections.abc import Iterator

from wolaiban.associates.certificates import is_true
from wolaiban.associates.models import Associate, HoursCertificate
from wolaiban.associates.process import ACTIVE, LEFT
from wolaiban.ledger.findings import Finding
from wolaiban.process.words import Word


class AssociateFault(Word):
    """A kind of fault: a code for machines, and the sentence in which a finding is told."""

    STILL_KNOWN = "still_known", "队员已退出，姓名和电话还在"
    UNKNOWN = "unknown", "队员在册，姓名和电话却已删除"
    CERTIFICATE = "certificate", "服务证明（编号 {what}）与签名不符"


def findings() -> Iterator[Finding]:
    left = Associate.objects.filter(stage=str(LEFT), resident__erased_at=None)
    for number in left.values_list("number", flat=True):
        yield Finding(AssociateFault.STILL_KNOWN, number)
    active = Associate.objects.filter(stage=str(ACTIVE), resident__erased_at__isnull=False)
    for number in active.values_list("number", flat=True):
        yield Finding(AssociateFault.UNKNOWN, number)
    for certificate in HoursCertificate.objects.select_related("associate").order_by("pk").iterator():
        if not is_true(certificate):
            yield Finding(AssociateFault.CERTIFICATE, certificate.associate.number, what=certificate.serial)
