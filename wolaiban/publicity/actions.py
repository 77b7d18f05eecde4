"""Write a typical answer, change it, release it, withdraw it: each with its record, in one transaction."""

from __future__ import annotations

from django.db import transaction
from django.utils.timezone import now

from wolaiban.cases.models import Case
from wolaiban.cases.queries.parties import people_behind
from wolaiban.people.actor import Actor
from wolaiban.process.errors import BadAnswer
from wolaiban.publicity.models import Edit, TypicalAnswer
from wolaiban.publicity.rules import (
    check_may_release,
    check_may_rewrite,
    check_may_withdraw,
    check_may_write,
)
from wolaiban.publicity.states import EditKind, TypicalState
from wolaiban.residents.suspicions import suspicions
from wolaiban.traces.leaving import leave


@transaction.atomic(durable=True)
def write(
    case: Case, *, question: str, answer: str, checked_by_hand: bool = False, by: Actor
) -> TypicalAnswer:
    """Propose a typical answer after a closed case. Raises BadAnswer where the words could tell who somebody is."""
    check_may_write(by, case)
    _refuse_identities(case, question, answer, checked_by_hand)
    typical = TypicalAnswer.objects.create(
        case=case,
        township=case.township,
        topic=case.category.path.partition(" / ")[0] if case.category else "",
        question=question,
        answer=answer,
        checked_by_hand=checked_by_hand,
        state=TypicalState.DRAFT,
    )
    _record(typical, EditKind.WRITTEN, by)
    return typical


@transaction.atomic(durable=True)
def rewrite(
    on: TypicalAnswer, *, question: str, answer: str, checked_by_hand: bool = False, by: Actor
) -> TypicalAnswer:
    """Change a draft. Whoever does cannot release it any more."""
    typical = _locked(on)
    check_may_rewrite(by, typical)
    _refuse_identities(typical.case, question, answer, checked_by_hand)
    typical.question, typical.answer, typical.checked_by_hand = question, answer, checked_by_hand
    typical.save(update_fields=["question", "answer", "checked_by_hand"])
    _record(typical, EditKind.REWRITTEN, by)
    return typical


@transaction.atomic(durable=True)
def release(on: TypicalAnswer, *, by: Actor) -> TypicalAnswer:
    """Let everybody read it. Looked through once more: a complainant may have told us their name since."""
    typical = _locked(on)
    check_may_release(by, typical)
    _refuse_identities(typical.case, typical.question, typical.answer, typical.checked_by_hand, field="")
    typical.state, typical.released_at = TypicalState.RELEASED, now()
    typical.save(update_fields=["state", "released_at"])
    _record(typical, EditKind.RELEASED, by)
    return typical


@transaction.atomic(durable=True)
def withdraw(on: TypicalAnswer, *, reason: str, by: Actor) -> TypicalAnswer:
    """Take it away from the public at once, or put a draft aside."""
    typical = _locked(on)
    check_may_withdraw(by, typical)
    typical.state, typical.withdrawn_because = TypicalState.WITHDRAWN, reason
    typical.save(update_fields=["state", "withdrawn_because"])
    _record(typical, EditKind.WITHDRAWN, by)
    return typical


def _locked(on: TypicalAnswer) -> TypicalAnswer:
    rows = TypicalAnswer.objects.select_for_update(of=("self",)).select_related("case__unit")
    return rows.get(pk=on.pk)


def _refuse_identities(case: Case, question: str, answer: str, checked: bool, field: str = "answer") -> None:
    found = suspicions(f"{question}\n{answer}", people_behind(case))
    if certain := [str(one) for one in found if one.certain]:
        raise BadAnswer({field: f"里面有{'、'.join(certain)}，请改成一般的说法。"})
    if found and not checked:
        shown = "、".join(map(str, found))
        raise BadAnswer({field: f"可能认出是谁：{shown}。请改掉；确实无妨的，勾选“已逐处核对”。"})


def _record(typical: TypicalAnswer, kind: EditKind, by: Actor) -> None:
    assert by.user is not None
    leave(Edit.objects.create(typical=typical, kind=kind, by=by.user), act=str(kind), by=by.user.pk)
