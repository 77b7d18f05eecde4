"""Forbid altering or deleting the record of what a studio said of itself.

Which number residents were told to call, and by whom, is evidence as well.
Reversible. No rows are touched, so it is safe on a live site.
"""

from django.db import migrations

FORBID = """
CREATE FUNCTION people_studiochange_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of people_studiochange are added, never altered or deleted';
END $$;
CREATE TRIGGER people_studiochange_is_append_only BEFORE UPDATE OR DELETE ON people_studiochange
    FOR EACH ROW EXECUTE FUNCTION people_studiochange_is_append_only();
"""

ALLOW = """
DROP TRIGGER people_studiochange_is_append_only ON people_studiochange;
DROP FUNCTION people_studiochange_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0005_studio_changes")]
    operations = [migrations.RunSQL(FORBID, reverse_sql=ALLOW)]
