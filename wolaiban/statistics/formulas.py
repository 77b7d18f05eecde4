"""The sums as SQL over events: one statement, used for a minute's events and for a full recount alike.

The sums are a function F of a set of events. A matter that had a new event is counted twice, once with its events up to
`upto` (added) and once with those up to `since` (taken back), so F(up to `since`) becomes F(up to `upto`), in whatever
order transactions committed. Only the columns of an event and its hashed `body` are read, and of the case what never
changes after registration: where it lies, its kind, whether it is invented.

A *run* is the way from registration, or from being taken up again, to an answer; each owes an answer of its own.
What was taken over from an old ledger as over (补录) was not received, handled or answered here: it is counted by itself,
on the day on which that ledger closed it, and in no other sum unless it is taken up again.
A limit was missed if anything happened to a case after the deadline that stood, in a stage before the answer: the
clock acts on every deadline, so something always does. What is paused does not run.
"""

from __future__ import annotations

ANSWER_OWED = "('reported', 'working', 'raised', 'joint', 'resolved')"
TAKEN_UP_AGAIN = "step IN ('redo', 'reopen', 'unmerge') AND source <> target"
DAY = "AT TIME ZONE 'Asia/Shanghai')::date"

# In the body's list of complainants (Complainant.TRACKED): 4 is whether one can be reached, 6 when they
# judged, 7 whether it is solved, 8 whether they are content.
MAY_EVALUATE = """(
    SELECT count(*) FROM jsonb_array_elements(told.body #> '{after,complainants}') someone
    WHERE someone -> 4 = 'true' OR someone -> 6 <> 'null'
)"""
# How many have judged, are content, call it solved: as the event left it, whoever wrote it down.
JUDGED = """(
    SELECT ARRAY[
        count(*) FILTER (WHERE someone -> 6 <> 'null'),
        count(*) FILTER (WHERE someone ->> 8 IN ('satisfied', 'basically')),
        count(*) FILTER (WHERE someone ->> 7 = 'yes')
    ] FROM jsonb_array_elements(told.body #> '{after,complainants}') someone
)"""
LAST_JUDGED = "(array_agg(judged ORDER BY seq DESC) FILTER (WHERE judged IS NOT NULL))"

MARKS = f"""
WITH bounds (upto, sign) AS (VALUES (%(upto)s::bigint, 1), (%(since)s::bigint, -1)),
told AS (
    SELECT sign, e.case_id, e.seq, e.step, e.source, e.target, e.at, parsed.body
    FROM bounds
    CROSS JOIN unnest(%(cases)s::bigint[]) AS touched (pk)
    CROSS JOIN LATERAL (  -- looked up case by case: of many cases PostgreSQL would rather read all events there are
        SELECT * FROM cases_event WHERE case_id = pk AND id <= upto OFFSET 0
    ) e
    CROSS JOIN LATERAL (SELECT convert_from(e.body, 'UTF8')::jsonb AS body OFFSET 0) parsed
),
steps AS (
    SELECT sign, case_id, seq, step, source, target, at,
        count(*) FILTER (WHERE {TAKEN_UP_AGAIN}) OVER history AS run,
        (lag(body #>> '{{after,deadline}}') OVER history)::timestamptz AS deadline,
        (lag(body #>> '{{after,paused_at}}') OVER history)::timestamptz AS paused_at,
        CASE WHEN step = 'backfill' THEN (body #>> '{{answers,closed_at}}')::timestamptz END AS past,
        CASE WHEN step IN ('confirm', 'dispute', 'call_back') THEN {JUDGED} END AS judged,
        CASE WHEN 'answered' IN (source, target) OR step = 'call_back' THEN {MAY_EVALUATE} END AS evaluable
    FROM told
    WINDOW history AS (PARTITION BY sign, case_id ORDER BY seq)
),
runs AS (
    SELECT sign, case_id, run,
        min(at) FILTER (WHERE source = 'resolved' AND target = 'answered') AS answered,
        min(deadline) FILTER (WHERE source IN {ANSWER_OWED} AND coalesce(paused_at, at) >= deadline) AS missed,
        coalesce({LAST_JUDGED}[1][1], 0) AS evaluated,
        coalesce({LAST_JUDGED}[1][2], 0) AS satisfied,
        coalesce({LAST_JUDGED}[1][3], 0) AS solved,
        max(evaluable) AS evaluable
    FROM steps GROUP BY sign, case_id, run
),
wholes AS (
    SELECT sign, case_id,
        min(at) FILTER (WHERE step = 'register') AS received,
        min(at) FILTER (WHERE step = 'resolve') AS handled,
        bool_or(step = 'raise' OR {TAKEN_UP_AGAIN}) AS went_on,
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
        u.kind IN ('village', 'community') AS at_studio
    FROM marks JOIN cases_case c ON c.id = case_id JOIN places_unit u ON u.id = c.unit_id
    WHERE c.kind <> 'accusation'
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
    CASE WHEN of_district THEN (SELECT id FROM places_unit WHERE kind = 'district')
         WHEN whole THEN township_id ELSE unit_id END AS area_id,
    whole, invented,
    received, coalesce(handled, 0) AS handled, coalesce(settled, 0) AS settled, due, in_time,
    evaluable, evaluated, satisfied, solved, past
FROM sums
WHERE of_district OR NOT whole OR township_id IS NOT NULL
"""  # noqa: S608 -- put together from the constants above

COLUMNS = "received, handled, settled, due, in_time, evaluable, evaluated, satisfied, solved, past"
ADDED = ", ".join(f"{name} = statistics_tally.{name} + excluded.{name}" for name in COLUMNS.split(", "))
SOMETHING = " OR ".join(f"{name} <> 0" for name in COLUMNS.split(", "))

ADD = f"""
INSERT INTO statistics_tally (day, area_id, whole, invented, {COLUMNS})
SELECT day, area_id, whole, invented, {COLUMNS} FROM ({MARKS}) fresh WHERE {SOMETHING}
ON CONFLICT (area_id, whole, invented, day) DO UPDATE SET {ADDED}
"""  # noqa: S608 -- likewise

TOUCHED = "SELECT DISTINCT case_id FROM cases_event WHERE id > %s AND id <= %s ORDER BY case_id"
