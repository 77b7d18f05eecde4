"""Cases that say all the words one asks for, in any order: in number, title, place or words, or by where they lie.

An index of pairs of characters (`cases_pairs`) gives the candidates, the text itself decides, widths and cases folded
(`cases_folded`). It is kept by lots of some eight thousand cases in the order of their keys, and is read lot by lot, away
from where a page begins, until enough cases say the words: however many said them elsewhere, they are not looked at.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from functools import cache, reduce
from operator import and_, or_
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, OuterRef, Q, Subquery, TextField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat, StrIndex
from django.db.models.lookups import GreaterThan, IsNull

from wolaiban.cases.models import Case, Statement
from wolaiban.cases.queries.terms import Term
from wolaiban.database.prepared import Rows

# Folding a text takes thirty times as long as looking through it as it stands. So it is folded only where it has the
# longest run of characters that fold to themselves, or a character that folds to one of those.
THEMSELVES = re.compile("[\u4e00-\u9fff]+")
FOLDING = (
    ("\u2e80", "\u2fdf"),
    ("\u3200", "\u33ff"),
    ("\uf900", "\ufaff"),
    ("\U0001f200", "\U0001f2ff"),
    ("\U0002f800", "\U0002fa1f"),
)
OTHERS = f"[{''.join(f'{first}-{last}' for first, last in FOLDING)}]"
NEWEST = Rows(lambda: Case.objects.order_by("-pk").values_list("pk")[:1])
LOT = 13  # a case's lot is its key without so many bits: what the indexes say
OLDER, NEWER = -1, 1
FACE = "number || E'\\n' || title || E'\\n' || place_words"  # as its index has it

# From lot to lot until there are enough. In `this` lot a case is hit that stands in the answers to all words.
HITS = """
WITH RECURSIVE lots (lot, ids, hits) AS (
  SELECT %(before)s::bigint, '{{}}'::bigint[], 0::bigint
  UNION ALL
  SELECT this, said.ids, hits + cardinality(said.ids)
    FROM lots
    CROSS JOIN LATERAL (SELECT lot + %(step)s AS this) AS next
    CROSS JOIN LATERAL (SELECT coalesce(array_agg(id), '{{}}') AS ids FROM ({said}) AS one) AS said
   WHERE lot <> %(last)s AND hits < %(enough)s
)
SELECT (SELECT max(lot * %(step)s) * %(step)s FROM lots),
       (SELECT coalesce(array_agg(id), '{{}}')::text FROM lots, unnest(ids) AS id),
       (SELECT max(hits) FROM lots)
"""
SAYS = """
SELECT case_id AS id FROM cases_statement
 WHERE cases_pairs(case_id >> {lot}, words) @> cases_pairs(this, %(text{place})s)
   AND (strpos(words, %(text{place})s) > 0 OR (strpos(words, %(anchor{place})s) > 0 OR words ~ %(others)s)
        AND strpos(cases_folded(words), cases_folded(%(text{place})s)) > 0)
UNION ALL
SELECT id FROM cases_case
 WHERE cases_pairs(id >> {lot}, {face}) @> cases_pairs(this, %(text{place})s)
   AND (strpos({face}, %(text{place})s) > 0 OR (strpos({face}, %(anchor{place})s) > 0 OR {face} ~ %(others)s)
        AND strpos(cases_folded({face}), cases_folded(%(text{place})s)) > 0)
"""
LIES = """
UNION ALL
SELECT id FROM cases_case
 WHERE unit_id = ANY (%(units{place})s::bigint[]) AND id >= this << {lot} AND id < (this + 1) << {lot}
UNION ALL
SELECT id FROM cases_case
 WHERE township_id = ANY (%(units{place})s::bigint[]) AND id >= this << {lot} AND id < (this + 1) << {lot}
"""
IS = """
UNION ALL
SELECT id FROM cases_case WHERE number = %(number{place})s AND id >> {lot} = this
"""
ANSWER = "SELECT id FROM ({answer}) AS answer_{place}"


class Lots:
    """Lots read one after the other, beginning with that of a key (or of the newest case) to the older or newer ones.

    Together they have every case that says it on this side of the key, and may have some on the other side of it.
    Each term has two characters at least, and there is one.
    """

    def __init__(self, terms: Sequence[Term], key: int | None, step: int) -> None:
        newest = _newest()
        begin = newest if key is None else max(0, min(key, newest))
        self._terms, self._step = terms, step
        self._at, self._last = (begin >> LOT) - step, 0 if step == OLDER else newest >> LOT
        self._began = self._at

    @property
    def are_read(self) -> bool:
        return self._at == self._last

    def ahead(self, hits: int) -> int:
        """How many are still to come, if the lots that are left have as many as those that had these."""
        return hits * abs(self._last - self._at) // max(1, abs(self._at - self._began))

    def read(self, enough: int) -> tuple[Q, int]:
        """Go on until there are so many hits, or no more lots: the condition for the cases hit, and how many hits."""
        told = _told(self._terms) | {
            "step": self._step,
            "before": self._at,
            "last": self._last,
            "enough": enough,
        }
        with connection.cursor() as cursor:
            cursor.execute(_hits(tuple((bool(t.units), bool(t.number)) for t in self._terms)), told)
            self._at, hits, number = cursor.fetchone()
        return _among(hits), number


def saying(terms: Sequence[Term]) -> Q:
    """The condition that a case says all of it, for whoever wants them all."""
    long = [term for term in terms if term.is_long]
    found = Lots(long, None, OLDER).read(sys.maxsize)[0] if long else Q()
    return found & titled(terms)


def says(terms: Iterable[Term]) -> Q:
    """The same of long terms, decided case by case: for few cases."""
    return reduce(and_, map(_says, terms), Q())


def titled(terms: Iterable[Term]) -> Q:
    """What is asked of titles alone: words of a single character."""
    return reduce(and_, (_holds(F("title"), term.text) for term in terms if not term.is_long), Q())


def _says(term: Term) -> Q:
    said = Statement.objects.filter(_holds(F("words"), term.text), case=OuterRef("pk"))
    line = Value("\n")
    face = Concat(F("number"), line, F("title"), line, F("place_words"), output_field=TextField())
    found = _holds(face, term.text) | Q(IsNull(Subquery(said.values("pk")[:1]), False))
    if term.units:
        found |= Q(unit__in=term.units) | Q(township__in=term.units)
    return found | Q(number=term.number) if term.number else found


class Folded(Func):
    """As words are compared: widths and cases of letters made one."""

    function = "cases_folded"
    output_field = TextField()


def _holds(where: Any, text: str) -> Q:
    folded, certain = Q(GreaterThan(StrIndex(Folded(where), Folded(Value(text))), 0)), anchor(text)
    if not certain:
        return _has(where, text) | folded
    worth_folding = [_has(where, mark) for mark in ({certain} - {text}) | folding_to(certain)]
    return _has(where, text) | reduce(or_, worth_folding) & folded if worth_folding else _has(where, text)


def folding_to(run: str) -> set[str]:
    """The characters that fold to one of these, which fold to themselves: for most there is none."""
    return {one for one, folded in _folded().items() if not set(folded).isdisjoint(run)}


@cache
def _folded() -> dict[str, str]:
    """What those of `FOLDING` become, as PostgreSQL has it. One query in the life of a process."""
    every = [chr(code) for first, last in FOLDING for code in range(ord(first), ord(last) + 1)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT one, cases_folded(one) FROM unnest(%s::text[]) AS one", [every])
        return dict(cursor.fetchall())


def _has(where: Any, text: str) -> Q:
    return Q(GreaterThan(StrIndex(where, Value(text)), 0))


def anchor(text: str) -> str:
    """What stands in every text that says this, unless one of `OTHERS` does; empty where nothing must."""
    return max(THEMSELVES.findall(text), key=len, default="")


def _newest() -> int:
    return next((key for (key,) in NEWEST()), 0)


@cache
def _hits(shapes: tuple[tuple[bool, bool], ...]) -> str:
    """The query for so many terms, each told by whether it may be units, and a number."""
    answers = []
    for place, (lies, is_one) in enumerate(shapes):
        answer = (SAYS + LIES * lies + IS * is_one).format(place=place, lot=LOT, face=FACE)
        answers.append(ANSWER.format(answer=answer, place=place))
    return HITS.format(said=" INTERSECT ".join(answers))


def _told(terms: Sequence[Term]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for place, term in enumerate(terms):
        told |= {f"text{place}": term.text, f"units{place}": list(term.units), f"number{place}": term.number}
        told[f"anchor{place}"] = anchor(term.text)
    return told | {"others": OTHERS}


def _among(hits: str) -> Q:
    # Unpacked there: planning for thousands of keys one by one took longer than looking them up.
    keys = RawSQL(
        "cases_case.id = ANY(ARRAY(SELECT unnest(%s::bigint[])))", [hits], output_field=BooleanField()
    )
    return Q(keys)
