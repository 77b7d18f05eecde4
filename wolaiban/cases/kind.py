"""A case as the engine knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wolaiban.cases import timing
from wolaiban.cases.formats import FORMAT
from wolaiban.cases.models import Attachment, Case, Complainant, Event, Statement, Summons
from wolaiban.cases.process import CASE
from wolaiban.cases.queries.groups import family_of
from wolaiban.cases.recounting import unwoken
from wolaiban.cases.roles import Circle, facts, has_unit_above, standing
from wolaiban.cases.steps import answer, deadlines, joining, recall, summons, triage
from wolaiban.cases.steps.context import CaseContext
from wolaiban.cases.steps.family import Family, MemberCircle
from wolaiban.database.batch import fresh
from wolaiban.database.prepared import PreparedQuery
from wolaiban.people.actor import Actor
from wolaiban.residents import vault
from wolaiban.residents.recognising import masked_words
from wolaiban.workflow import chain
from wolaiban.workflow.context import StepContext
from wolaiban.workflow.kinds import Answers, Children, Kind, Tables, register
from wolaiban.workflow.models import AbstractEvent

LOCKED = PreparedQuery(
    lambda pk: Case.objects.select_for_update(of=("self",)).select_related("holder__parent").filter(pk=pk)
)


def lock(kind: Kind[Case, Circle], pk: int) -> Case:
    """The row as it stands once nobody else holds it.

    Whoever had to wait while the holder changed gets no row the first time, though the lock is theirs: PostgreSQL
    looks again at the join with the case as it is now and the holder of before. Asked again, it reads both anew.
    """
    found = LOCKED.one(pk) or LOCKED.one(pk)
    if found is None:
        raise Case.DoesNotExist
    return found


def families(step: str, case: Case, answers: Answers) -> list[Case]:
    """Rows with the keys of all that is joined, or about to be, where the step joins or parts."""
    if step not in joining.BODIES:
        return []
    into = answers.get("into")
    named = (case.pk, into.pk) if isinstance(into, Case) else (case.pk,)
    return [fresh(Case, id=pk) for pk in set[int]().union(*map(family_of, named))]


def read_together(step: str, case: Case, held: Mapping[int, Case], by: Actor) -> Circle:
    return Family.read(held, by=by).circle(case.pk) if step in joining.BODIES else Circle.of(case)


def together(circle: Circle) -> Family | None:
    return circle.family if isinstance(circle, MemberCircle) else None


def snapshot(case: Case, circle: Circle) -> dict[str, Any]:
    """What the event says the case looked like afterwards, so that a row changed by hand is found."""
    after: dict[str, Any] = {name: getattr(case, name) for name in Case.TRACKED}
    after["titled"] = chain.commitment(bytes(case.salt), f"{case.title}\n{case.place_words}")
    after["complainants"] = _listed(circle.complainants, Complainant.TRACKED)
    after["summonses"] = _listed(circle.summonses, Summons.TRACKED)
    return after


def _listed(rows: Sequence[Complainant | Summons], names: tuple[str, ...]) -> list[list[Any]]:
    return [[getattr(row, name) for name in names] for row in sorted(rows, key=lambda row: row.pk)]


def said_by(context: StepContext[Case, Circle], question: str) -> dict[str, Any]:
    return {"complainant": context.parts.complaint_of(context.by)}


def file_names(circle: Circle, names: Sequence[str]) -> list[str]:
    """They tell neither numbers nor whose matter it is."""
    people = vault.names_of([complainant.resident for complainant in circle.complainants])
    return [masked_words(name, people) for name in names]


def case_of(event: AbstractEvent) -> Case:
    """The case of an event of the engine that is known to be of one."""
    assert isinstance(event, Event)
    return event.case


KIND: Kind[Case, Circle] = register(
    Kind(
        process=CASE,
        model=Case,
        prefix="FS",
        load=Circle.of,
        roles=standing,
        visible_to=Case.objects.visible_to,
        facts=facts,
        bodies={
            **triage.BODIES,
            **joining.BODIES,
            **summons.BODIES,
            **deadlines.BODIES,
            **answer.BODIES,
            **recall.BODIES,
        },
        children=(
            Children("complainants", Complainant, link="case_id"),
            Children("summonses", Summons),
        ),
        added={FORMAT: {}},
        limit=timing.limit,
        entered=timing.entered,
        alarms=timing.alarms,
        unwoken=unwoken,
        has_unit_above=has_unit_above,
        joined=families,
        load_together=read_together,
        together=together,
        lock=lock,
        lock_rank=0,
        context=CaseContext,
        file_names=file_names,
        tables=Tables(
            Event, Statement, Attachment, lambda kind, case: {"case": case}, said_by, related=("case",)
        ),
        named=lambda kind, case: {"case": case.number},
        own_after=snapshot,
        held_by="holder",
    )
)
