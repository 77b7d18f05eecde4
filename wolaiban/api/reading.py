"""Reading one case: what the page shows to the same person, no more and no less."""

from __future__ import annotations

from functools import cached_property

from django.urls import reverse

from wolaiban.api.answers import SENT
from wolaiban.api.lines import line_of
from wolaiban.api.shapes import (
    Called,
    CaseRead,
    File,
    Joined,
    Named,
    OpenStep,
    Party,
    Said,
    StepQuestion,
    Told,
)
from wolaiban.cases.history import deadline_reasons as promise
from wolaiban.cases.history.case_view import CaseReader
from wolaiban.cases.history.timeline import Telling
from wolaiban.cases.history.wording import TOLD_TO_RESIDENTS
from wolaiban.cases.models import Attachment, Complainant, Summons
from wolaiban.cases.process import CASE
from wolaiban.people.officers import officers_of
from wolaiban.places.models import Unit
from wolaiban.process import questions
from wolaiban.process.answers import Particular
from wolaiban.process.words import (
    Disposition,
    Relation,
    RequestKind,
    Satisfaction,
    Solved,
    Stage,
)
from wolaiban.residents import vault
from wolaiban.workflow.offers import AvailableStep, available


class Reading(CaseReader):
    """A case, as a program reads it."""

    def read(self) -> CaseRead:
        case, resident = self.case, self.for_resident
        line = line_of(case, sorted_for_us=not resident)
        return CaseRead(
            **line.model_dump(exclude={"stage", "handler"}),
            stage=Named(code=case.stage_word, name=self.stage_words),
            handler=case.handler.name if case.handler else None,
            turn=case.turn,
            place=case.place,
            agent=str(case.agent),
            kind=None if resident else Named.word(RequestKind(case.kind)),
            merged_into=self.led_on_to or None,
            closed_at=case.closed_at,
            disposition=Named.word(Disposition(case.disposition))
            if case.disposition and case.answered_at
            else None,
            why=promise.reasons(case) if self.inside else [],
            parties=[self._party(complainant) for complainant in self.shown],
            summonses=[self._called(summons) for summons in self.circle.summonses],
            steps=[self._step(offer) for offer in available(self.actor, case, self.circle, self.roles)],
            story=[self._told(telling) for telling in self.story],
            joined=[
                Joined(number=one.number or None, story=[self._told(telling) for telling in one.tellings])
                for one in self.joined
            ],
        )

    def _party(self, complainant: Complainant) -> Party:
        masked = vault.masked(complainant.resident)
        return Party(
            id=complainant.pk,
            name=masked.name,
            phone=masked.phone,
            relation=Named(code=complainant.relation, name=Relation(complainant.relation).label),
            representative=complainant.representative,
            reachable=complainant.reachable,
            is_me=complainant == self.mine,
            answered_at=complainant.answered_at,
            judged_at=complainant.judged_at,
            solved=Named.word(Solved(complainant.solved)) if complainant.solved else None,
            satisfaction=Named.word(Satisfaction(complainant.satisfaction))
            if complainant.satisfaction
            else None,
        )

    def _called(self, summons: Summons) -> Called:
        """That a department was called is told to all; by when and what was written, to those inside."""
        state, inside = summons.state_word, self.inside
        question, contact = self.words_of(summons)
        return Called(
            department=Named.unit(summons.department),
            leads=summons.leads,
            state=Named(code=state, name=state.label),
            report_due=summons.report_due if inside else None,
            due=summons.due if inside else None,
            question=question,
            contact=contact,
        )

    def _step(self, offer: AvailableStep) -> OpenStep:
        return OpenStep(
            name=offer.step.name,
            label=offer.label,
            obstacle=str(offer.obstacle) if offer.obstacle else None,
            asks=[self._asked(asked) for asked in CASE.asked_of(offer.step.name, offer.role)],
        )

    def _asked(self, asked: questions.Asked) -> StepQuestion:
        return StepQuestion(
            name=asked.name,
            label=asked.label,
            help=asked.question.help,
            required=asked.required,
            choices=SENT[type(asked.kind)].choices(asked.kind, self),
        )

    @cached_property
    def officers(self) -> list[Named]:
        names = {post.user.username: post.user.name for post in officers_of(self.case.holder)}
        return [Named(code=username, name=name) for username, name in names.items()]

    @cached_property
    def departments(self) -> list[Named]:
        return [Named.unit(unit) for unit in Unit.objects.active().departments().order_by("code")]

    def _told(self, telling: Telling) -> Told:
        stage = Stage(telling.stage) if telling.stage else None
        shown = TOLD_TO_RESIDENTS if self.for_resident else {}
        return Told(
            step=telling.step,
            who=telling.who,
            post=telling.post,
            told=telling.told,
            at=telling.at,
            moved_to=telling.moved_to,
            stage=Named(code=stage, name=shown.get(stage, stage.label)) if stage else None,
            facts=[_said(particular) for particular in telling.facts],
            quotations=[_said(particular) for particular in telling.quotations],
            attachments=[self._file(attachment) for attachment in telling.attachments],
        )

    def _file(self, row: Attachment) -> File:
        url = reverse("api:attachment", args=[self.case.number, row.pk])
        return File(id=row.pk, name=row.name, media_type=row.media_type, size=row.size, url=url)


def _said(particular: Particular) -> Said:
    return Said(label=particular.label, words=particular.words)
