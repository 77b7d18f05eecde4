"""Registering many matters at once, for imports: the very rows that `register` leaves, in a tenth of the time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from wolaiban.cases.actions.registering import (
    Report,
    Reporter,
    check,
    first_event,
    first_statement,
    fresh_case,
    fresh_complainant,
    number_of,
    resident_for,
)
from wolaiban.cases.actions.writing import Keys
from wolaiban.cases.models import Case, Complainant, Event, Statement
from wolaiban.cases.queries.standing import Circle
from wolaiban.catalogue.queries import current_edition
from wolaiban.people.actor import Actor
from wolaiban.residents import vault
from wolaiban.residents.models import Resident

ANONYMOUS = Reporter()


@transaction.atomic(durable=True)
def register_many(reports: Sequence[Report], *, by: Actor, at: datetime | None = None) -> list[Case]:
    """Register reports of one reporter each, without photos and with keys not seen before. All of them or none.

    Raises what `register` raises, or IntegrityError where a key is known; the caller then takes them one by one.
    Keys of cases are drawn beforehand, so that each row is written once, with its place in the chain.
    """
    moment = at or now()
    posts = [check(report, by=by) for report in reports]
    edition = current_edition()
    keys = Keys(number=len(reports), case=len(reports))
    circles = []
    for report, resident in zip(reports, _residents(reports), strict=True):
        number = number_of(keys.next("number"), moment)
        case = fresh_case(report, number=number, edition=edition, by=by, at=moment)
        case.pk = keys.next("case")
        circles.append(Circle(case, [fresh_complainant(case, report.reporters[0], resident)], []))
    Complainant.objects.bulk_create(circle.complainants[0] for circle in circles)
    statements = [
        first_statement(circle, report, moment) for circle, report in zip(circles, reports, strict=True)
    ]
    Statement.objects.bulk_create(statements)
    events = [
        first_event(circle, by, post, moment, {"words": statement})
        for circle, post, statement in zip(circles, posts, statements, strict=True)
    ]
    cases = Case.objects.bulk_create(circle.case for circle in circles)
    Event.objects.bulk_create(events)
    return cases


def _residents(reports: Sequence[Report]) -> list[Resident]:
    """One for each report. Those who say who they are may be known; the anonymous are written together."""
    residents = [_resident(report.reporters[0], report) for report in reports]
    Resident.objects.bulk_create(resident for resident in residents if resident.pk is None)
    return residents


def _resident(reporter: Reporter, report: Report) -> Resident:
    if reporter.resident is not None:
        return reporter.resident
    if reporter == ANONYMOUS:
        return vault.build(invented=report.invented)
    return resident_for(reporter, report)
