"""Forbid altering or deleting the record of a change to accounts and posts.

Who gave whom which power is evidence; the rule belongs where no code path can
forget it. Reversible. No rows are touched, so it is safe on a live site.
"""

from django.db import migrations

FORBID = """
CREATE FUNCTION people_change_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of people_change are added, never altered or deleted';
END $$;
CREATE TRIGGER people_change_is_append_only BEFORE UPDATE OR DELETE ON people_change
    FOR EACH ROW EXECUTE FUNCTION people_change_is_append_only();
"""

ALLOW = """
DROP TRIGGER people_change_is_append_only ON people_change;
DROP FUNCTION people_change_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, reverse_sql=ALLOW)]
