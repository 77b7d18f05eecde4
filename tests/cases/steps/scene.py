"""Cases in memory, with those around them: steps change them and no database is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from wolaiban.cases.kind import KIND as CASES
from wolaiban.cases.models import Case, Complainant, Statement, Summons
from wolaiban.cases.process import CASE
from wolaiban.cases.roles import Circle
from wolaiban.cases.steps.context import CaseContext, Offices
from wolaiban.cases.steps.family import Family
from wolaiban.catalogue.models import Category
from wolaiban.catalogue.promises import Promises
from wolaiban.database.batch import fresh
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.places.models import Unit, UnitKind
from wolaiban.process.calendar import Span
from wolaiban.process.words import Measure, Role, Stage, SummonsState, Tier
from wolaiban.residents.models import Resident
from wolaiban.workflow.effects import carry_out
from wolaiban.workflow.kinds import DueStep

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EDITION = 1
PROMISES = Promises(
    spans={(None, stage, None): Span(48, Measure.HOURS) for stage in Stage},
    above={},
    report_in=Span(24, Measure.HOURS),
    urgent_report_in=Span(2, Measure.HOURS),
)
DISTRICT = Unit(pk=1, kind=UnitKind.DISTRICT, short_name="房山区")
TOWNSHIP = Unit(pk=2, kind=UnitKind.SUBDISTRICT, short_name="城关街道", parent=DISTRICT)
VILLAGE = Unit(pk=3, kind=UnitKind.VILLAGE, short_name="东坟村", parent=TOWNSHIP)
WATER, HOUSING = (
    Unit(pk=pk, kind=UnitKind.DEPARTMENT, short_name=name, parent=DISTRICT)
    for pk, name in ((4, "水务局"), (5, "住建委"))
)
QIN, BAI, STRANGER = (User(pk=pk, name=name) for pk, name in ((1, "秦怀信"), (2, "白玉兰"), (3, "路过的人")))
KIND = Category(pk=7, edition_id=EDITION, active=True)
OFFICES = Offices(
    holds_office=lambda person, unit: person in {QIN.pk, BAI.pk}, unit_above=lambda unit: unit.parent
)


def case(
    stage: Stage = Stage.WORKING, pk: int = 1, *, holder: Unit = VILLAGE, handler: User | None = None
) -> Case:
    return fresh(
        Case, id=pk, number=f"FS-{pk}", stage=stage, tier=Tier.MINOR, unit=VILLAGE, township=TOWNSHIP, holder=holder,
        handler=handler, edition_id=EDITION, counted_from=MONDAY, deadline=MONDAY + 2 * DAY, changed_at=MONDAY,
        reported_at=MONDAY,
    )  # fmt: skip


def complainant(of: Case, pk: int, *, who: int | None = None, **columns: Any) -> Complainant:
    return fresh(Complainant, id=pk, case=of, resident=Resident(pk=who or pk), **columns)


def summons(of: Case, pk: int, department: Unit, state: SummonsState = SummonsState.CALLED) -> Summons:
    return fresh(
        Summons, id=pk, case=of, department=department, state=state, called_at=MONDAY,
        report_due=MONDAY + DAY, due=MONDAY + 5 * DAY,
    )  # fmt: skip


def words(text: str) -> Statement:
    return fresh(Statement, words=text, at=MONDAY)


def taken(
    step: str,
    on: Case,
    *,
    there: Sequence[Complainant] = (),
    called: Sequence[Summons] = (),
    family: Family | None = None,
    by: Actor | None = None,
    role: Role = Role.HANDLER,
    at: datetime = MONDAY + HOUR,
    **answers: Any,
) -> CaseContext:
    """The step as it was carried out."""
    row = CASE.by_name[step]
    circle = family.circle(on.pk) if family else Circle(on, list(there), list(called))
    context = CaseContext(
        kind=CASES, subject=on, parts=circle, step=row, by=by or Actor(QIN, ()), role=role, post=None, at=at,
        answers=answers, source=Stage(on.stage), target=row.targets(Stage(on.stage))[0], offices=OFFICES,
        alarm=DueStep(at, step, of_ladder="summons" not in answers) if role is Role.CLOCK and step != "resume" else None,
    )  # fmt: skip
    carry_out(context)
    return context
