"""Erasing a person: the vault forgets who they are, and every case in which they stand says so by an event of its own.

Also the cases that whoever erases may not see: each gets its event, and nobody is told of the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from wolaiban.cases.actions.recording import fresh_statement, unsaved_event
from wolaiban.cases.kind import KIND
from wolaiban.cases.models import Case, Complainant, Event, Statement
from wolaiban.cases.queries.known import open_to
from wolaiban.cases.roles import Circle
from wolaiban.database.batch import write
from wolaiban.database.differences import Picture, number_rows
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.process.words import OFFICERS, Role
from wolaiban.residents import vault
from wolaiban.residents.actions import wipe
from wolaiban.residents.models import Erasure, Resident
from wolaiban.workflow.locking import lock

UNTITLED = "内容已应本人要求删除"


@transaction.atomic(durable=True)
def erase(resident: Resident, *, by: Actor, reason: str, words: bool = False) -> Erasure:
    """Forget who somebody is and, with `words`, what they said; in one transaction, and safe to repeat.

    Whether `by` may do so at a resident's wish is for the caller. The titles of matters whose first words are forgotten
    go with them. Files and what officers wrote stay.
    """
    return _erase(_locked(resident), by=by, reason=reason, words=words)


@transaction.atomic(durable=True)
def erase_in_sight(resident: Resident, *, by: Actor, reason: str, words: bool = False) -> Erasure:
    """The same, in the cases alone that `by` may see: whoever does it cannot tell whether there are others.

    Where there are, the complaints in sight pass to a person of whom nothing is known, and that one is erased.
    """
    locked = _locked(resident)
    complaints = list(Complainant.objects.filter(resident=locked).order_by("pk"))
    seen = open_to(by, complaints)
    if locked.is_erased or len(seen) == len(complaints):
        return _erase(locked, by=by, reason=reason, words=words)
    lock((KIND, c.case_id) for c in complaints if c.pk in seen)
    nobody = vault.record(invented=locked.invented)
    Complainant.objects.filter(pk__in=seen).update(resident=nobody)
    return _erase(_locked(nobody), by=by, reason=reason, words=words)


def _locked(resident: Resident) -> Resident:
    return Resident.objects.select_for_update(of=("self",)).get(pk=resident.pk)


def _erase(locked: Resident, *, by: Actor, reason: str, words: bool) -> Erasure:
    if locked.is_erased:
        return Erasure.objects.get(resident=locked)
    said = list(Statement.objects.filter(complainant__resident=locked, erased_at=None)) if words else []
    complaints = list(Complainant.objects.filter(resident=locked).order_by("pk"))
    stand_in = {pk for c in complaints for pk in (c.case_id, c.home_case_id) if pk}
    cases = list(lock((KIND, pk) for pk in {*stand_in, *(s.case_id for s in said)}).values())
    rows = [*cases, *said]
    before = Picture(rows)
    erasure = wipe(locked, by=by, reason=reason)
    reasons = [fresh_statement(case, erasure.reason, _moment(case, erasure)) for case in cases]
    number_rows(reasons)
    events = []
    for given in reasons:
        case = given.case
        theirs = next(
            c for c in complaints if case.pk in (c.case_id, c.home_case_id) or _said(c, said, case.pk)
        )
        forgotten = [one for one in said if one.case_id == case.pk]
        events.append(_tell(given, theirs, forgotten, by=by))
    write(*before.changes([*rows, *reasons]), *events)
    return erasure


def _moment(case: Case, erasure: Erasure) -> datetime:
    return max(erasure.at, case.changed_at)


def _said(complaint: Complainant, said: Iterable[Statement], case: int) -> bool:
    return any(one.complainant_id == complaint.pk and one.case_id == case for one in said)


def _tell(reason: Statement, whose: Complainant, said: list[Statement], *, by: Actor) -> Event:
    """The event of one case, not saved yet; what was said in it is forgotten."""
    case, at = reason.case, reason.at
    case.changed_at = at
    answers: dict[str, Any] = {"whose": whose, "reason": reason}
    if said:
        answers["erased"] = [one.pk for one in said]
        _forget(case, said, at)
    return unsaved_event(
        Circle.of(case), step="erase", source=case.stage, at=at, by=by, post=_post(by), role=Role.ERASER,
        answers=answers,
    )  # fmt: skip


def _post(by: Actor) -> Post | None:
    return next(iter(by.posts_as(OFFICERS)), None)


def _forget(case: Case, said: list[Statement], at: datetime) -> None:
    first = case.statements.order_by("pk").first()
    for one in said:
        one.words, one.salt, one.erased_at = None, None, at
    if first in said:
        case.title, case.place_words = UNTITLED, ""
