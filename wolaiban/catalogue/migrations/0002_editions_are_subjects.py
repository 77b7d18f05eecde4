"""Make editions subjects: write the events of each that there is, as far as its columns say when and by whom.

Drafted, published, replaced. Its columns have other names from here on, so what is settled leaves a trace once more, as
it stands. A few editions; each is read once with its categories and limits. What is published may not change, so its
guards are put down meanwhile. Backwards, events and traces stay and the moments of drafting are lost.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from importlib import import_module
from typing import Any

from django.db import migrations, models
from django.db.models import Q
from django.utils.timezone import now

import wolaiban.workflow.models
from wolaiban.database.migrating import put_nothing_off
from wolaiban.traces.leaving import as_traced, linked
from wolaiban.workflow import chain

before = import_module("wolaiban.catalogue.migrations.0001_tables")
NAMES = ("one_published_edition", "one_draft_edition")
# A replacement is an event: the columns that hold its place in the chain change with the stage.
FORBID = """
CREATE FUNCTION catalogue_edition_is_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.stage = 'draft' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.stage = 'published' AND NEW.stage = 'replaced'
       AND to_jsonb(NEW) - ARRAY['stage', 'version', 'seq', 'head', 'changed_at'] = to_jsonb(OLD) - ARRAY['stage', 'version', 'seq', 'head', 'changed_at'] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'edition % is published and cannot change', OLD.id USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION catalogue_part_of_edition_is_settled() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    settled bigint;
BEGIN
    SELECT id INTO settled FROM catalogue_edition
     WHERE stage <> 'draft'
       AND id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.edition_id END,
                  CASE WHEN TG_OP <> 'DELETE' THEN NEW.edition_id END)
     LIMIT 1;
    IF settled IS NOT NULL THEN
        RAISE EXCEPTION 'edition % is published and cannot change', settled USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER edition_is_settled BEFORE UPDATE OR DELETE ON catalogue_edition
    FOR EACH ROW EXECUTE FUNCTION catalogue_edition_is_settled();
CREATE TRIGGER category_is_settled BEFORE INSERT OR UPDATE OR DELETE ON catalogue_category
    FOR EACH ROW EXECUTE FUNCTION catalogue_part_of_edition_is_settled();
CREATE TRIGGER limit_is_settled BEFORE INSERT OR UPDATE OR DELETE ON catalogue_limit
    FOR EACH ROW EXECUTE FUNCTION catalogue_part_of_edition_is_settled();
"""
OWN = "edition"
EDITION = (
    "label",
    "stage",
    "note",
    "report_in_hours",
    "urgent_report_in_hours",
    "published_at",
    "published_by_id",
)
CATEGORY = ("edition_id", "code", "name", "parent_id", "path", "usual_tier", "owner_id", "active", "position")
LIMIT = ("edition_id", "category_id", "stage", "tier", "amount", "measure")


def carry_over(apps: Any, editor: Any) -> None:
    editions = list(apps.get_model("catalogue", "Edition").objects.order_by("pk"))
    published = [edition.published_at for edition in editions if edition.published_at]
    for edition in editions:
        edition.salt = secrets.token_bytes(16)
        edition.number = f"ML-{edition.created_at.year}-{edition.pk:06d}"
        next_one = min(
            (at for at in published if edition.published_at and at > edition.published_at), default=None
        )
        events = list(_events(apps, edition, next_one, first=edition is editions[0]))
        edition.version, edition.changed_at = len(events), events[-1].at
        apps.get_model("workflow", "Event").objects.bulk_create(events)
        edition.save()
    _leave(apps, [edition for edition in editions if edition.stage != "draft"])


def _events(apps: Any, edition: Any, replaced_at: datetime | None, *, first: bool) -> Iterator[Any]:
    who = edition.published_by_id
    lives: list[tuple[str, str, datetime, int | None]] = [
        ("load" if first else "draft", "draft", edition.created_at, who)
    ]
    if edition.published_at:
        lives.append(("publish", "published", edition.published_at, who))
    if edition.stage == "replaced":
        lives.append(("replace", "replaced", replaced_at or edition.published_at, None))
    source = ""
    for seq, (step, target, at, actor) in enumerate(lives, 1):
        role = "caretaker" if actor else "clock"
        told = {
            "process": OWN, "subject": edition.number, "format": 1, "seq": seq, "step": step, "source": source,
            "target": target, "at": at, "actor": actor, "post": None, "unit": None, "role": role, "answers": {},
            "after": _after(apps, edition, target),
        }  # fmt: skip
        body, alg, prev = chain.canonical(told), chain.alg_of_today(), bytes(edition.head)
        edition.seq = seq
        edition.head = chain.event_hash(alg=alg, number=edition.number, seq=seq, prev=prev, body=body)
        yield apps.get_model("workflow", "Event")(
            process=OWN, subject=edition.pk, seq=seq, step=step, source=source, target=target, at=at,
            actor_id=actor, role=role, alg=alg, prev=prev, hash=edition.head, body=body,
        )  # fmt: skip
        source = target


def _after(apps: Any, edition: Any, stage: str) -> dict[str, Any]:
    was_published = stage != "draft"
    return {
        "stage": stage,
        "report_in_hours": edition.report_in_hours,
        "urgent_report_in_hours": edition.urgent_report_in_hours,
        "published_at": chain.plain(edition.published_at) if was_published else None,
        "published_by_id": edition.published_by_id if was_published else None,
        "worded": chain.commitment(edition.salt, f"{edition.label}\n{edition.note}").hex(),
        "categories": _digest(apps.get_model("catalogue", "Category"), edition.pk, CATEGORY),
        "limits": _digest(apps.get_model("catalogue", "Limit"), edition.pk, LIMIT),
    }


def _digest(model: Any, edition: int, columns: tuple[str, ...]) -> str:
    rows = list(model.objects.filter(edition=edition).order_by("pk").values("pk", *columns))
    return sha256(chain.canonical({"rows": rows})).hexdigest()


def _leave(apps: Any, editions: list[Any]) -> None:
    """Each settled edition under its columns of today; its categories and limits stand as they were traced."""
    traces = apps.get_model("traces", "Trace")
    last = traces.objects.order_by("-seq").values_list("seq", "hash").first()
    rows = (
        ("catalogue.edition", each.pk, as_traced({name: getattr(each, name) for name in EDITION}, EDITION))
        for each in editions
    )
    links = linked((last[0], bytes(last[1])) if last else (0, b""), rows, act="taken_over", by=None, at=now())
    traces.objects.bulk_create(traces(**link) for link in links)


class Migration(migrations.Migration):
    replaces = [
        ("catalogue", "0004_columns_of_a_subject"),
        ("catalogue", "0005_editions_get_their_events"),
        ("catalogue", "0006_editions_are_subjects"),
    ]
    dependencies = [
        ("catalogue", "0001_tables"),
        ("ledger", "0002_what_kinds_share_is_kept"),
        ("traces", "0001_traces"),
    ]
    operations = [
        migrations.RunSQL(before.ALLOW, reverse_sql=before.FORBID),
        *(migrations.RemoveConstraint("edition", name) for name in NAMES),
        migrations.RenameField("edition", "state", "stage"),
        migrations.AlterField("edition", "stage", models.CharField(max_length=16, verbose_name="环节")),
        migrations.AddField("edition", "number", models.CharField(max_length=24, null=True)),
        migrations.AddField("edition", "version", models.PositiveIntegerField(default=0)),
        migrations.AddField("edition", "seq", models.PositiveIntegerField(default=0)),
        migrations.AddField("edition", "head", models.BinaryField(default=b"")),
        migrations.AddField("edition", "changed_at", models.DateTimeField(null=True)),
        migrations.AddField("edition", "salt", models.BinaryField(default=b"")),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveField("edition", "created_at"),
        migrations.AlterField(
            "edition", "number", models.CharField(max_length=24, unique=True, verbose_name="编号")
        ),
        migrations.AlterField("edition", "changed_at", models.DateTimeField()),
        migrations.AlterField(
            "edition", "salt", models.BinaryField(default=wolaiban.workflow.models.fresh_salt)
        ),
        migrations.AddConstraint(
            "edition",
            models.UniqueConstraint(
                fields=["stage"], condition=Q(stage="published"), name="one_published_edition"
            ),
        ),
        migrations.AddConstraint(
            "edition",
            models.UniqueConstraint(fields=["stage"], condition=Q(stage="draft"), name="one_draft_edition"),
        ),
        migrations.RunSQL(FORBID, reverse_sql=before.ALLOW),
        migrations.RunPython(put_nothing_off, migrations.RunPython.noop),
    ]
