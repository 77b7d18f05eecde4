"""What was sent under a key led to one event: the keys of submissions, beside the events they name."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef

from wolaiban.ledger.findings import Fault, Finding
from wolaiban.workflow.kinds import every_kind
from wolaiban.workflow.models import Event, Submission


def findings() -> Iterator[Finding]:
    """No key was used twice, no event was sent for twice, and who signed in for it acted in it."""
    known = {kind.name: kind.tables.event for kind in every_kind()}
    for pk, process in Submission.objects.exclude(process__in=known).values_list("pk", "process"):
        yield _wrong(pk, f"指向不认识的流程“{process}”")
    for name, event in known.items():
        mine = {"process": name} if event is Event else {}
        theirs = event._default_manager.filter(pk=OuterRef("event"), **mine)
        sent = Submission.objects.filter(process=name)
        for pk in sent.exclude(Exists(theirs)).values_list("pk", flat=True):
            yield _wrong(pk, "指向的进展不见了")
        by_another = theirs.exclude(actor=OuterRef("user"))
        # A key may also be nobody's, or the same whoever sends it.
        signed_in = sent.filter(user__isnull=False)
        for pk in signed_in.filter(Exists(by_another)).values_list("pk", flat=True):
            yield _wrong(pk, "指向别人办的进展")
    for what, columns in (
        ("一个编号用了两次", ("user", "key")),
        ("一条进展提交了两次", ("process", "event")),
    ):
        twice = Submission.objects.values(*columns).annotate(many=Count("pk")).filter(many__gt=1)
        for row in twice:
            found = Submission.objects.filter(**{name: row[name] for name in columns}).order_by("-pk")
            yield _wrong(found.values_list("pk", flat=True)[0], what)


def _wrong(pk: int, why: str) -> Finding:
    return Finding(Fault.SUBMISSION, what=(pk, why))
