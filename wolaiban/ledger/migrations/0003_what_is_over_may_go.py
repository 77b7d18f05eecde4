"""Let rows of absences and invitations be deleted once they are long over, and not before.

Who was away, and who was invited, is kept for a time only (decision 0250). What a row may change while it stands is as it
was; that an absence in which somebody was a deputy stays, its foreign key holds. Reversible. No rows are touched.
"""

from django.db import migrations

from wolaiban.database.migrating import put_nothing_off

# By table: the column that says when a row is over, and those that may change.
TABLES = {"people_absence": ("ends", "ends"), "people_invitation": ("expires_at", "used_at", "void_at")}

FUNCTION = """
CREATE FUNCTION ledger_rows_go_when_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The first argument of the trigger names the column that says when a row is over, the others those that may change.
    IF TG_OP = 'DELETE' AND (to_jsonb(OLD) ->> TG_ARGV[0])::timestamptz < now() - interval '30 days' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - TG_ARGV[1:] = to_jsonb(OLD) - TG_ARGV[1:] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'rows of % are kept until they are over: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
"""


def guarded(table: str, function: str, arguments: tuple[str, ...]) -> str:
    named = ", ".join(f"'{argument}'" for argument in arguments)
    return f"""
DROP TRIGGER {table}_is_kept ON {table};
CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {function}({named});
"""


FORWARD = "".join(guarded(table, "ledger_rows_go_when_over", names) for table, names in TABLES.items())
BACK = "".join(guarded(table, "ledger_rows_are_kept", names[1:]) for table, names in TABLES.items())


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_what_kinds_share_is_kept"),
        ("people", "0005_invitations"),
    ]
    operations = [
        migrations.RunSQL(FUNCTION + FORWARD, reverse_sql=BACK + "DROP FUNCTION ledger_rows_go_when_over();"),
        migrations.RunPython(put_nothing_off, migrations.RunPython.noop),
    ]
