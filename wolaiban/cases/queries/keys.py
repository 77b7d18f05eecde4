"""Which matters of a list were registered before: they have keys that are the same whoever sends them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery

from wolaiban.cases.models import Case, Event
from wolaiban.cases.process import CASE
from wolaiban.workflow.idempotency import Once
from wolaiban.workflow.models import Submission


def cases_under(keys: Iterable[str]) -> dict[str, int]:
    """Which of these shared keys are known, with the cases they led to; one query."""
    texts = {Once.of(key, shared=True).key: key for key in keys}
    led_to = Event.objects.filter(pk=OuterRef("event")).values("case")
    known = Submission.objects.filter(key__in=list(texts), process=CASE.name)
    found = known.annotate(case=Subquery(led_to)).values_list("key", "case")
    return {texts[bytes(key)]: case for key, case in found}


def case_under(key: str) -> Case | None:
    found = cases_under([key])
    return Case.objects.get(pk=found[key]) if found else None
