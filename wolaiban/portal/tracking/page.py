"""What a resident's page of their matter shows: theirs alone, also where others complain of the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import chain

from wolaiban.cases.history import deadline_reasons as promise
from wolaiban.cases.history.audience import Eyes
from wolaiban.cases.history.labels import Names
from wolaiban.cases.history.timeline import Listener, Telling, attachments_told, told
from wolaiban.cases.history.wording import TOLD_TO_RESIDENTS
from wolaiban.cases.models import Attachment, Case, Complainant, Event
from wolaiban.cases.roles import Circle, has_unit_above, reopen_until
from wolaiban.notices.gateways.configured import gateway_for
from wolaiban.notices.queries import wants_sms
from wolaiban.notices.words import Way
from wolaiban.people.actor import Actor
from wolaiban.people.officers import unit_above
from wolaiban.places.models import Unit
from wolaiban.portal.tracking.choices import Choice, choices
from wolaiban.portal.tracking.stops import stops
from wolaiban.process.answers import Particular
from wolaiban.process.course import Stop
from wolaiban.process.words import PauseReason, Satisfaction, Solved, Stage
from wolaiban.residents import vault
from wolaiban.residents.models import Look
from wolaiban.residents.queries import looks_at
from wolaiban.workflow.offers import available

GROUP = 8


@dataclass(frozen=True)
class Photo:
    """A photo beside another, with the day it came: before, or once it was done."""

    file: Attachment
    at: datetime


@dataclass(frozen=True)
class Chapter:
    """A case's story as one complainant is told it."""

    circle: Circle
    actor: Actor
    events: list[Event]

    @classmethod
    def of(cls, case: Case, actor: Actor, circle: Circle) -> Chapter:
        return cls(circle, actor, list(case.events.select_related("actor", "post__unit").order_by("seq")))

    @cached_property
    def listener(self) -> Listener:
        return Listener(self.actor, Eyes.RESIDENT, self.circle)

    @cached_property
    def story(self) -> list[Telling]:
        return told(self.events, Names.read(self.circle, self.events, self.actor), self.listener)

    @property
    def reported(self) -> Telling:
        """The registration: the first event, told last."""
        return self.story[-1]

    @cached_property
    def files(self) -> set[int]:
        return attachments_told(self.events, self.listener)


@dataclass(frozen=True)
class Matter:
    """A complaint and the case in which it stands now."""

    complaint: Complainant
    case: Case
    actor: Actor

    @classmethod
    def of(cls, complaint: Complainant) -> Matter | None:
        """Fetched through the one door; None where it does not open."""
        actor = Actor.with_receipt(complaint.pk)
        rows = Case.objects.visible_to(actor).select_related(
            "unit__township", "township", "holder__studio", "holder__parent__parent", "agent", "handler",
            "category", "edition", "merged_into",
        )  # fmt: skip
        case = rows.first()
        return cls(complaint, case, actor) if case else None

    @cached_property
    def circle(self) -> Circle:
        return Circle.of(self.case)

    @cached_property
    def mine(self) -> Complainant:
        """The complaint as the circle read it."""
        found = self.circle.complaint_of(self.actor)
        assert found is not None
        return found

    # ---- What was said and done

    @cached_property
    def now(self) -> Chapter:
        return Chapter.of(self.case, self.actor, self.circle)

    @cached_property
    def before(self) -> Chapter | None:
        """Where it began, if it was merged into another: that case's story, to its own complainant."""
        home = self.mine.home_case
        return Chapter.of(home, self.actor, Circle(home, [self.mine], [])) if home else None

    @property
    def first(self) -> Chapter:
        return self.before or self.now

    @property
    def reported_words(self) -> Particular | None:
        return next(iter(self.first.reported.quotations), None)

    @property
    def added(self) -> list[Telling]:
        """What I said of it later, in the order I said it."""
        mine = (telling for telling in reversed(self.now.story) if telling.step == "supply")
        return [telling for telling in mine if telling.quotations or telling.attachments]

    @property
    def title(self) -> str:
        return self.first.circle.case.heading

    @property
    def number(self) -> str:
        """The number on the resident's slip."""
        return self.first.circle.case.number

    def file(self, pk: int) -> Attachment | None:
        """An attachment that this resident is told of."""
        chapters = [self.now, *([self.before] if self.before else [])]
        cases = [chapter.circle.case for chapter in chapters if pk in chapter.files]
        return Attachment.objects.filter(case__in=cases, pk=pk).first()

    # ---- Where it stands

    @property
    def stage_words(self) -> str:
        if self.case.stage_word is Stage.ANSWERED and self.mine.judged_at:
            return "您已评价，等其他反映人评价"
        return TOLD_TO_RESIDENTS[self.case.stage_word]

    @cached_property
    def reasons(self) -> list[str]:
        return promise.reasons(self.case)

    @cached_property
    def statutory(self) -> list[promise.Statutory]:
        return promise.statutory(self.case)

    @cached_property
    def answer(self) -> Particular | None:
        """What I was told last."""
        answers = (telling.quotations for telling in self.now.story if telling.step == "answer")
        return next(chain.from_iterable(answers), None)  # what another was told is without words here

    @cached_property
    def answered(self) -> Telling | None:
        """By whom and when I was told it last."""
        return next(
            (telling for telling in self.now.story if telling.quotations and telling.step == "answer"), None
        )

    @cached_property
    def progress(self) -> Telling | None:
        """How it goes, as I was told last; None once there is an answer to it, or nothing is being done any more."""
        told = (telling for telling in self.now.story if telling.step in {"interim", "answer"})
        latest = next((telling for telling in told if telling.quotations), None)
        return latest if latest and latest.step == "interim" and self.case.is_open else None

    @cached_property
    def after(self) -> Photo | None:
        """The photo that shows it done."""
        done = (telling for telling in self.now.story if telling.step == "resolve")
        return _first_picture(next(done, None))

    @cached_property
    def before_it(self) -> Photo | None:
        """The photo of how it was, where there is one of how it is."""
        return _first_picture(self.first.reported) if self.after else None

    @cached_property
    def stops(self) -> list[Stop]:
        return stops(self.case, self.now.events, judged=self.mine.judged_at is not None)

    @property
    def latest(self) -> Telling:
        return self.now.story[0]

    @property
    def judgement(self) -> str:
        solved, pleased = self.mine.solved, self.mine.satisfaction
        if not (solved and pleased):
            return ""
        return f"{Solved(solved).label}，{Satisfaction(pleased).label}"

    @property
    def waits_for_me(self) -> bool:
        """Nobody there can go on before I have said something."""
        if self.case.stage_word is Stage.ANSWERED:
            return True
        return self.case.is_paused and self.case.pause_reason == PauseReason.MATERIALS

    @cached_property
    def choices(self) -> list[Choice]:
        offers = available(self.actor, self.case, self.circle)
        return choices(offers, waits_for_me=self.waits_for_me)

    @property
    def asked(self) -> list[Choice]:
        """What the matter waits for, or what is the first thing to think of; one of them has two doors."""
        return [choice for choice in self.choices if choice.comes_first and not choice.why_not]

    @property
    def judging(self) -> Choice | None:
        return next((choice for choice in self.asked if choice.words.ways), None)

    @property
    def may(self) -> list[Choice]:
        return [choice for choice in self.choices if choice not in self.asked and not choice.why_not]

    @property
    def may_not_yet(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.why_not]

    @cached_property
    def reviewer(self) -> Unit | None:
        """Who decides a dispute: the unit above the one that handled it; None where the district itself did."""
        return unit_above(self.case.holder) if has_unit_above(self.case) else None

    @property
    def awaits_review(self) -> bool:
        return self.case.stage_word is Stage.DISPUTED

    @property
    def reopen_until(self) -> object:
        return reopen_until(self.case) if self.case.stage_word is Stage.CLOSED else None

    @property
    def others(self) -> int:
        return len(self.circle.complainants) - 1

    # ---- Who knows of me

    @cached_property
    def looks(self) -> list[Look]:
        return list(looks_at(self.mine.resident))

    @cached_property
    def wants_sms(self) -> bool | None:
        return wants_sms(self.mine.resident)

    @property
    def sends_sms(self) -> bool:
        return bool(gateway_for(Way.SMS))

    @cached_property
    def is_told_by_call(self) -> bool:
        return vault.is_told_by_call(self.mine.resident)

    @property
    def known_as(self) -> str:
        resident = self.mine.resident
        if resident.is_erased:
            return "身份信息已删除"
        return "匿名反映，没有留下身份信息" if resident.is_anonymous else str(vault.masked(resident))

    @property
    def head(self) -> str:
        """The hash of the last event in groups that can be copied by hand."""
        hexed = bytes(self.case.head).hex()
        return " ".join(hexed[start : start + GROUP] for start in range(0, len(hexed), GROUP))


def _first_picture(telling: Telling | None) -> Photo | None:
    if telling is None:
        return None
    return next((Photo(file, telling.at) for file in telling.attachments if file.is_picture), None)
