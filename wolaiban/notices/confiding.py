"""Messages about what is kept close go only to those who may know of it; where nobody of a unit may, somebody above is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from wolaiban.cases.confiding import is_confided
from wolaiban.cases.models import Case
from wolaiban.notices.drafts import Draft
from wolaiban.notices.recipients import Recipient
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.people.officers import officers_of, unit_above


def confided(drafts: Iterable[Draft]) -> list[Draft]:
    """The same drafts; of a case that is kept close, without those whom its number alone would tell too much.

    A unit's group is told nothing of it.
    """
    kept, close = list[Draft](), defaultdict[tuple[int, str], list[Draft]](list)
    for draft in drafts:
        if draft.case is None or draft.to.complainant is not None or not is_confided(draft.case):
            kept.append(draft)
        else:
            close[draft.case.pk, draft.text].append(draft)
    for same in close.values():
        kept += _told(same)
    return kept


def _told(drafts: list[Draft]) -> list[Draft]:
    """Of one text about one case: to those of its readers who may know of it, or else to those who stand in."""
    case = drafts[0].case
    assert case is not None
    told = [draft for draft in drafts if draft.to.user is not None and may_know(draft.to.user, case)]
    return told or [_instead(drafts[0], user) for user in _standing_in(case)]


def may_know(user: User, case: Case) -> bool:
    return Case.objects.visible_to(Actor.of(user)).filter(pk=case.pk).exists()


def _standing_in(case: Case) -> Iterator[User]:
    """Those who may know of it at the unit that holds it, or at the nearest above."""
    unit = case.holder
    while unit is not None:
        users = {post.user_id: post.user for post in officers_of(unit)}
        if told := [user for user in users.values() if may_know(user, case)]:
            yield from told
            return
        if case.about:
            return
        above = unit_above(unit)
        if above is None:
            return
        unit = above


def _instead(draft: Draft, user: User) -> Draft:
    to = Recipient(user=user)
    return replace(draft, to=to, key=draft.key.removesuffix(draft.to.key) + to.key)
