"""Reminders: before a deadline, where the clock's ladder does not urge by itself; before a department's own, and before
the date that an order of the district names (督办).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import Any

from django.db import transaction
from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Value,
)
from django.utils.timezone import now

from wolaiban.cases.models import Case, Summons
from wolaiban.cases.queries.summons_filters import STILL_OPEN
from wolaiban.notices.composing import write
from wolaiban.notices.drafts import Draft
from wolaiban.notices.models import Message
from wolaiban.notices.recipients import Recipient, above, in_charge, leads_of, reached, staff
from wolaiban.notices.rendering import facts_of, render, words_of
from wolaiban.notices.staffing import Staffing
from wolaiban.notices.table import REMINDERS, SUMMONS_SOON, SUPERVISED_SOON, Reminder
from wolaiban.notices.words import Audience
from wolaiban.process.words import OPEN_STAGES, Stage, SummonsState

LOOKS_BACK = timedelta(days=1)  # a worker that was down catches up; what is older is overdue by now, or soon
A_TIME = 500  # so many are read and written together, and no more are held in memory
SHARE = 0.8  # of the time of a summons, or of an order
OURS = OPEN_STAGES - {Stage.ANSWERED}  # where it is not the residents' turn


def remind(at: datetime | None = None) -> int:
    """Remind of every deadline of which enough has run; each once. The number of messages written."""
    moment = at or now()
    of_cases = (_of_cases(reminder, moment) for reminder in REMINDERS)
    drafts = chain(*of_cases, _of_summonses(moment), _of_orders(moment))
    some = iter(lambda: list(islice(drafts, A_TIME)), [])
    return sum(map(_written, some))


@transaction.atomic(durable=True)
def _written(drafts: list[Draft]) -> int:
    return write(drafts)


def _of_cases(reminder: Reminder, moment: datetime) -> Iterator[Draft]:
    told = Message.objects.filter(
        case=OuterRef("pk"), text=reminder.text, event=None, at__gte=OuterRef("alarm")
    )
    running = Case.objects.filter(stage=reminder.stage, paused_at=None, deadline__gt=moment)
    alarmed = running.annotate(alarm=_share("counted_from", "deadline", reminder.share))
    cases = alarmed.filter(alarm__lte=moment, alarm__gt=moment - LOOKS_BACK).exclude(Exists(told))
    staffing, around = Staffing(), ("holder__parent__parent", "holder__studio", "unit__parent__parent")
    for case in cases.select_related(*around).iterator(chunk_size=A_TIME):
        words = render(words_of(reminder.text), facts_of(case))
        for to in FINDERS[reminder.audience](case, staffing):
            yield _draft(case, reminder.text, words, to, case.deadline or moment)


def _of_summonses(moment: datetime) -> Iterator[Draft]:
    """Two deadlines of a summons: to report in, then to give an opinion."""
    staffing = Staffing()
    open_ones = Summons.objects.filter(STILL_OPEN).select_related("case__holder", "department__parent")
    for name, among in (
        ("report_due", open_ones.filter(state=SummonsState.CALLED)),
        ("due", open_ones.exclude(state=SummonsState.CALLED)),
    ):
        near = among.filter(**{f"{name}__gt": moment})
        near = near.annotate(alarm=_share("called_at", name, SHARE))
        for summons in near.filter(alarm__lte=moment, alarm__gt=moment - LOOKS_BACK):
            until = getattr(summons, name)
            words = render(words_of(SUMMONS_SOON), facts_of(summons.case, by=until))
            for to in staff(summons.department, staffing):
                yield _draft(summons.case, SUMMONS_SOON, words, to, until, presses=True)


def _of_orders(moment: datetime) -> Iterator[Draft]:
    """Also while the clock of the case stands still: the date was named by a person, and holds."""
    staffing = Staffing()
    ordered = Case.objects.filter(stage__in=sorted(OURS), supervise_due__gt=moment)
    alarmed = ordered.annotate(alarm=_share("supervised_at", "supervise_due", SHARE))
    near = alarmed.filter(alarm__lte=moment, alarm__gt=moment - LOOKS_BACK)
    for case in near.select_related("holder__parent__parent", "holder__studio"):
        until = case.supervise_due
        assert until is not None
        words = render(words_of(SUPERVISED_SOON), facts_of(case, by=until))
        whom = (*in_charge(case.holder, case.handler_id, staffing), *leads_of(case.holder, staffing))
        for to in {to.key: to for to in whom}.values():
            yield _draft(case, SUPERVISED_SOON, words, to, until, presses=True)


def _share(begins: str, ends: str, share: float) -> ExpressionWrapper[Any]:
    span = ExpressionWrapper(F(ends) - F(begins), output_field=DurationField())
    part = ExpressionWrapper(span * Value(share, output_field=FloatField()), output_field=DurationField())
    return ExpressionWrapper(F(begins) + part, output_field=DateTimeField())


def _draft(
    case: Case, text: str, words: str, to: Recipient, until: datetime, *, presses: bool = False
) -> Draft:
    """Once for each deadline: one that was moved is reminded of anew."""
    key = f"r{case.pk}:{until.timestamp():.0f}:{text}:{to.key}"
    return Draft(key, text, words, to, case, presses=presses, urgent=case.urgent)


FINDERS: dict[Audience, Callable[[Case, Staffing], list[Recipient]]] = {
    Audience.HANDLER: lambda case, staffing: in_charge(case.holder, case.handler_id, staffing),
    Audience.AGENT: lambda case, staffing: staff(case.unit, staffing),
    Audience.ABOVE: lambda case, staffing: above(case.holder, staffing),
    Audience.UNJUDGED: lambda case, _: reached(
        case.complainants.filter(judged_at=None).select_related("resident").order_by("pk")
    ),
}
