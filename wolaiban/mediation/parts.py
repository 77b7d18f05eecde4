"""What belongs to a conference, and what the engine, its table and its messages ask of it by name."""

from __future__ import annotations

from wolaiban.mediation import queries
from wolaiban.mediation.models import AgendaItem, Conference, ConferenceTask, Recusal, Seat
from wolaiban.mediation.process import TASK_LADDER, ConferenceStage
from wolaiban.places.models import Unit
from wolaiban.workflow.parts import Parts, rows


class ConferenceParts(Parts[Conference]):
    items = rows(AgendaItem, "case", "question", "saying")
    seats = rows(Seat, "unit")
    recusals = rows(Recusal, "item__case", "user", "unit")
    tasks = rows(ConferenceTask, "item__case", "text", "owner", "person")

    @property
    def owed(self) -> list[ConferenceTask]:
        return [task for task in self.tasks if task.state_word.is_owed]

    @property
    def running(self) -> list[ConferenceTask]:
        """Tasks have clocks of their own, once the minutes are signed."""
        return self.owed if self.subject.stage == ConferenceStage.TRACKED else []

    @property
    def flagged(self) -> list[Unit]:
        """To whom the clock turns: the host, and the district once as much time again has passed."""
        at_end = any(task.rung == len(TASK_LADDER) for task in self.running)
        return [self.subject.host, *([Unit.objects.district()] if at_end else [])]

    @property
    def is_conferring(self) -> bool:
        return queries.on_agendas().filter(case=self.subject.case).exists()

    def is_recused(self, item: AgendaItem, *, user: int | None = None, unit: int | None = None) -> bool:
        """Whether somebody, or somebody of a unit, stands aside from an item or asked to and was not answered."""
        aside = [r for r in self.recusals if r.item == item and r.granted is not False]
        return any(user == r.user_id or unit == r.unit_id for r in aside)
