"""Whom no text message reaches is told by telephone: whoever is in charge is asked to call, at once.

Landlines, 400 numbers and numbers abroad take no text messages. Instead of a message that waits and is dropped, a
notice goes to the officer, with the words that the resident would have read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from wolaiban.notices.drafts import Draft
from wolaiban.notices.models import Preference
from wolaiban.notices.recipients import in_charge
from wolaiban.notices.rendering import facts_of, render, words_of
from wolaiban.notices.staffing import Staffing
from wolaiban.notices.table import BY_CALL, RECEIPT, TO_CALL
from wolaiban.residents import vault


def calls_in(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """What those in charge are asked to say by telephone, because these drafts cannot be sent."""
    staffing = Staffing()
    for draft in drafts:
        if draft.case is None or not _waits_for_a_call(draft):
            continue
        text = BY_CALL if draft.text == RECEIPT else TO_CALL
        words = render(words_of(text), facts_of(draft.case))
        if text == TO_CALL:
            words += f"要说的是：{draft.words}"
        for to in in_charge(draft.case.holder, draft.case.handler_id, staffing):
            yield replace(draft, key=f"{draft.key}:{to.key}", text=text, words=words, to=to, presses=False)


def _waits_for_a_call(draft: Draft) -> bool:
    """Whoever did it or heard it in person knows; at the beginning those in charge are only told how it will be."""
    whose = draft.to.complainant
    if whose is None or (draft.in_person and draft.text != RECEIPT):
        return False
    if not vault.is_told_by_call(whose.resident):
        return False
    return not Preference.objects.filter(resident=whose.resident_id, sms=False).exists()
