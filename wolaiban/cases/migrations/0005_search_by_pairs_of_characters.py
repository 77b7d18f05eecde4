"""Index titles, places, numbers and words by their pairs of characters, so that any two or more are found quickly.

Chinese has no spaces to split words at, and the private PostgreSQL has no pg_trgm. An index of an expression holds no
copy to keep in step: whoever erases words erases them from the index. Reversible. Nothing can be written meanwhile:
with 270,000 cases it took under two minutes on a busy machine of two cores.
"""

from django.db import migrations

PAIRS = """
CREATE FUNCTION cases_pairs(words text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    characters text[] := string_to_array(upper(words), NULL);
    pairs text[] := '{}';
BEGIN
    FOR place IN 1 .. cardinality(characters) - 1 LOOP
        pairs[place] := characters[place] || characters[place + 1];
    END LOOP;
    RETURN pairs;
END $$
"""
CASES = "CREATE INDEX case_says ON cases_case USING gin (cases_pairs(number || E'\\n' || title || E'\\n' || place_words))"
STATEMENTS = "CREATE INDEX statement_says ON cases_statement USING gin (cases_pairs(words))"


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_keys_of_what_programs_send")]
    operations = [
        migrations.RunSQL(PAIRS, reverse_sql="DROP FUNCTION cases_pairs(text)"),
        migrations.RunSQL(CASES, reverse_sql="DROP INDEX case_says"),
        migrations.RunSQL(STATEMENTS, reverse_sql="DROP INDEX statement_says"),
    ]
