"""Cases in whose number, title, place or words a text occurs: any two characters or more, every true hit.

An index of pairs of characters (`cases_pairs`) gives the candidates, the text itself decides. It is kept by lots of
some eight thousand cases in the order of their keys, and is read lot by lot, away from where a page begins, until
enough cases say the text: however many said it elsewhere, they are not looked at.
"""

from __future__ import annotations

import sys

from django.db import connection
from django.db.models import BooleanField, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.lookups import IsNull

from wolaiban.cases.models import Case, Statement

SHORTEST = 2  # a single character is looked for in titles only
LOT = 13  # a case's lot is its key without so many bits: what the indexes say
OLDER, NEWER = -1, 1

# From lot to lot until there are enough; the text stands between `%%` in `like`, with LIKE's own signs escaped.
HITS = r"""
WITH RECURSIVE lots (lot, ids, hits) AS (
  SELECT %(before)s::bigint, '{}'::bigint[], 0::bigint
  UNION ALL
  SELECT this, said.ids, hits + cardinality(said.ids)
    FROM lots
    CROSS JOIN LATERAL (SELECT lot + %(step)s AS this) AS next
    CROSS JOIN LATERAL (
      SELECT coalesce(array_agg(id), '{}') AS ids FROM (
        SELECT case_id AS id FROM cases_statement
         WHERE cases_pairs(case_id >> 13, words) @> cases_pairs(this, %(text)s) AND upper(words) LIKE upper(%(like)s)
        UNION ALL
        SELECT id FROM cases_case
         WHERE cases_pairs(id >> 13, number || E'\n' || title || E'\n' || place_words) @> cases_pairs(this, %(text)s)
           AND (upper(title) LIKE upper(%(like)s) OR upper(place_words) LIKE upper(%(like)s) OR number LIKE upper(%(like)s))
      ) AS one
    ) AS said
   WHERE lot <> %(last)s AND hits < %(enough)s
)
SELECT (SELECT max(lot * %(step)s) * %(step)s FROM lots),
       (SELECT coalesce(array_agg(id), '{}')::text FROM lots, unnest(ids) AS id),
       (SELECT max(hits) FROM lots)
"""


class Lots:
    """Lots read one after the other, beginning with that of a key (or of the newest case) to the older or newer ones.

    Together they have every case that says it on this side of the key, and may have some on the other side of it.
    The text has two characters at least.
    """

    def __init__(self, text: str, key: int | None, step: int) -> None:
        newest = _newest()
        begin = newest if key is None else max(0, min(key, newest))
        self._text, self._step = text, step
        self._at, self._last = (begin >> LOT) - step, 0 if step == OLDER else newest >> LOT

    @property
    def are_read(self) -> bool:
        return self._at == self._last

    def read(self, enough: int) -> tuple[Q, int]:
        """Go on until there are so many hits, or no more lots: the condition for the cases hit, and how many hits."""
        self._at, hits, number = _read(self._text, self._step, self._at, self._last, enough)
        return _among(hits), number


def saying(text: str) -> Q:
    """The condition that a case says it, for whoever wants them all."""
    return titled(text) if len(text) < SHORTEST else Lots(text, None, OLDER).read(sys.maxsize)[0]


def says(text: str) -> Q:
    """The same, decided case by case: for few cases."""
    said = Statement.objects.filter(case=OuterRef("pk"), words__icontains=text)
    return (
        Q(title__icontains=text)
        | Q(place_words__icontains=text)
        | Q(number__icontains=text)
        | Q(IsNull(Subquery(said.values("pk")[:1]), False))
    )


def titled(text: str) -> Q:
    return Q(title__icontains=text) if text else Q()


def _newest() -> int:
    return Case.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _read(text: str, step: int, before: int, last: int, enough: int) -> tuple[int, str, int]:
    """The lot where it ends, the cases that say it as PostgreSQL writes an array of their keys, and how many hits."""
    like = "".join(f"\\{sign}" if sign in "\\%_" else sign for sign in text)
    told: dict[str, str | int] = {
        "text": text,
        "like": f"%{like}%",
        "step": step,
        "before": before,
        "last": last,
        "enough": enough,
    }
    with connection.cursor() as cursor:
        cursor.execute(HITS, told)
        lot, hits, number = cursor.fetchone()
    return lot, hits, number


def _among(hits: str) -> Q:
    # Unpacked there: planning for thousands of keys one by one took longer than looking them up.
    keys = RawSQL(
        "cases_case.id = ANY(ARRAY(SELECT unnest(%s::bigint[])))", [hits], output_field=BooleanField()
    )
    return Q(keys)
