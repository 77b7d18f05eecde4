"""Telling of what happened to subjects of every kind but the case: whom, says their kind; one text serves them all."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Model

from wolaiban.notices.composing import write
from wolaiban.notices.drafts import Draft
from wolaiban.notices.recipients import Recipient, staff
from wolaiban.notices.rendering import Placeholders, render, words_of
from wolaiban.notices.staffing import Staffing
from wolaiban.notices.table import SUBJECT
from wolaiban.people.models import User
from wolaiban.places.models import Unit
from wolaiban.workflow.kinds import kind_named
from wolaiban.workflow.models import Event
from wolaiban.workflow.paths import told_of
from wolaiban.workflow.reader import Reader, Stretch


def tell_of(stretch: Stretch) -> int:
    """Tell of the news among these events, in the caller's transaction; the number of messages. Safe to run twice."""
    events, staffing = Event.objects.filter(pk__in=stretch.news()).order_by("pk"), Staffing()
    return write(draft for event in events for draft in drafts_of(event, staffing))


def drafts_of(event: Event, staffing: Staffing) -> Iterator[Draft]:
    """Number and step, never a word of what it is about. Whoever took the step is not told it."""
    kind = kind_named(event.process)
    if event.step not in kind.process.tells:
        return
    subject = kind.model._default_manager.get(pk=event.subject)
    number, state = f"{kind.process.label} {subject.number}", kind.process.by_name[event.step].story
    words = render(words_of(SUBJECT), Placeholders(number=number, state=state))
    for place in told_of(event, kind.process, kind.load(subject)):
        for to in _recipients(place, staffing):
            if to.user is None or to.user.pk != event.actor_id:
                yield Draft(f"s{event.pk}:{to.key}", SUBJECT, words, to, page=kind.page.format(pk=subject.pk))


def _recipients(place: Model, staffing: Staffing) -> list[Recipient]:
    if isinstance(place, User):
        return [Recipient(user=place)]
    assert isinstance(place, Unit)
    return staff(place, staffing)


READER = Reader("subject_notices", tell_of, (Event,), prompt=True, at_a_time=50)
