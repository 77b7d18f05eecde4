"""Registering many matters at once, for imports: the very rows that `register` leaves, in a tenth of the time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from wolaiban.cases.actions.backfilling import closing_event, result_of
from wolaiban.cases.actions.complaining import fresh_complainant
from wolaiban.cases.actions.registering import (
    Report,
    Reporter,
    check,
    first_event,
    first_statement,
    fresh_case,
    number_of,
    once_by,
)
from wolaiban.cases.actions.writing import Keys
from wolaiban.cases.models import Case, Event
from wolaiban.cases.process import CASE
from wolaiban.cases.roles import Circle
from wolaiban.catalogue.queries import current_edition
from wolaiban.database.bulk import copy
from wolaiban.people.actor import Actor
from wolaiban.process.words import RequestKind
from wolaiban.residents import vault
from wolaiban.residents.models import Resident
from wolaiban.workflow.models import Submission
from wolaiban.workflow.settling import before_keys


@transaction.atomic(durable=True)
def register_many(reports: Sequence[Report], *, by: Actor, at: datetime | None = None) -> list[Case]:
    """Register reports of one reporter each, without photos and with keys not seen before. All of them or none.

    Raises what `register` raises, or IntegrityError where a key is known; the caller then takes them one by one.
    Keys of cases are drawn beforehand, so that each row is written once, with its place in the chain. Nobody is told:
    what comes in many at a time was said elsewhere, some time ago.
    """
    moment = at or now()
    posts = [check(report, by=by) for report in reports]
    edition = current_edition()
    before_keys(Event)
    keys = _keys_for(reports)
    circles, statements, events, submissions = [], [], [], []
    for report, post, resident in zip(reports, posts, _residents(reports, keys), strict=True):
        number = number_of(keys.next("number"), moment)
        case = fresh_case(report, number=number, edition=edition, by=by, at=moment)
        case.pk = keys.next("case")
        complainant = fresh_complainant(case, report.reporters[0], resident)
        complainant.pk = keys.next("complainant")
        circles.append(circle := Circle(case, [complainant], []))
        statements.append(statement := first_statement(circle, report, moment))
        statement.pk = keys.next("statement")
        events.append(event := first_event(circle, by, post, moment, {"words": statement}, news=False))
        event.pk = keys.next("event")
        submissions += _submissions(report, event, keys)
        if report.past:
            if result := result_of(circle, report.past, moment):
                statements.append(result)
                result.pk = keys.next("statement")
            events.append(closed := closing_event(circle, report.past, result, by=by, post=post, at=moment))
            closed.pk = keys.next("event")
    cases = [circle.case for circle in circles]
    copy(cases)
    copy([circle.complainants[0] for circle in circles])
    copy(statements)
    copy(events)
    copy(submissions)
    return cases


def _keys_for(reports: Sequence[Report]) -> Keys:
    """One of each for a matter; what a matter of the past also needs is its result and its closing."""
    count = len(reports)
    pasts = sum(report.past is not None for report in reports)
    return Keys(
        number=count,
        case=count,
        complainant=count,
        resident=count,
        statement=count + pasts,
        event=count + pasts,
        submission=count,
    )


def _submissions(report: Report, event: Event, keys: Keys) -> list[Submission]:
    once = once_by(report)
    if once is None:
        return []
    key = keys.next("submission")
    return [Submission(pk=key, key=once.key, digest=once.digest, process=CASE.name, event=event.pk)]


def _residents(reports: Sequence[Report], keys: Keys) -> list[Resident]:
    """One for each report: known to the vault, told of before among these, or new; the new ones written together."""
    people = [report.reporters[0] for report in reports]
    names = [
        None
        if who.resident or report.kind == RequestKind.ACCUSATION  # kept apart, whoever they are
        else vault.who_is(name=who.name, phone=who.phone)
        for who, report in zip(people, reports, strict=True)
    ]
    known = vault.same_people({name for name in names if name})
    residents, fresh = list[Resident](), list[Resident]()
    for report, who, name in zip(reports, people, names, strict=True):
        resident = who.resident or (known.get(name) if name else None)
        if resident is None:
            fresh.append(resident := _built(who, report))
            resident.pk = keys.next("resident")
            known |= {name: resident} if name else {}
        elif who.resident is None:
            vault.supply(resident, id_number=who.id_number, address=who.address)
            vault.supply_note(resident, who.phone)
        residents.append(resident)
    copy(fresh)
    return residents


def _built(who: Reporter, report: Report) -> Resident:
    return vault.build(
        name=who.name, phone=who.phone, id_number=who.id_number, address=who.address, invented=report.invented,
        apart=report.kind == RequestKind.ACCUSATION,
    )  # fmt: skip
