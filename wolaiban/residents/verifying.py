"""What the ledger verifies of the vault, which has no chain: every row bears a mark, every envelope opens."""

from __future__ import annotations

from collections.abc import Iterator

from wolaiban.ledger.findings import Finding
from wolaiban.process.words import Word
from wolaiban.residents.checks import find_faults


class VaultFault(Word):
    """A kind of fault: a code for machines, and the sentence in which a finding is told."""

    RESIDENT = "resident", "居民资料（编号 {what[0]}）：{what[1]}"


def findings() -> Iterator[Finding]:
    for pk, why in find_faults():
        yield Finding(VaultFault.RESIDENT, what=(pk, why))
