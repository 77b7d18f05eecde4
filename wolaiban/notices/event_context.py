"""An event as the table of notices sees it: what kind of happening, who stood where when it was over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_datetime

from wolaiban.cases.models import Case, Complainant, Event, Summons
from wolaiban.cases.roles import reopen_until
from wolaiban.database.prepared import PreparedQuery, among
from wolaiban.notices.staffing import Staffing
from wolaiban.notices.words import Happening
from wolaiban.places.models import Unit
from wolaiban.process.words import AnswerChannel, Role, Satisfaction, Solved, Stage, SummonsState

EVENTS = PreparedQuery(
    lambda keys: (
        Event.objects.select_related(
            "case__unit__parent__parent",
            "case__unit__studio",
            "case__holder__parent__parent",
            "case__holder__studio",
        )
        .filter(among("pk", keys))
        .order_by("pk")
    )
)
UNIT = PreparedQuery(lambda pk: Unit.objects.select_related("parent__parent", "studio").filter(pk=pk))
COMPLAINANTS = PreparedQuery(
    lambda keys: Complainant.objects.select_related("resident").filter(among("pk", keys)).order_by("pk")
)
JUDGED_AT = Complainant.TRACKED.index("judged_at")
DEPARTMENT, STATE = (Summons.TRACKED.index(name) for name in ("department_id", "state"))


def contexts_of(keys: Sequence[int]) -> list[EventContext]:
    """Of these events, in order; what almost each of them is told by is read for all of them together."""
    events = EVENTS(tuple(keys)) if keys else []
    staffing, known = Staffing(), dict[int, Complainant]()
    found = [EventContext(event, staffing, known) for event in events]
    known.update(complainants_by_key(row[0] for one in found for row in one.after["complainants"]))
    staffing.read(one.holder for one in found)
    return found


def complainants_by_key(keys: Iterable[int]) -> dict[int, Complainant]:
    asked = tuple(keys)
    return {one.pk: one for one in COMPLAINANTS(asked)} if asked else {}


@dataclass(frozen=True)
class EventContext:
    """Reads what the event recorded, not how the case stands now: the job may come late.

    `staffing` and `known`, complainants by their keys, may have been read for several events together.
    """

    event: Event
    staffing: Staffing = field(default_factory=Staffing)
    known: dict[int, Complainant] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        return self.event.case

    @cached_property
    def after(self) -> dict[str, Any]:
        return self.event.after

    @property
    def back_to(self) -> int | None:
        """The seq of the event after which everything was taken back by this one."""
        back_to: int | None = self.event.answers.get("back_to")
        return back_to

    @cached_property
    def happenings(self) -> frozenset[Happening]:
        if "other" in self.event.answers:
            return frozenset({Happening.GAINED})
        found = {Happening.ANY}
        if self.event.role == Role.CLOCK:
            found |= self._of_clock()
        else:
            found.add(Happening.BY_PERSON)
            if self.event.role != Role.RESIDENT:
                found.add(Happening.ON_BEHALF)
            found.add(self._what_follows())
        return frozenset(found)

    def _what_follows(self) -> Happening:
        """Whether what a resident thinks of the answer opens the review; a "no" that came too late does not."""
        if self.event.target == Stage.DISPUTED:
            return Happening.TO_REVIEW
        if self.event.step == "call_back" and self._says_no() and self._is_too_late():
            return Happening.TOO_LATE
        return Happening.NO_REVIEW

    def _says_no(self) -> bool:
        said = self.event.answers
        return said.get("solved") == Solved.NO or said.get("satisfaction") == Satisfaction.UNSATISFIED

    def _is_too_late(self) -> bool:
        until = reopen_until(self.case)
        return until is not None and self.event.at > until

    def _of_clock(self) -> set[Happening]:
        summons = "summons" in self.event.answers
        deadline = parse_datetime(self.after["deadline"] or "")
        ahead = deadline is not None and self.event.at < deadline
        return {
            Happening.BY_CLOCK,
            Happening.OF_SUMMONS if summons else Happening.OF_CASE,
            Happening.AHEAD if ahead else Happening.AFTER,
        }

    @cached_property
    def holder(self) -> Unit:
        """Who held it then: mostly who holds it now, which was read with the event."""
        pk = self.after["holder_id"]
        return self.case.holder if self.case.holder_id == pk else unit_by_key(pk)

    def complainants(self) -> list[Complainant]:
        """Those who stood in the case then, wherever their complaint stands now."""
        keys = sorted(row[0] for row in self.after["complainants"])
        if not self.known.keys() >= set(keys):
            self.known.update(complainants_by_key(keys))
        return [self.known[key] for key in keys if key in self.known]

    def moved(self) -> list[Complainant]:
        """Those who stood in a case before it was merged, or stand in it again; with those who came with them."""
        seq = self.event.seq - (self.event.step == "merge")
        told = Event.objects.filter(case=self.case, seq=seq).first()
        rows = told.after["complainants"] if told else []
        return self._complaints(Q(pk__in=[row[0] for row in rows]))

    def judged(self) -> list[Complainant]:
        """Those whose judgement this event took down."""
        at = self.event.told["at"]
        return self._complaints(
            Q(pk__in=[row[0] for row in self.after["complainants"] if row[JUDGED_AT] == at])
        )

    def answered(self) -> list[Complainant]:
        statement = self.event.answers.get("message") or {}
        return self._complaints(Q(answers__statement=statement.get("statement")))

    def _complaints(self, which: Q) -> list[Complainant]:
        return list(Complainant.objects.filter(which).select_related("resident").order_by("pk").distinct())

    def spoke(self, complainant: Complainant) -> bool:
        """Whether it was this complainant who acted, by account or by receipt."""
        if self.event.role != Role.RESIDENT:
            return False
        by_account = (
            self.event.actor_id is not None and complainant.resident.account_id == self.event.actor_id
        )
        return by_account or self.event.complaint == complainant.pk

    def spoke_with(self, complainant: Complainant) -> bool:
        """Whether this complainant did it, or was told it face to face or by telephone; then nobody need call."""
        channel = self.event.answers.get("answer_channel")
        return self.spoke(complainant) or channel in {AnswerChannel.IN_PERSON, AnswerChannel.PHONE}

    def called(self) -> list[Unit]:
        """Departments with an open summons."""
        return units_by_key(self._open(self.after))

    def let_go(self) -> list[Unit]:
        """Departments whose summons was open before this event and is called off by it."""
        before = Event.objects.filter(case=self.case, seq=self.event.seq - 1).first()
        if before is None:
            return []
        off = {row[DEPARTMENT] for row in self.after["summonses"] if row[STATE] == SummonsState.CALLED_OFF}
        return units_by_key(self._open(before.after) & off)

    def department(self) -> list[Unit]:
        """The department that this event speaks of."""
        given = self.event.answers.get("summons")
        return list(Unit.objects.filter(code=given["department"])) if given else []

    @staticmethod
    def _open(after: dict[str, Any]) -> set[int]:
        return {row[DEPARTMENT] for row in after["summonses"] if SummonsState(row[STATE]).is_open}


def unit_by_key(pk: int) -> Unit:
    if (found := UNIT.one(pk)) is None:
        raise Unit.DoesNotExist
    return found


def units_by_key(pks: set[int]) -> list[Unit]:
    return list(Unit.objects.select_related("parent__parent", "studio").filter(pk__in=pks).order_by("code"))
