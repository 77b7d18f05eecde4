"""Forbid changing or removing an event, and number cases from one sequence.

The history of a case is evidence; the rule belongs where no code path can forget it. Reversible. No rows
are touched.
"""

from django.db import migrations

FORBID = """
CREATE FUNCTION cases_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are append-only: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER cases_event_is_append_only BEFORE UPDATE OR DELETE ON cases_event
    FOR EACH ROW EXECUTE FUNCTION cases_event_is_append_only();
CREATE TRIGGER cases_event_is_never_emptied BEFORE TRUNCATE ON cases_event
    FOR EACH STATEMENT EXECUTE FUNCTION cases_event_is_append_only();
"""
ALLOW = """
DROP TRIGGER cases_event_is_never_emptied ON cases_event;
DROP TRIGGER cases_event_is_append_only ON cases_event;
DROP FUNCTION cases_event_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_the_tables_of_a_case")]
    operations = [
        migrations.RunSQL(FORBID, reverse_sql=ALLOW),
        migrations.RunSQL("CREATE SEQUENCE case_number", reverse_sql="DROP SEQUENCE case_number"),
    ]
