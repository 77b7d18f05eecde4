"""What the page of a case shows: read once, in a number of queries that does not grow with the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import chain
from typing import Any

from django.utils.timezone import now

from wolaiban.cases.bounds import TAKEN_BACK_WITHIN
from wolaiban.cases.history import deadline_reasons as promise
from wolaiban.cases.history.audience import is_somebody, looking_post
from wolaiban.cases.history.case_view import CaseReader
from wolaiban.cases.history.course import course
from wolaiban.cases.history.timeline import Telling
from wolaiban.cases.models import Attachment, Complainant, Summons
from wolaiban.database.prepared import PreparedQuery, among
from wolaiban.desk.cases.buttons import Buttons, buttons_of, left_to_leads
from wolaiban.mediation.kind import KIND as CONFERENCES
from wolaiban.mediation.kind import PROPOSES
from wolaiban.mediation.models import Conference
from wolaiban.notices.queries import has_failed
from wolaiban.people.models import Post
from wolaiban.process.answers import Particular
from wolaiban.process.course import Stop
from wolaiban.process.words import OFFICERS, Relation, RequestKind, Role, Satisfaction, Stage
from wolaiban.publicity.kind import may_write
from wolaiban.residents import vault
from wolaiban.residents.masking import Masked
from wolaiban.residents.models import Look
from wolaiban.sponsorship.kind import KIND as SPONSORSHIPS
from wolaiban.sponsorship.kind import namer_of
from wolaiban.sponsorship.models import Sponsorship
from wolaiban.workflow.about import PROCEED, subjects_about
from wolaiban.workflow.offers import AvailableStep, available

LOOKS = PreparedQuery(
    lambda residents: Look.objects.filter(among("resident", residents)).select_related(
        "actor", "post__unit", "post__user"
    )
)
LOOKS_HERE = PreparedQuery(
    lambda residents, number: Look.objects.filter(
        among("resident", residents), case_number=number
    ).select_related("actor", "post__unit", "post__user")
)
NOTICEABLE = timedelta(minutes=1)
LATEST = 3


@dataclass(frozen=True)
class ComplainantShown:
    """A complainant as this reader may see them."""

    complainant: Complainant
    masked: Masked
    is_me: bool
    can_reveal: bool
    can_erase: bool
    can_correct: bool
    looks: tuple[Look, ...]
    told_by_call: bool  # text messages do not reach the number left

    @property
    def relation(self) -> str:
        return Relation(self.complainant.relation).label

    @property
    def judged(self) -> str:
        said = self.complainant.satisfaction
        return Satisfaction(said).label if said else ""


@dataclass(frozen=True)
class CalledDepartment:
    """A department's place in the whistle. Words are empty for those who are not told them."""

    summons: Summons
    question: str
    contact: str
    opinion: str
    attachments: tuple[Attachment, ...]


class CasePage(CaseReader):
    """A case, as its page shows it."""

    @cached_property
    def reported(self) -> Telling:
        """The registration: the first event, told last."""
        return self.story[-1]

    @cached_property
    def reported_words(self) -> Particular | None:
        return next(iter(self.reported.quotations), None)

    @cached_property
    def answer_to_me(self) -> Particular | None:
        """What a resident was told last and is to judge now: shown before they are asked."""
        if not (self.for_resident and self.case.stage_word is Stage.ANSWERED):
            return None
        answers = (telling.quotations for telling in self.story if telling.step == "answer")
        return next(chain.from_iterable(answers), None)  # what another was told is without words here

    @property
    def latest(self) -> list[Telling]:
        """What happened last; all of it, where the rest would be little."""
        return self.story[: None if len(self.story) <= LATEST + 2 else LATEST]

    @property
    def earlier(self) -> list[Telling]:
        return self.story[len(self.latest) :]

    @cached_property
    def course(self) -> list[Stop]:
        return course(self.case, self.events)

    @cached_property
    def offers(self) -> list[AvailableStep]:
        return available(self.actor, self.case, self.circle, self.roles)

    @cached_property
    def buttons(self) -> Buttons:
        """All but what is offered beside what was just done."""
        return buttons_of(offer for offer in self.offers if offer.step.name != "take_back")

    @cached_property
    def left_to_leads(self) -> str:
        return left_to_leads(self.case, self.roles.keys(), now())

    @cached_property
    def take_back(self) -> AvailableStep | None:
        """Offered to whoever has just done something, for as long as it may be taken back."""
        offered = (offer for offer in self.offers if offer.step.name == "take_back" and not offer.obstacle)
        return next(offered, None)

    @property
    def take_back_until(self) -> datetime:
        return self.case.changed_at + TAKEN_BACK_WITHIN

    @property
    def take_back_left(self) -> str:
        """9:48"""
        left = max(int((self.take_back_until - now()).total_seconds()), 0)
        return f"{left // 60}:{left % 60:02}"

    @cached_property
    def reasons(self) -> list[str]:
        return promise.reasons(self.case)

    @property
    def deadline_name(self) -> str:
        return promise.DEADLINES.get(self.case.stage_word, "时限")

    @cached_property
    def latest_answer(self) -> promise.LatestAnswer | None:
        return promise.latest_answer(self.case)

    @cached_property
    def was_reported_earlier(self) -> bool:
        """Written down elsewhere before it was registered here."""
        return self.case.registered_at - self.case.reported_at >= NOTICEABLE

    @cached_property
    def statutory(self) -> list[promise.Statutory]:
        return promise.statutory(self.case)

    @cached_property
    def is_untold(self) -> bool:
        return has_failed(self.case)

    @cached_property
    def people(self) -> list[ComplainantShown]:
        looks = self._looks()
        return [self._person(complainant, looks) for complainant in self.shown]

    @cached_property
    def looking_post(self) -> Post | None:
        return looking_post(self.actor, self.eyes, self.circle)

    def _person(self, complainant: Complainant, looks: list[Look]) -> ComplainantShown:
        return ComplainantShown(
            complainant=complainant,
            masked=vault.masked(complainant.resident),
            is_me=complainant == self.mine,
            can_reveal=self.looking_post is not None and is_somebody(complainant),
            can_erase=self.inside and is_somebody(complainant) and self.may_erase,
            can_correct=self.inside and is_somebody(complainant) and self.works_with_people,
            told_by_call=vault.is_told_by_call(complainant.resident),
            looks=tuple(
                look
                for look in looks
                if look.resident_id == complainant.resident_id and self._tells_looks(complainant)
            ),
        )

    def _tells_looks(self, complainant: Complainant) -> bool:
        """Not to those inside once the person is erased: whether they stay would tell if they complain elsewhere."""
        return self.for_resident or not complainant.resident.is_erased

    def _looks(self) -> list[Look]:
        """Who looked: a resident sees all who did, anywhere; those inside what happened in this case."""
        residents = [complainant.resident_id for complainant in self.shown]
        return LOOKS(residents) if self.for_resident else LOOKS_HERE(residents, self.case.number)

    @cached_property
    def may_erase(self) -> bool:
        """Officers of the agent studio, at the resident's wish, and of the district."""
        at_district = any(post.unit.is_district for post in self.actor.posts_as(OFFICERS))
        return at_district or Role.AGENT in self.roles

    @cached_property
    def works_with_people(self) -> bool:
        """Officers of the agent studio and of the holder, who see the people anyway."""
        return not self.roles.keys().isdisjoint({Role.AGENT, Role.HANDLER})

    @cached_property
    def may_print_slips(self) -> bool:
        return self.inside and bool(self.people) and self.works_with_people

    @cached_property
    def may_tell_all(self) -> bool:
        """Whether a typical answer may be written after this case."""
        return (
            self.inside
            and self.case.stage_word is Stage.CLOSED
            and may_write(self.actor, self.case, self.roles)
        )

    @cached_property
    def conferences(self) -> list[Conference]:
        """Those in office who may see the case may see what is held about it."""
        return subjects_about(CONFERENCES, self.case, "host") if self.inside else []

    @cached_property
    def may_propose(self) -> bool:
        """Whether a conference may be asked for about this case."""
        stands_alone = self.case.kind == RequestKind.ACCUSATION
        conferring = any(conference.stage_word.is_open for conference in self.conferences)
        may = self.inside and self.case.is_open and not (stands_alone or conferring)
        return may and bool(PROPOSES & self.roles.keys())

    @cached_property
    def sponsorships(self) -> list[Sponsorship]:
        """The last first. Asked for only where the story names one."""
        told = (event.answers for event in self.events if event.step == PROCEED) if self.inside else ()
        numbers = {given["number"] for given in told if given["process"] == SPONSORSHIPS.name}
        found = SPONSORSHIPS.visible_to(self.actor).filter(number__in=numbers)
        return list(found.select_related("leader", "unit").order_by("-pk")) if numbers else []

    @cached_property
    def may_sponsor(self) -> bool:
        """Whether a leader may be named who stands for this case."""
        sponsored = any(one.stage_word.is_open for one in self.sponsorships)
        stands_alone = self.case.kind == RequestKind.ACCUSATION
        may = self.inside and self.case.is_open and not (stands_alone or sponsored)
        return may and namer_of(self.actor, self.case) is not None

    @cached_property
    def called(self) -> list[CalledDepartment]:
        return [self._called(summons) for summons in self.circle.summonses]

    @cached_property
    def asked_of_us(self) -> str:
        """What the department of whoever reads is called for, as long as it owes an answer."""
        mine = self.circle.summons_of(self.actor)
        return next((call.question for call in self.called if mine and call.summons.pk == mine.pk), "")

    def _called(self, summons: Summons) -> CalledDepartment:
        if not self.inside:
            return CalledDepartment(summons, "", "", "", ())
        question, contact = self.words_of(summons)
        given = self._opinion_on(summons)
        photos = [self.names.attachments.get(photo["attachment"]) for photo in given.get("photos", ())]
        return CalledDepartment(
            summons,
            question=question,
            contact=contact,
            opinion=(given and self.names.words(given["result"]["statement"])) or "",
            attachments=tuple(photo for photo in photos if photo),
        )

    def _opinion_on(self, summons: Summons) -> dict[str, Any]:
        for event in self.events:
            by = event.post.unit_id if event.post else None
            if event.step == "contribute" and by == summons.department_id and event.at == summons.answered_at:
                return event.answers
        return {}
