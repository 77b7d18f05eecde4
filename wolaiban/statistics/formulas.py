"""The sums as SQL over events: one statement, used for a minute's events and for a full recount alike.

The sums are a function F of a set of events. A matter that had a new event is counted twice, once with its events up to
`upto` (added) and once with those up to `since` (taken back), so F(up to `since`) becomes F(up to `upto`), in whatever
order transactions committed. Only the columns of an event and its hashed `body` are read, and of the case what never
changes after registration: where it lies, its kind, whether it is invented.

What somebody took back was a slip of the hand: neither it nor the taking back counts.
A *run* is the way from registration, or from being taken up again, to an answer; each owes an answer of its own.
What was taken over from an old ledger as over (补录) was not received, handled or answered here: it is counted by itself,
on the day on which that ledger closed it, and in no other sum unless it is taken up again.
A limit was missed if anything happened to a case after the deadline that stood, in a stage before the answer: the
clock acts on every deadline, so something always does. What is paused does not run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wolaiban.cases.formats import FIRST, format_numbered
from wolaiban.cases.process import CASE
from wolaiban.places.kinds import STUDIO_KINDS, UnitKind
from wolaiban.process.words import OPEN_STAGES, RequestKind, Satisfaction, Solved, Stage, Word
from wolaiban.statistics.models import Tally

FIRST_BODY = format_numbered(
    FIRST
)  # bodies of later formats list the same in the same places, and more after it
DAY = "AT TIME ZONE 'Asia/Shanghai')::date"


def word(value: Word) -> str:
    return f"'{value.value}'"


def step(name: str) -> str:
    """A step of the table, by its name. Raises KeyError where there is none."""
    return f"'{CASE.by_name[name].name}'"


def after(column: str) -> str:
    """What the body says of a column of the case. Raises ValueError where the first format does not have it."""
    return f"body #>> '{{after,{FIRST_BODY.case[FIRST_BODY.case.index(column)]}}}'"


def one_of(quoted: Iterable[str]) -> str:
    return f"IN ({', '.join(sorted(quoted))})"


OWING = OPEN_STAGES - {Stage.ANSWERED, Stage.DISPUTED}  # where an answer is owed
ANSWER_OWED = one_of(map(word, OWING))
# Steps by which what owed no answer any more owes one again.
AGAIN = [
    row.name
    for row in CASE.steps
    if not row.begins and not row.source & OWING and OWING.intersection(filter(None, row.to))
]
TAKEN_UP_AGAIN = f"step {one_of(map(step, AGAIN))} AND source <> target"
JUDGING = one_of(map(step, ("confirm", "dispute", "call_back")))
CONTENT = one_of(map(word, (Satisfaction.SATISFIED, Satisfaction.BASICALLY)))


def may_evaluate(columns: Sequence[str]) -> str:
    """How many can be reached or have judged, as the event left it."""
    reachable, judged_at = map(columns.index, ("reachable", "judged_at"))
    return f"""(
    SELECT count(*) FROM jsonb_array_elements(told.body #> '{{after,complainants}}') someone
    WHERE someone -> {reachable} = 'true' OR someone -> {judged_at} <> 'null'
)"""  # noqa: S608 -- numbers


def judged(columns: Sequence[str]) -> str:
    """How many have judged, are content, call it solved: as the event left it, whoever wrote it down."""
    judged_at, satisfaction, solved = map(columns.index, ("judged_at", "satisfaction", "solved"))
    return f"""(
    SELECT ARRAY[
        count(*) FILTER (WHERE someone -> {judged_at} <> 'null'),
        count(*) FILTER (WHERE someone ->> {satisfaction} {CONTENT}),
        count(*) FILTER (WHERE someone ->> {solved} = {word(Solved.YES)})
    ] FROM jsonb_array_elements(told.body #> '{{after,complainants}}') someone
)"""  # noqa: S608 -- numbers and words of ours


LAST_JUDGED = "(array_agg(judged ORDER BY seq DESC) FILTER (WHERE judged IS NOT NULL))"


def marks(columns: Sequence[str]) -> str:
    """What each event adds to which day, where bodies list these columns of a complainant."""
    return f"""
WITH bounds (upto, sign) AS (VALUES (%(upto)s::bigint, 1), (%(since)s::bigint, -1)),
everything AS (
    SELECT sign, e.case_id, e.seq, e.step, e.source, e.target, e.at, parsed.body
    FROM bounds
    CROSS JOIN unnest(%(cases)s::bigint[]) AS touched (pk)
    CROSS JOIN LATERAL (  -- looked up case by case: of many cases PostgreSQL would rather read all events there are
        SELECT * FROM cases_event WHERE case_id = pk AND id <= upto OFFSET 0
    ) e
    CROSS JOIN LATERAL (SELECT convert_from(e.body, 'UTF8')::jsonb AS body OFFSET 0) parsed
),
standing AS (  -- to which event somebody went back after this one
    SELECT *, min(CASE WHEN step = {step("take_back")} THEN (body #>> '{{answers,back_to}}')::int END) OVER (
        PARTITION BY sign, case_id ORDER BY seq ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
    ) AS back_to
    FROM everything
),
told AS (SELECT * FROM standing WHERE back_to IS NULL OR seq <= back_to),
steps AS (
    SELECT sign, case_id, seq, step, source, target, at,
        count(*) FILTER (WHERE {TAKEN_UP_AGAIN}) OVER history AS run,
        (lag({after("deadline")}) OVER history)::timestamptz AS deadline,
        (lag({after("paused_at")}) OVER history)::timestamptz AS paused_at,
        CASE WHEN step = {step("backfill")} THEN (body #>> '{{answers,closed_at}}')::timestamptz END AS past,
        CASE WHEN step {JUDGING} THEN {judged(columns)} END AS judged,
        CASE WHEN {word(Stage.ANSWERED)} IN (source, target) OR step = {step("call_back")}
            THEN {may_evaluate(columns)} END AS evaluable
    FROM told
    WINDOW history AS (PARTITION BY sign, case_id ORDER BY seq)
),
runs AS (
    SELECT sign, case_id, run,
        min(at) FILTER (
            WHERE source = {word(Stage.RESOLVED)} AND target = {word(Stage.ANSWERED)}
        ) AS answered,
        min(deadline) FILTER (WHERE source {ANSWER_OWED} AND coalesce(paused_at, at) >= deadline) AS missed,
        coalesce({LAST_JUDGED}[1][1], 0) AS evaluated,
        coalesce({LAST_JUDGED}[1][2], 0) AS satisfied,
        coalesce({LAST_JUDGED}[1][3], 0) AS solved,
        max(evaluable) AS evaluable
    FROM steps GROUP BY sign, case_id, run
),
wholes AS (
    SELECT sign, case_id,
        min(at) FILTER (WHERE step = {step("register")}) AS received,
        min(at) FILTER (WHERE step = {step("resolve")}) AS handled,
        bool_or(step = {step("raise")} OR {TAKEN_UP_AGAIN}) AS went_on,
        min(past) AS past
    FROM steps GROUP BY sign, case_id
),
marks (sign, case_id, day, received, handled, settled, due, in_time, evaluable, evaluated, satisfied, solved, past) AS (
    SELECT sign, case_id, (coalesce(past, received) {DAY}, (past IS NULL)::int, 0, 0, 0, 0, 0, 0, 0, 0, (past IS NOT NULL)::int
    FROM wholes
    UNION ALL
    SELECT sign, case_id, (handled {DAY}, 0, 1, (NOT went_on)::int, 0, 0, 0, 0, 0, 0, 0
    FROM wholes WHERE handled IS NOT NULL
    UNION ALL
    SELECT sign, case_id, (coalesce(missed, answered) {DAY}, 0, 0, 0, 1, (missed IS NULL)::int, 0, 0, 0, 0, 0
    FROM runs WHERE coalesce(missed, answered) IS NOT NULL
    UNION ALL
    SELECT sign, case_id, (answered {DAY}, 0, 0, 0, 0, 0, evaluable, evaluated, satisfied, solved, 0
    FROM runs WHERE answered IS NOT NULL
),
placed AS (
    SELECT marks.*, c.invented, c.unit_id, c.township_id,
        u.kind {one_of(map(word, STUDIO_KINDS))} AS at_studio
    FROM marks JOIN cases_case c ON c.id = case_id JOIN places_unit u ON u.id = c.unit_id
    WHERE c.kind <> {word(RequestKind.ACCUSATION)}
),
sums AS (
    SELECT day, invented, unit_id, township_id, grouping(unit_id) = 1 AS whole,
        sum(sign * received) AS received,
        sum(sign * handled) FILTER (WHERE at_studio) AS handled,
        sum(sign * settled) FILTER (WHERE at_studio) AS settled,
        sum(sign * due) AS due, sum(sign * in_time) AS in_time,
        sum(sign * evaluable) AS evaluable, sum(sign * evaluated) AS evaluated,
        sum(sign * satisfied) AS satisfied, sum(sign * solved) AS solved, sum(sign * past) AS past,
        grouping(township_id) = 1 AND grouping(unit_id) = 1 AS of_district
    FROM placed
    GROUP BY GROUPING SETS ((day, invented, unit_id), (day, invented, township_id), (day, invented))
)
SELECT day,
    CASE WHEN of_district THEN (SELECT id FROM places_unit WHERE kind = {word(UnitKind.DISTRICT)})
         WHEN whole THEN township_id ELSE unit_id END AS area_id,
    whole, invented,
    received, coalesce(handled, 0) AS handled, coalesce(settled, 0) AS settled, due, in_time,
    evaluable, evaluated, satisfied, solved, past
FROM sums
WHERE of_district OR NOT whole OR township_id IS NOT NULL
"""  # noqa: S608 -- put together from the constants above


COLUMNS = ", ".join(Tally.SUMS)
ADDED = ", ".join(f"{name} = statistics_tally.{name} + excluded.{name}" for name in Tally.SUMS)
SOMETHING = " OR ".join(f"{name} <> 0" for name in Tally.SUMS)


def adding(columns: Sequence[str]) -> str:
    """The statement that adds what happened in between to the sums."""
    return f"""
INSERT INTO statistics_tally (day, area_id, whole, invented, {COLUMNS})
SELECT day, area_id, whole, invented, {COLUMNS} FROM ({marks(columns)}) fresh WHERE {SOMETHING}
ON CONFLICT (area_id, whole, invented, day) DO UPDATE SET {ADDED}
"""  # noqa: S608 -- likewise


ADD = adding(FIRST_BODY.complainant)
TOUCHED = "SELECT DISTINCT case_id FROM cases_event WHERE id > %s AND id <= %s ORDER BY case_id"
