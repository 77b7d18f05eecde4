"""Events of cases by the keys of what was sent (`workflow.idempotency`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import OuterRef, Subquery

from wolaiban.cases.models import Case, Event
from wolaiban.database.batch import Command
from wolaiban.people.actor import Actor
from wolaiban.workflow import idempotency
from wolaiban.workflow.idempotency import Once, sent_before
from wolaiban.workflow.models import Submission

PROCESS = "case"


def once_only(once: Once | None, *, by: Actor, act: Callable[[], Event]) -> Event:
    """Do it, or return the event of the time it was done. `act` passes `once` on to `perform` or `registered`."""
    return done_before(once, by=by) or or_meanwhile(once, by=by, act=act)


def or_meanwhile(once: Once | None, *, by: Actor, act: Callable[[], Event]) -> Event:
    """The same for whoever has asked whether it was `done_before`."""
    return idempotency.or_meanwhile(once, by=by, act=act, found=_event)


def done_before(once: Once | None, *, by: Actor) -> Event | None:
    """The event of the time it was done, if it was. Raises KeyReused."""
    known = sent_before(once, by) if once else None
    return _event(known) if known else None


def kept_as(once: Once | None, by: Actor) -> list[Command]:
    return idempotency.kept_as(once, by, PROCESS, Event._meta.db_table)


def cases_under(keys: Iterable[str]) -> dict[str, int]:
    """Which of these shared keys are known, with the cases they led to; one query."""
    texts = {Once.of(key, shared=True).key: key for key in keys}
    led_to = Event.objects.filter(pk=OuterRef("event")).values("case")
    known = Submission.objects.filter(key__in=list(texts), process=PROCESS)
    found = known.annotate(case=Subquery(led_to)).values_list("key", "case")
    return {texts[bytes(key)]: case for key, case in found}


def case_under(key: str) -> Case | None:
    found = cases_under([key])
    return Case.objects.get(pk=found[key]) if found else None


def _event(known: Submission) -> Event:
    if known.process != PROCESS:
        raise idempotency.KeyReused
    return Event.objects.select_related("case").get(pk=known.event)
