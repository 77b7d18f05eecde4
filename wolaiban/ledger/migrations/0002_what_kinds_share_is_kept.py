"""Let the database refuse to change, delete or empty what happened to any kind of subject; words may only be erased.

Erasing is one change: both words and salt go, and the moment is kept. The table of a case's submissions is let go: its
rows are carried over to the one that all kinds share, which is kept. Reversible. No rows are touched.
"""

from django.db import migrations

from wolaiban.database.migrating import put_nothing_off

KEEP = """
CREATE FUNCTION ledger_words_are_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL
       AND to_jsonb(NEW) - ARRAY['words', 'salt', 'erased_at'] = to_jsonb(OLD) - ARRAY['words', 'salt', 'erased_at'] THEN
        RETURN NEW;  -- that nothing of the words is left is a constraint of the table
    END IF;
    RAISE EXCEPTION 'rows of % are only erased: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER workflow_statement_is_only_erased BEFORE UPDATE OR DELETE ON workflow_statement
    FOR EACH ROW EXECUTE FUNCTION ledger_words_are_only_erased();
CREATE TRIGGER workflow_statement_is_not_emptied BEFORE TRUNCATE ON workflow_statement
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_rows_are_kept();
"""
RELEASE = """
DROP TRIGGER workflow_statement_is_not_emptied ON workflow_statement;
DROP TRIGGER workflow_statement_is_only_erased ON workflow_statement;
DROP FUNCTION ledger_words_are_only_erased();
"""
TABLES = ("workflow_event", "workflow_attachment", "workflow_submission")


def keeping(table: str) -> str:
    return f"""
CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION ledger_rows_are_kept();
CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_rows_are_kept();
"""


def releasing(table: str) -> str:
    return f"DROP TRIGGER {table}_is_not_emptied ON {table};\nDROP TRIGGER {table}_is_kept ON {table};\n"


LET_GO = """
DROP TRIGGER cases_submission_is_not_emptied ON cases_submission;
DROP TRIGGER cases_submission_is_kept ON cases_submission;
"""
TAKEN_BACK = """
CREATE TRIGGER cases_submission_is_kept BEFORE UPDATE OR DELETE ON cases_submission
    FOR EACH ROW EXECUTE FUNCTION ledger_rows_are_kept();
CREATE TRIGGER cases_submission_is_not_emptied BEFORE TRUNCATE ON cases_submission
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_rows_are_kept();
"""


class Migration(migrations.Migration):
    replaces = [
        ("ledger", "0010_what_kinds_share_is_kept"),
        ("ledger", "0011_submissions_of_cases_are_let_go"),
    ]
    dependencies = [
        ("ledger", "0001_tables"),
        ("workflow", "0001_tables"),
    ]
    operations = [
        migrations.RunSQL(
            KEEP + "".join(map(keeping, TABLES)) + LET_GO,
            reverse_sql=TAKEN_BACK + "".join(map(releasing, TABLES)) + RELEASE,
        ),
        migrations.RunPython(put_nothing_off, migrations.RunPython.noop),
    ]
