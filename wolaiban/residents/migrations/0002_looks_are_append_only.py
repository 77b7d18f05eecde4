"""Forbid changing or deleting a look or an erasure, and bringing an erased resident back.

A resident may ask who looked at their identity; the answer must be one that nobody in the office,
including the system administrator acting through the application, could tidy up. Reversible. No
rows are touched, so it is safe on a live site.
"""

from django.db import migrations

FORBID = """
CREATE FUNCTION residents_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION residents_stay_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an erased resident stays erased' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER look_is_append_only BEFORE UPDATE OR DELETE ON residents_look
    FOR EACH ROW EXECUTE FUNCTION residents_refuse_change();
CREATE TRIGGER look_is_not_truncated BEFORE TRUNCATE ON residents_look
    FOR EACH STATEMENT EXECUTE FUNCTION residents_refuse_change();
CREATE TRIGGER erasure_is_append_only BEFORE UPDATE OR DELETE ON residents_erasure
    FOR EACH ROW EXECUTE FUNCTION residents_refuse_change();
CREATE TRIGGER erasure_is_not_truncated BEFORE TRUNCATE ON residents_erasure
    FOR EACH STATEMENT EXECUTE FUNCTION residents_refuse_change();
CREATE TRIGGER resident_stays_erased BEFORE UPDATE ON residents_resident
    FOR EACH ROW WHEN (OLD.erased_at IS NOT NULL AND NEW.erased_at IS DISTINCT FROM OLD.erased_at)
    EXECUTE FUNCTION residents_stay_erased();
"""

ALLOW = """
DROP TRIGGER resident_stays_erased ON residents_resident;
DROP TRIGGER erasure_is_not_truncated ON residents_erasure;
DROP TRIGGER erasure_is_append_only ON residents_erasure;
DROP TRIGGER look_is_not_truncated ON residents_look;
DROP TRIGGER look_is_append_only ON residents_look;
DROP FUNCTION residents_stay_erased();
DROP FUNCTION residents_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("residents", "0001_initial")]

    operations = [migrations.RunSQL(FORBID, reverse_sql=ALLOW)]
