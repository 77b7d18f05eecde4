"""Fold the widths of letters and digits in what cases are found by: 3号楼２单元 is found however it is typed.

The pairs in the index are those of the folded text, so the index is made anew: half a minute for a million cases, in
which nobody can register.
"""

from django.db import migrations

FOLDED = """
CREATE FUNCTION cases_folded(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT upper(normalize(words, NFKC))
$$
"""
PAIRS = """
CREATE OR REPLACE FUNCTION cases_pairs(lot bigint, words text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    characters text[] := string_to_array({folded}, NULL);
    pairs text[] := '{{}}';
BEGIN
    FOR place IN 1 .. cardinality(characters) - 1 LOOP
        pairs[place] := lot || characters[place] || characters[place + 1];
    END LOOP;
    RETURN pairs;
END $$
"""
# Not by `cases_folded`: where an index is made anew, or its statistics, PostgreSQL (17) finds no function of ours by its name.
FOLDED_HERE = "upper(normalize(words, NFKC))"
ANEW = ["REINDEX INDEX case_says", "REINDEX INDEX statement_says"]


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_one_key_for_all_that_is_sent")]

    operations = [
        migrations.RunSQL(
            [FOLDED, PAIRS.format(folded=FOLDED_HERE), *ANEW],
            [
                PAIRS.format(folded="upper(words)"),
                *ANEW,
                "DROP FUNCTION cases_folded(text)",
            ],
        )
    ]
