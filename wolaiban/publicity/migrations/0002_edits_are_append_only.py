"""Forbid changing or deleting the record of who wrote, released or withdrew a typical answer.

What was published in the office's name must say for good who put it there. Reversible. No rows are touched.
"""

from django.db import migrations

FORBID = """
CREATE FUNCTION publicity_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER edit_is_append_only BEFORE UPDATE OR DELETE ON publicity_edit
    FOR EACH ROW EXECUTE FUNCTION publicity_refuse_change();
CREATE TRIGGER edit_is_not_truncated BEFORE TRUNCATE ON publicity_edit
    FOR EACH STATEMENT EXECUTE FUNCTION publicity_refuse_change();
"""

ALLOW = """
DROP TRIGGER edit_is_not_truncated ON publicity_edit;
DROP TRIGGER edit_is_append_only ON publicity_edit;
DROP FUNCTION publicity_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("publicity", "0001_typical_answers")]
    operations = [migrations.RunSQL(FORBID, reverse_sql=ALLOW)]
