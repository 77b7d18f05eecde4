"""Forbid changing an edition once it is published, except that it may be replaced.

Cases keep the promise they were registered under, and processes keep in memory what they read of a
published edition; both rest on this. Reversible. No rows are touched.
"""

from django.db import migrations

FORBID = """
CREATE FUNCTION catalogue_edition_is_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'published' AND NEW.state = 'replaced'
       AND to_jsonb(NEW) - 'state' = to_jsonb(OLD) - 'state' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'edition % is published and cannot change', OLD.id USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION catalogue_part_of_edition_is_settled() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    settled bigint;
BEGIN
    SELECT id INTO settled FROM catalogue_edition
     WHERE state <> 'draft'
       AND id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.edition_id END,
                  CASE WHEN TG_OP <> 'DELETE' THEN NEW.edition_id END)
     LIMIT 1;
    IF settled IS NOT NULL THEN
        RAISE EXCEPTION 'edition % is published and cannot change', settled USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER edition_is_settled BEFORE UPDATE OR DELETE ON catalogue_edition
    FOR EACH ROW EXECUTE FUNCTION catalogue_edition_is_settled();
CREATE TRIGGER category_is_settled BEFORE INSERT OR UPDATE OR DELETE ON catalogue_category
    FOR EACH ROW EXECUTE FUNCTION catalogue_part_of_edition_is_settled();
CREATE TRIGGER limit_is_settled BEFORE INSERT OR UPDATE OR DELETE ON catalogue_limit
    FOR EACH ROW EXECUTE FUNCTION catalogue_part_of_edition_is_settled();
"""

ALLOW = """
DROP TRIGGER limit_is_settled ON catalogue_limit;
DROP TRIGGER category_is_settled ON catalogue_category;
DROP TRIGGER edition_is_settled ON catalogue_edition;
DROP FUNCTION catalogue_part_of_edition_is_settled();
DROP FUNCTION catalogue_edition_is_settled();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [migrations.RunSQL(FORBID, reverse_sql=ALLOW)]
