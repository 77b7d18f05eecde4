"""Keeping a filter of the ledger for oneself, and dropping it. Nothing of a case changes, so nothing is recorded."""

from __future__ import annotations

from django.db import transaction

from wolaiban.cases.models import SavedFilter
from wolaiban.cases.queries.ledger import Filter
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.process.errors import BadAnswer
from wolaiban.residents.recognising import masked_words
from wolaiban.workflow.characters import one_line

MOST = 20
LONGEST = 20


@transaction.atomic(durable=True)
def save_filter(name: str, wanted: Filter, *, by: Actor) -> SavedFilter:
    """Keep it under this name, in the place of what was there. Raises BadAnswer.

    It is no place for people: a number or an address of somebody is refused.
    """
    assert by.user is not None
    User.objects.select_for_update().get(pk=by.user.pk)  # so that two at once do not become too many
    kept = SavedFilter.objects.filter(user=by.user)
    name = one_line(name)
    if fault := _fault(name, wanted) or _too_many(name, [one.name for one in kept]):
        raise BadAnswer({"name": fault})
    saved, _ = SavedFilter.objects.update_or_create(user=by.user, name=name, defaults={"query": wanted.query})
    return saved


def _fault(name: str, wanted: Filter) -> str:
    if not name or len(name) > LONGEST:
        return f"请起个名字，不超过 {LONGEST} 个字。"
    if not wanted.params:
        return "现在没有筛选条件，请先选条件再存。"
    said = f"{name} {wanted.text} {wanted.category} {wanted.handler}"
    return "" if masked_words(said) == said else "名称和条件里不能有电话、证件号这些能认出人的内容。"


def _too_many(name: str, kept: list[str]) -> str:
    return f"最多存 {MOST} 个，请先删掉不用的。" if name not in kept and len(kept) >= MOST else ""


@transaction.atomic(durable=True)
def drop_filter(pk: int, *, by: Actor) -> None:
    """What is not there, or not theirs, stays as it is."""
    SavedFilter.objects.filter(pk=pk, user=by.user).delete()
