"""Telling of what happened to subjects of every kind but the case: whom, says their kind; one text serves all inside.

Residents are told in texts that the table of the kind names (`Process.letters`), of when and where, never about what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model

from wolaiban.notices.composing import write
from wolaiban.notices.drafts import Draft
from wolaiban.notices.holding_back import hold_back_from
from wolaiban.notices.recipients import Recipient, staff
from wolaiban.notices.rendering import Placeholders, render, words_of
from wolaiban.notices.staffing import Staffing
from wolaiban.notices.table import SUBJECT
from wolaiban.people.models import User
from wolaiban.places.models import Unit
from wolaiban.residents.models import Resident
from wolaiban.workflow.kinds import kind_named
from wolaiban.workflow.models import Event
from wolaiban.workflow.paths import told_of
from wolaiban.workflow.reader import Reader, Stretch


def tell_of(stretch: Stretch) -> int:
    """Tell of the news among these events, in the caller's transaction; the number of messages. Safe to run twice.

    To a resident the newest says all: what was to leave before and has not is held back.
    """
    events, staffing = Event.objects.filter(pk__in=stretch.news()).order_by("pk"), Staffing()
    drafts = [draft for event in events for draft in drafts_of(event, staffing)]
    hold_back_from((draft.to.resident, draft.key) for draft in drafts)
    return write(drafts)


def drafts_of(event: Event, staffing: Staffing) -> Iterator[Draft]:
    """Number and step, never a word of what it is about. Whoever took the step is not told it."""
    kind = kind_named(event.process)
    if event.step not in kind.process.tells:
        return
    subject = kind.model._default_manager.get(pk=event.subject)
    parts = kind.load(subject)
    number, state = f"{kind.process.label} {subject.number}", kind.process.by_name[event.step].story
    words = render(words_of(SUBJECT), Placeholders(number=number, state=state))
    for place in told_of(event, kind.process, parts):
        if isinstance(place, Resident):
            if not _is_told_anew(event, kind.process.letters):
                yield _letter(event, kind.process.letters[event.step], place, parts, kind.public_page)
            continue
        for to in _recipients(place, staffing):
            if to.user is None or to.user.pk != event.actor_id:
                yield Draft(f"s{event.pk}:{to.key}", SUBJECT, words, to, page=kind.page.format(pk=subject.pk))


def _is_told_anew(event: Event, letters: Mapping[str, str]) -> bool:
    """Whether something has happened since that says more: also where an event is only read long after."""
    later = Event.objects.filter(process=event.process, subject=event.subject, seq__gt=event.seq)
    return later.filter(step__in=letters).exists()


def _letter(event: Event, text: str, resident: Resident, parts: Any, page: str) -> Draft:
    """As it stands now: parts say when and where (`letter`)."""
    to = Recipient(resident=resident)
    words = render(words_of(text), Placeholders(number=parts.subject.number, **parts.letter))
    return Draft(f"s{event.pk}:{to.key}", text, words, to, page=page)


def _recipients(place: Model, staffing: Staffing) -> list[Recipient]:
    if isinstance(place, User):
        return [Recipient(user=place)]
    assert isinstance(place, Unit)
    return staff(place, staffing)


READER = Reader("subject_notices", tell_of, (Event,), prompt=True, at_a_time=50)
