"""What somebody can do who owns the tables: switch the guards off, change what they like, switch them on again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import connection

from wolaiban.cases.models import Case, Event
from wolaiban.ledger import registry
from wolaiban.ledger.findings import Finding
from wolaiban.ledger.verifying import Verification
from wolaiban.workflow import chain


def forge(sql: str, *values: Any) -> None:
    guarded = [table for table in registry.triggers() if re.search(rf"\b{table}\b", sql)]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in guarded:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        assert cursor.rowcount, "the forger hit nothing"
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in guarded:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def forge_whole_chain(case: Case, seq: int, change: Callable[[dict[str, Any]], None]) -> None:
    """Change one event and put everything after it right again, as somebody would who knows how chains are made."""
    head = b""
    for event in case.events.order_by("seq"):
        told = event.told
        if event.seq == seq:
            change(told)
        body = chain.canonical(told)
        prev, head = (
            head,
            chain.event_hash(alg=event.alg, number=case.number, seq=event.seq, prev=head, body=body),
        )
        forge(
            "UPDATE cases_event SET body = %s, prev = %s, hash = %s, actor_id = %s, role = %s WHERE id = %s",
            body, prev, head, told["actor"], told["role"], event.pk,
        )  # fmt: skip
    forge("UPDATE cases_case SET head = %s WHERE id = %s", head, case.pk)


def event_of(case: Case, seq: int) -> Event:
    return case.events.get(seq=seq)


def verified() -> list[Finding]:
    return list(Verification().findings())


def faults(case: Case) -> set[tuple[str, int | None]]:
    """What verifying finds, all of it in this case."""
    found = verified()
    assert {finding.number for finding in found} <= {case.number}
    return {(str(finding.fault), finding.seq) for finding in found}
