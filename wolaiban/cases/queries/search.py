"""Cases in whose number, title, place or words a text occurs: any two characters or more, every true hit.

An index of pairs of characters (migration 0004) gives the candidates, the text itself decides. What few cases say is
found through the index; what very many say is found by walking from the newest, which then meets hits soon.
"""

from __future__ import annotations

from django.db import connection
from django.db.models import BooleanField, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.lookups import IsNull

from wolaiban.cases.models import Case, Statement

SHORTEST = 2  # a single character is looked for in titles only
MANY = 20_000  # as dear to look up by the index as to meet a page of them on the way
LATELY, ENOUGH = 2000, 5  # a walk meets them soon if among so many newest cases are so many hits

# `%%` stands around what was typed, with what LIKE would take for a sign escaped.
HITS = r"""
SELECT CASE WHEN count(*) > %(most)s THEN NULL ELSE coalesce(array_agg(case_id), '{}')::text END FROM (
  SELECT case_id FROM cases_statement
   WHERE cases_pairs(words) @> cases_pairs(%(text)s) AND upper(words) LIKE upper(%(like)s)
  UNION ALL
  SELECT id FROM cases_case
   WHERE cases_pairs(number || E'\n' || title || E'\n' || place_words) @> cases_pairs(%(text)s)
     AND (upper(title) LIKE upper(%(like)s) OR upper(place_words) LIKE upper(%(like)s) OR number LIKE upper(%(like)s))
   LIMIT %(most)s + 1
) hits
"""


def hits_of(text: str) -> str | None:
    """The cases that say it, as PostgreSQL writes an array of their keys; None where they are too many to name.

    Whoever asks still narrows them to what may be seen. However many say it, if few of the newest do, all are named:
    a walk from the newest would pass nearly every case there is.
    """
    hits = _named(text, MANY)
    return _named(text, None) if hits is None and not _is_said_lately(text) else hits


def _named(text: str, most: int | None) -> str | None:
    like = "".join(f"\\{sign}" if sign in "\\%_" else sign for sign in text)
    with connection.cursor() as cursor:
        cursor.execute(HITS, {"text": text, "like": f"%{like}%", "most": most})
        (hits,) = cursor.fetchone()
    return None if hits is None else str(hits)


def _is_said_lately(text: str) -> bool:
    newest = Case.objects.order_by("-pk").values("pk")[:LATELY]
    return len(Case.objects.filter(_says(text), pk__in=newest).values("pk")[:ENOUGH]) == ENOUGH


def saying(text: str, hits: str | None) -> Q:
    """The condition that a case says it, by the hits if they could be named."""
    if len(text) < SHORTEST:
        return Q(title__icontains=text)
    if hits is not None:
        # Unpacked there: planning for thousands of keys one by one took longer than looking them up.
        return Q(
            RawSQL(
                "cases_case.id = ANY(ARRAY(SELECT unnest(%s::bigint[])))", [hits], output_field=BooleanField()
            )
        )
    return _says(text)


def _says(text: str) -> Q:
    """Decided case by case: no scan of all words."""
    titled = Q(title__icontains=text) | Q(place_words__icontains=text) | Q(number__icontains=text)
    said = Statement.objects.filter(case=OuterRef("pk"), words__icontains=text)
    return titled | Q(IsNull(Subquery(said.values("pk")[:1]), False))
