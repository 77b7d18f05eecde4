"""Let the table of a case's submissions go: its rows are carried over to the one that all kinds share, which is kept."""

from django.db import migrations

RELEASE = """
DROP TRIGGER cases_submission_is_not_emptied ON cases_submission;
DROP TRIGGER cases_submission_is_kept ON cases_submission;
"""
KEEP = """
CREATE TRIGGER cases_submission_is_kept BEFORE UPDATE OR DELETE ON cases_submission
    FOR EACH ROW EXECUTE FUNCTION ledger_rows_are_kept();
CREATE TRIGGER cases_submission_is_not_emptied BEFORE TRUNCATE ON cases_submission
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_rows_are_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0010_what_kinds_share_is_kept")]
    operations = [migrations.RunSQL(RELEASE, reverse_sql=KEEP)]
