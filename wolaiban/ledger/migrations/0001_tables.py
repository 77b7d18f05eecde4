"""Checkpoints and backup drills, and the refusal to change, delete or empty what is kept for good.

As it stood before the rooms shared one engine, so that ledgers of then go on from here (decision 0136).

Checkpoints are given to others as evidence. The guards of all rooms are put up here, where the function is that they share.
"""

from django.db import migrations, models

from wolaiban.database.migrating import put_nothing_off

FORBID = """
CREATE FUNCTION ledger_checkpoint_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'checkpoints are append-only: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER ledger_checkpoint_is_append_only BEFORE UPDATE OR DELETE ON ledger_checkpoint
    FOR EACH ROW EXECUTE FUNCTION ledger_checkpoint_is_append_only();
CREATE TRIGGER ledger_checkpoint_is_never_emptied BEFORE TRUNCATE ON ledger_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_checkpoint_is_append_only();
"""
ALLOW = """
DROP TRIGGER ledger_checkpoint_is_never_emptied ON ledger_checkpoint;
DROP TRIGGER ledger_checkpoint_is_append_only ON ledger_checkpoint;
DROP FUNCTION ledger_checkpoint_is_append_only();
"""
FUNCTION = """
CREATE FUNCTION ledger_rows_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The arguments of the trigger name the columns that may change.
    IF TG_OP = 'UPDATE' AND TG_NARGS > 0 AND to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'rows of % are kept: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
"""

# By table: the columns that may change, or None where a trigger of the room itself refuses changes.
KEPT: dict[str, tuple[str, ...] | None] = {
    "people_change": None,
    "people_studiochange": None,
    "people_post": ("ends",),
    "people_token": ("revoked_at", "last_used_at"),
    "cases_receipt": ("void_at", "mark"),
    "cases_submission": (),
    "cases_attachment": (),
    "cases_answer": (),
    "cases_statement": ("words", "salt", "erased_at"),
    "residents_resident": (
        "name", "phone", "phone_note", "id_number", "address", "phone_index", "account_id", "erased_at", "mark",
    ),
    "catalogue_edition": None,
    "catalogue_category": None,
    "catalogue_limit": None,
    "catalogue_calendarload": (),
    "ledger_drill": (),
}  # fmt: skip

RELEASED = """
CREATE TRIGGER publicity_typicalanswer_is_not_emptied BEFORE TRUNCATE ON publicity_typicalanswer
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_rows_are_kept();
CREATE TRIGGER publicity_typicalanswer_is_kept BEFORE DELETE ON publicity_typicalanswer
    FOR EACH ROW EXECUTE FUNCTION ledger_rows_are_kept();
CREATE TRIGGER publicity_typicalanswer_stays_as_released BEFORE UPDATE ON publicity_typicalanswer
    FOR EACH ROW WHEN (OLD.state <> 'draft')
    EXECUTE FUNCTION ledger_rows_are_kept('state', 'withdrawn_because');
"""
RETRACTED = """
DROP TRIGGER publicity_typicalanswer_stays_as_released ON publicity_typicalanswer;
DROP TRIGGER publicity_typicalanswer_is_kept ON publicity_typicalanswer;
DROP TRIGGER publicity_typicalanswer_is_not_emptied ON publicity_typicalanswer;
"""


def guarding(table: str, columns: tuple[str, ...] | None) -> str:
    sql = f"""
CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_rows_are_kept();"""
    if columns is not None:
        allowed = ", ".join(f"'{column}'" for column in columns)
        sql += f"""
CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION ledger_rows_are_kept({allowed});"""
    return sql


def releasing(table: str, columns: tuple[str, ...] | None) -> str:
    names = ["is_not_emptied", *(["is_kept"] if columns is not None else [])]
    return "".join(f"DROP TRIGGER {table}_{name} ON {table};\n" for name in names)


class Migration(migrations.Migration):
    replaces = [
        ("ledger", "0001_checkpoints_are_append_only"),
        ("ledger", "0002_drills_are_written_down"),
        ("ledger", "0003_what_is_kept_is_guarded"),
        ("ledger", "0004_a_note_beside_a_phone_may_change"),
        ("ledger", "0005_what_stands_is_taken_over"),
        ("ledger", "0006_calendars_are_kept"),
        ("ledger", "0007_residents_are_marked"),
        ("ledger", "0008_receipts_are_marked"),
        ("ledger", "0009_looks_are_taken_over"),
    ]

    initial = True

    dependencies = [
        ("cases", "0001_tables"),
        ("catalogue", "0001_tables"),
        ("people", "0001_tables"),
        ("publicity", "0001_tables"),
        ("residents", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "number",
                    models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name="编号"),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("size", models.PositiveBigIntegerField(verbose_name="事项数")),
                ("root", models.BinaryField()),
                ("note", models.TextField()),
                ("seen", models.BigIntegerField()),
                ("whole", models.BooleanField()),
                ("moved", models.BinaryField(null=True)),
            ],
            options={
                "verbose_name": "检查点",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Drill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("took", models.PositiveIntegerField(verbose_name="秒")),
                ("sound", models.BooleanField()),
                ("said", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "备份演练",
                "ordering": ["-began_at"],
            },
        ),
        migrations.RunSQL(FORBID, reverse_sql=ALLOW),
        migrations.RunSQL(
            FUNCTION + "".join(guarding(*kept) for kept in KEPT.items()) + RELEASED,
            reverse_sql=RETRACTED
            + "".join(releasing(*kept) for kept in KEPT.items())
            + "DROP FUNCTION ledger_rows_are_kept();",
        ),
        migrations.RunPython(put_nothing_off, migrations.RunPython.noop),
    ]
