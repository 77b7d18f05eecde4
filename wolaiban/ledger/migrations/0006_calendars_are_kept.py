"""Let the database refuse to change, delete or empty the calendars that deadlines were counted by. Reversible."""

from django.db import migrations

KEEP = """
CREATE TRIGGER catalogue_calendarload_is_not_emptied BEFORE TRUNCATE ON catalogue_calendarload
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_rows_are_kept();
CREATE TRIGGER catalogue_calendarload_is_kept BEFORE UPDATE OR DELETE ON catalogue_calendarload
    FOR EACH ROW EXECUTE FUNCTION ledger_rows_are_kept();
"""
RELEASE = """
DROP TRIGGER catalogue_calendarload_is_kept ON catalogue_calendarload;
DROP TRIGGER catalogue_calendarload_is_not_emptied ON catalogue_calendarload;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0005_what_stands_is_taken_over"),
        ("catalogue", "0003_calendars_that_were_loaded"),
    ]
    operations = [migrations.RunSQL(KEEP, reverse_sql=RELEASE)]
