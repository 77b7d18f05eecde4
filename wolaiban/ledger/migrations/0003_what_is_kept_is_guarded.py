"""Let the database refuse to change, delete or empty what is kept for good.

Two logs could be emptied with TRUNCATE; posts, tokens, receipts and what was sent could be deleted, and more of them
changed than the application ever changes. Reversible. No rows are touched.
"""

from __future__ import annotations

from django.db import migrations

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
    "cases_receipt": ("void_at",),
    "cases_submission": (),
    "cases_attachment": (),
    "cases_answer": (),
    "cases_statement": ("words", "salt", "erased_at"),
    "residents_resident": ("name", "phone", "id_number", "address", "phone_index", "account_id", "erased_at"),
    "catalogue_edition": None,
    "catalogue_category": None,
    "catalogue_limit": None,
    "ledger_drill": (),
}

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
    dependencies = [
        ("ledger", "0002_drills_are_written_down"),
        ("people", "0006_studio_changes_are_append_only"),
        ("catalogue", "0002_published_editions_do_not_change"),
        ("residents", "0003_indexes_that_nobody_needed"),
        ("publicity", "0002_edits_are_append_only"),
        ("cases", "0014_what_bodies_of_format_two_hold"),
    ]
    operations = [
        migrations.RunSQL(
            FUNCTION + "".join(guarding(*kept) for kept in KEPT.items()) + RELEASED,
            reverse_sql=RETRACTED
            + "".join(releasing(*kept) for kept in KEPT.items())
            + "DROP FUNCTION ledger_rows_are_kept();",
        )
    ]
