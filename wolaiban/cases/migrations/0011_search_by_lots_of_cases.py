"""Index the pairs of characters lot by lot: eight thousand cases at a time, in the order in which they came in.

Whoever looks for what very many say reads the lots beside the page and no others. A pair is written behind the number
of its lot (the case's key without its last thirteen bits). Reversible. Nothing can be written meanwhile:
a million cases took a minute and a quarter.
"""

from importlib import import_module

from django.db import migrations

by_pairs = import_module("wolaiban.cases.migrations.0005_search_by_pairs_of_characters")

PAIRS = """
CREATE FUNCTION cases_pairs(lot bigint, words text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    characters text[] := string_to_array(upper(words), NULL);
    pairs text[] := '{}';
BEGIN
    FOR place IN 1 .. cardinality(characters) - 1 LOOP
        pairs[place] := lot || characters[place] || characters[place + 1];
    END LOOP;
    RETURN pairs;
END $$
"""
CASES = """
CREATE INDEX case_says ON cases_case
 USING gin (cases_pairs(id >> 13, number || E'\\n' || title || E'\\n' || place_words))
"""
STATEMENTS = "CREATE INDEX statement_says ON cases_statement USING gin (cases_pairs(case_id >> 13, words))"
BEFORE = "DROP INDEX case_says; DROP INDEX statement_says; DROP FUNCTION cases_pairs(text)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_indexes_that_nobody_needed")]
    operations = [
        migrations.RunSQL(
            BEFORE, reverse_sql=";".join([by_pairs.PAIRS, by_pairs.CASES, by_pairs.STATEMENTS])
        ),
        migrations.RunSQL(PAIRS, reverse_sql="DROP FUNCTION cases_pairs(bigint, text)"),
        migrations.RunSQL(CASES, reverse_sql="DROP INDEX case_says"),
        migrations.RunSQL(STATEMENTS, reverse_sql="DROP INDEX statement_says"),
    ]
