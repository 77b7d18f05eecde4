"""A case in front of a reader: fetched if they may know of it, and what is told of it depends on who they are.

The page and the API show the same person the same; both are read in a number of queries that does not grow with the case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import Http404

from wolaiban.cases.history.audience import Eyes, eyes_of
from wolaiban.cases.history.labels import Names, open_numbers
from wolaiban.cases.history.timeline import Listener, Telling, attachments_told, told
from wolaiban.cases.history.wording import TOLD_TO_RESIDENTS
from wolaiban.cases.models import Attachment, Case, Complainant, Event, Summons
from wolaiban.cases.presentation import SAID_BEFORE
from wolaiban.cases.queries.groups import merged_under, number_after_merging
from wolaiban.cases.queries.known import known_to
from wolaiban.cases.roles import Circle, Standing, standing
from wolaiban.cases.visible import visible_one
from wolaiban.database.prepared import PreparedQuery
from wolaiban.people.actor import Actor

AROUND = (
    "unit__township", "township", "holder__parent__parent", "agent", "handler", "category", "edition", "merged_into",
)  # fmt: skip
EVENTS = PreparedQuery(
    lambda case: Event.objects.filter(case=case).select_related("actor", "post__unit").order_by("seq")
)


def visible_case(actor: Actor, number: str, around: Sequence[str] = AROUND) -> Case:
    """The case with all its parties' units, or what else of it is looked at; 404 for one the actor may not know of.

    A resident's number leads to where their complaint stands now, if it was merged.
    """
    case = visible_one(actor, number.upper(), *around)
    if case is None and (elsewhere := number_after_merging(actor, number.upper())):
        case = visible_one(actor, elsewhere, *around)
    if case is None:
        raise Http404
    return case


@dataclass(frozen=True)
class JoinedMatter:
    """What was said and sent in a matter that was merged into the one that is read, newest first."""

    case: Case
    number: str  # empty where the reader may not open it
    tellings: list[Telling]


@dataclass(frozen=True)
class CaseReader:
    case: Case
    actor: Actor

    @cached_property
    def circle(self) -> Circle:
        return Circle.of(self.case)

    @cached_property
    def roles(self) -> Standing:
        """What the actor is to the case, found out once for all that asks for it."""
        return standing(self.actor, self.circle)

    @cached_property
    def eyes(self) -> Eyes:
        return eyes_of(self.actor, self.circle)

    @property
    def inside(self) -> bool:
        return self.eyes is Eyes.INSIDE

    @property
    def for_resident(self) -> bool:
        return self.eyes is Eyes.RESIDENT

    @cached_property
    def events(self) -> list[Event]:
        events = EVENTS(self.case.pk)
        for event in events:
            event.case = self.case
        return events

    @cached_property
    def listener(self) -> Listener:
        return Listener(self.actor, self.eyes, self.circle)

    @cached_property
    def names(self) -> Names:
        return Names.read(self.circle, self.events, self.actor)

    @cached_property
    def story(self) -> list[Telling]:
        return told(self.events, self.names, self.listener)

    @cached_property
    def joined(self) -> list[JoinedMatter]:
        """Matters merged into this one: whoever works on it reads what was said there, whoever said it.

        One that is sensitive stays closed where the leading matter was unmarked since: more people read that one.
        """
        if not self.inside or not any("other" in event.answers for event in self.events):
            return []
        cases = Case.objects.select_related(*AROUND).in_bulk(merged_under(self.case.pk))
        numbers = {case.number for case in cases.values()}
        known = open_numbers(self.actor, numbers)
        return [
            JoinedMatter(case, case.number if case.number in known else "", self._said_in(case))
            for case in cases.values()
            if self.case.sensitive or not case.sensitive
        ]

    def _said_in(self, case: Case) -> list[Telling]:
        events = [event for event in EVENTS(case.pk) if event.step in SAID_BEFORE]
        circle = Circle(case, [], [])  # who said it is told where the people are, to whom it may be
        return told(events, Names.read(circle, events, self.actor), replace(self.listener, circle=circle))

    @cached_property
    def files(self) -> dict[int, Attachment]:
        """Files of matters that were merged into this one, by key."""
        tellings = (telling for joined in self.joined for telling in joined.tellings)
        return {file.pk: file for telling in tellings for file in telling.attachments}

    @property
    def stage_words(self) -> str:
        stage = self.case.stage_word
        return TOLD_TO_RESIDENTS[stage] if self.for_resident else stage.label

    @cached_property
    def known(self) -> frozenset[int]:
        return known_to(self.actor, self.circle)

    @property
    def unknown(self) -> int:
        """How many complain whom a merge brought here, and who are nobody's here to name."""
        return len(self.circle.complainants) - len(self.known) if self.inside else 0

    @cached_property
    def led_on_to(self) -> str:
        """The number of the case this one was merged into, for those inside who may open it."""
        into = self.case.merged_into
        return into.number if into and self.inside and open_numbers(self.actor, {into.number}) else ""

    @cached_property
    def mine(self) -> Complainant | None:
        """The complaint of whoever reads, if it is theirs."""
        return self.circle.complaint_of(self.actor)

    @property
    def shown(self) -> Sequence[Complainant]:
        """Nobody to a volunteer; to a resident only themself; to those inside whom they could see before a merge."""
        if self.inside:
            return [c for c in self.circle.complainants if c.pk in self.known]
        return [self.mine] if self.for_resident and self.mine else []

    def words_of(self, summons: Summons) -> tuple[str, str]:
        """What a department was asked, and who answers for it there: told to those inside."""
        asked = self.names.words(summons.question_id) if self.inside else None
        contact = self.names.words(summons.contact_id) if self.inside and summons.contact_id else None
        return asked or "", contact or ""

    def file(self, pk: int) -> Attachment | None:
        """A file of the case, or of one that was merged into it, if the reader is told of it."""
        own = self.case.attachments.filter(pk=pk).first()
        if own is not None:
            return own if self._may_open(own) else None
        return self.files.get(pk)

    def _may_open(self, attachment: Attachment) -> bool:
        return self.inside or attachment.pk in attachments_told(self.events, self.listener)
