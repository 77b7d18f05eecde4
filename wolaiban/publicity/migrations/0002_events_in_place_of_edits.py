"""Make typical answers subjects: each record of who wrote, changed, released or withdrew one becomes an event of its chain.

What stood in a row is written down with the last event that says so, as no earlier state was kept; the reason of a
withdrawal becomes a statement. A few rows; each is read and written once.

What is released may not change, so its guard is put down meanwhile. The records that are dropped here are in the chains
of events; their traces stay where they are. Backwards their table comes back empty.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.db import migrations, models
from django.db.models import Q

import wolaiban.workflow.models
from wolaiban.database.migrating import put_nothing_off
from wolaiban.workflow import chain

PUT_DOWN = "DROP TRIGGER publicity_typicalanswer_stays_as_released ON publicity_typicalanswer;"
PUT_BACK = """
CREATE TRIGGER publicity_typicalanswer_stays_as_released BEFORE UPDATE ON publicity_typicalanswer
    FOR EACH ROW WHEN (OLD.state <> 'draft')
    EXECUTE FUNCTION ledger_rows_are_kept('state', 'withdrawn_because');
"""
NAMES = ("typical_by_state", "typical_by_topic")
DROP = """
DROP TRIGGER edit_is_not_truncated ON publicity_edit;
DROP TRIGGER edit_is_append_only ON publicity_edit;
DROP FUNCTION publicity_refuse_change();
"""
KEEP = """
CREATE FUNCTION publicity_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER edit_is_append_only BEFORE UPDATE OR DELETE ON publicity_edit
    FOR EACH ROW EXECUTE FUNCTION publicity_refuse_change();
CREATE TRIGGER edit_is_not_truncated BEFORE TRUNCATE ON publicity_edit
    FOR EACH STATEMENT EXECUTE FUNCTION publicity_refuse_change();
"""
UP = """
CREATE TRIGGER publicity_typicalanswer_stays_as_released BEFORE UPDATE ON publicity_typicalanswer
    FOR EACH ROW WHEN (OLD.stage <> 'draft')
    EXECUTE FUNCTION ledger_rows_are_kept('stage', 'version', 'seq', 'head', 'changed_at');
"""
DOWN = "DROP TRIGGER publicity_typicalanswer_stays_as_released ON publicity_typicalanswer;"
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
    replaces = [
        ("publicity", "0003_columns_of_a_subject"),
        ("publicity", "0004_edits_become_events"),
        ("publicity", "0005_events_in_place_of_edits"),
    ]
    dependencies = [
        ("publicity", "0001_tables"),
        ("ledger", "0002_what_kinds_share_is_kept"),
    ]
    operations = [
        migrations.RunSQL(PUT_DOWN, reverse_sql=PUT_BACK),
        *(migrations.RemoveIndex("typicalanswer", name) for name in NAMES),
        migrations.RemoveConstraint("typicalanswer", "typical_answer_released_at_a_time"),
        migrations.RenameField("typicalanswer", "state", "stage"),
        migrations.AlterField("typicalanswer", "stage", models.CharField(max_length=16, verbose_name="环节")),
        migrations.AddField("typicalanswer", "number", models.CharField(max_length=24, null=True)),
        migrations.AddField("typicalanswer", "version", models.PositiveIntegerField(default=0)),
        migrations.AddField("typicalanswer", "seq", models.PositiveIntegerField(default=0)),
        migrations.AddField("typicalanswer", "head", models.BinaryField(default=b"")),
        migrations.AddField("typicalanswer", "changed_at", models.DateTimeField(null=True)),
        migrations.AddField("typicalanswer", "salt", models.BinaryField(default=b"")),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RunSQL(DROP, reverse_sql=KEEP),
        migrations.DeleteModel("Edit"),
        migrations.RemoveField("typicalanswer", "withdrawn_because"),
        migrations.AlterField(
            "typicalanswer", "number", models.CharField(max_length=24, unique=True, verbose_name="编号")
        ),
        migrations.AlterField("typicalanswer", "changed_at", models.DateTimeField()),
        migrations.AlterField(
            "typicalanswer", "salt", models.BinaryField(default=wolaiban.workflow.models.fresh_salt)
        ),
        migrations.AddIndex("typicalanswer", models.Index(fields=["stage", "-id"], name="typical_by_stage")),
        migrations.AddIndex(
            "typicalanswer",
            models.Index(fields=["topic", "-id"], name="typical_by_topic", condition=Q(stage="released")),
        ),
        migrations.AddConstraint(
            "typicalanswer",
            models.CheckConstraint(
                name="typical_answer_released_at_a_time",
                condition=~Q(stage="released") | Q(released_at__isnull=False),
            ),
        ),
        migrations.RunSQL(UP, reverse_sql=DOWN),
        migrations.RunPython(put_nothing_off, migrations.RunPython.noop),
    ]
