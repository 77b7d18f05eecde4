"""Putting right how somebody who reported is called or reached: in the vault alone, and each case says that it was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.views.decorators.debug import sensitive_variables

from wolaiban.cases.actions.recording import fresh_statement, unsaved_event
from wolaiban.cases.kind import KIND
from wolaiban.cases.models import Case, Complainant, Event, Statement
from wolaiban.cases.queries.known import open_to
from wolaiban.cases.roles import Circle
from wolaiban.database.batch import write
from wolaiban.database.differences import Picture, number_rows
from wolaiban.people.actor import Actor
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import OFFICERS, Role
from wolaiban.residents import vault
from wolaiban.residents.actions import explained
from wolaiban.residents.errors import AlreadyErased
from wolaiban.residents.models import Resident
from wolaiban.workflow.locking import lock

CORRECTED = ("name", "phone", "id_number", "address")


@sensitive_variables("particulars")
@transaction.atomic(durable=True)
def correct(resident: Resident, *, by: Actor, reason: str, particulars: Mapping[str, str]) -> None:
    """Replace the particulars that are given (of `CORRECTED`) by what is right. Raises BadAnswer, AlreadyErased.

    Whether `by` may do so in the case at hand is for the caller. Where somebody without an account also stands in cases
    that `by` may not see, those in sight pass to a person of their own: whoever corrects cannot tell, and what was
    written down elsewhere stays as it was.
    """
    given = {name: text for name, text in particulars.items() if text.strip()}
    if not given:
        raise BadAnswer({"": "请填写要更正的一项。"})
    why = explained(reason)
    locked = Resident.objects.select_for_update(of=("self",)).get(pk=resident.pk)
    if locked.is_erased:
        raise AlreadyErased
    complaints = list(Complainant.objects.filter(resident=locked).order_by("pk"))
    seen = open_to(by, complaints)
    apart = locked.account_id is None and len(seen) < len(complaints)
    theirs = [one for one in complaints if one.pk in seen] if apart else complaints
    cases = lock((KIND, pk) for one in theirs for pk in (one.case_id, one.home_case_id) if pk)
    _put_right(locked, theirs, given, apart=apart)
    _tell_all(list(cases.values()), theirs, sorted(given), why, by=by)


@sensitive_variables("given")
def _put_right(
    locked: Resident, theirs: Sequence[Complainant], given: Mapping[str, str], *, apart: bool
) -> None:
    try:
        if apart:
            locked = vault.parted(locked, **given)
        else:
            vault.amend(locked, **given)
    except ValidationError as fault:
        raise BadAnswer({name: "；".join(words) for name, words in fault.message_dict.items()}) from None
    reachable = any((locked.phone, locked.address, locked.account_id))
    Complainant.objects.filter(pk__in=[one.pk for one in theirs]).update(resident=locked, reachable=reachable)


def _tell_all(
    cases: Sequence[Case], theirs: Sequence[Complainant], what: list[str], why: str, *, by: Actor
) -> None:
    before, moment = Picture(cases), now()
    reasons = [fresh_statement(case, why, max(moment, case.changed_at)) for case in cases]
    number_rows(reasons)
    events = [_tell(reason, theirs, what, by=by) for reason in reasons]
    write(*before.changes([*cases, *reasons]), *events)


def _tell(reason: Statement, theirs: Sequence[Complainant], what: list[str], *, by: Actor) -> Event:
    """The event of one case, not saved yet: which particulars, and nothing of what they were or are."""
    case, at = reason.case, reason.at
    case.changed_at = at
    whose = next(one for one in theirs if case.pk in (one.case_id, one.home_case_id))
    answers: dict[str, Any] = {"whose": whose, "corrected": what, "reason": reason}
    return unsaved_event(
        Circle.of(case), step="correct", source=case.stage, at=at, by=by,
        post=next(iter(by.posts_as(OFFICERS)), None), role=Role.CORRECTOR, answers=answers,
    )  # fmt: skip
