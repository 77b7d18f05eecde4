"""Carry over who wrote, changed, released and withdrew each typical answer: each record becomes an event of its chain.

What stood in a row is written down with the last event that says so, as no earlier state was kept; the reason of a
withdrawal becomes a statement. A few rows; each is read and written once. Nothing is undone backwards.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.db import migrations

from wolaiban.workflow import chain

STEPS = {"written": "write", "rewritten": "rewrite", "released": "release", "withdrawn": "withdraw"}
STAGES = {"written": "draft", "rewritten": "draft", "released": "released", "withdrawn": "withdrawn"}
OWN = "typical_answer"


def carry_over(apps: Any, editor: Any) -> None:
    for row in apps.get_model("publicity", "TypicalAnswer").objects.order_by("pk"):
        edits = list(row.edits.order_by("pk"))
        row.salt = secrets.token_bytes(16)
        row.changed_at = edits[-1].at
        row.number = f"DX-{edits[0].at.year}-{row.pk:06d}"
        row.version = len(edits)
        events = list(_events(apps, row, edits))
        apps.get_model("workflow", "Event").objects.bulk_create(events)
        row.save()


def _events(apps: Any, row: Any, edits: list[Any]) -> Any:
    source, wrote = "", set()
    for seq, edit in enumerate(edits, 1):
        wrote |= {edit.by_id} if edit.kind in {"written", "rewritten"} else set()
        body = chain.canonical(_body(apps, row, edit, seq, source, _role(edit, wrote)))
        prev, alg = bytes(row.head), chain.alg_of_today()
        row.seq, row.head = seq, chain.event_hash(alg=alg, number=row.number, seq=seq, prev=prev, body=body)
        yield apps.get_model("workflow", "Event")(
            process=OWN, subject=row.pk, seq=seq, step=STEPS[edit.kind], source=source, target=STAGES[edit.kind],
            at=edit.at, actor_id=edit.by_id, role=_role(edit, wrote), alg=alg, prev=prev, hash=row.head, body=body,
        )  # fmt: skip
        source = STAGES[edit.kind]


def _role(edit: Any, wrote: set[int]) -> str:
    if edit.kind in {"written", "rewritten"}:
        return "writer"
    return "author" if edit.kind == "withdrawn" and edit.by_id in wrote else "releaser"


def _body(apps: Any, row: Any, edit: Any, seq: int, source: str, role: str) -> dict[str, Any]:
    return {
        "process": OWN,
        "subject": row.number,
        "format": 1,
        "seq": seq,
        "step": STEPS[edit.kind],
        "source": source,
        "target": STAGES[edit.kind],
        "at": edit.at,
        "actor": edit.by_id,
        "post": None,
        "unit": None,
        "role": role,
        "answers": _reason(apps, row, edit) if edit.kind == "withdrawn" else {},
        "after": {
            "stage": STAGES[edit.kind],
            "case_id": row.case_id,
            "township_id": row.township_id,
            "checked_by_hand": row.checked_by_hand,
            "released_at": chain.plain(row.released_at) if edit.kind in {"released", "withdrawn"} else None,
            "worded": chain.commitment(row.salt, f"{row.topic}\n{row.question}\n{row.answer}").hex(),
        },
    }


def _reason(apps: Any, row: Any, edit: Any) -> dict[str, Any]:
    salt = secrets.token_bytes(16)
    committed = chain.commitment(salt, row.withdrawn_because)
    statement = apps.get_model("workflow", "Statement").objects.create(
        process=OWN, subject=row.pk, words=row.withdrawn_because, salt=salt, commitment=committed, at=edit.at
    )
    return {"reason": {"statement": statement.pk, "commitment": committed.hex()}}


class Migration(migrations.Migration):
    dependencies = [("publicity", "0003_columns_of_a_subject")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
