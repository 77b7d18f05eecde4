"""What is read of a conference and around it: its lists, what may be chosen, who may see it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from wolaiban.cases.models import Case
from wolaiban.mediation.models import AgendaItem, Conference, ConferenceTask, Recusal, Seat
from wolaiban.mediation.process import CONFERENCE, TASK_LADDER, TRACKED, ConferenceStage
from wolaiban.people.actor import Actor
from wolaiban.places.models import Unit
from wolaiban.workflow.parts import TASK_RELATED, Parts, rows
from wolaiban.workflow.visible import in_office, units_named


def on_agendas() -> QuerySet[AgendaItem]:
    """The items of all conferences that are not over."""
    return AgendaItem.objects.filter(conference__stage__in=ConferenceStage.open_ones())


class ConferenceParts(Parts[Conference]):
    """What its table asks for by name."""

    items = rows(AgendaItem, "case", "question", "saying")
    seats = rows(Seat, "unit")
    recusals = rows(Recusal, "item__case", "user", "unit")
    tasks = rows(ConferenceTask, "item__case", *TASK_RELATED, ladder=TASK_LADDER, runs_at={TRACKED})

    @property
    def may_call(self) -> list[Unit]:
        case = self.subject.case
        units = dict.fromkeys([case.holder, case.township, Unit.objects.district()])
        return [unit for unit in units if unit and not unit.is_studio_level]

    @property
    def longest_open(self) -> list[Case]:
        """Cases that lie with the host, the oldest first. None that is kept close or stands on an agenda already."""
        lying = Case.objects.open().filter(holder=self.subject.host, sensitive=False, about="")
        free = lying.exclude(kind="accusation").exclude(pk__in=on_agendas().values("case"))
        return list(free.order_by("reported_at")[:50])

    @property
    def may_be_asked(self) -> list[Unit]:
        """Departments, and the units where the cases are."""
        near = Q(kind="department") | Q(pk__in=[item.case.unit_id for item in self.items])
        units = Unit.objects.active().filter(near).exclude(pk=self.subject.host_id)
        return list(units.order_by("-kind", "code"))

    @property
    def is_conferring(self) -> bool:
        return on_agendas().filter(case=self.subject.case).exists()

    @property
    def owed(self) -> list[ConferenceTask]:
        return [task for task in self.tasks if task.is_running]

    @property
    def flagged(self) -> list[Unit]:
        """To whom the clock turns: the host, and the district once as much time again has passed."""
        at_end = any(task.rung == len(TASK_LADDER) for task in self.owed)
        return [self.subject.host, *([Unit.objects.district()] if at_end else [])]

    def is_recused(self, item: AgendaItem, *, actor: Actor | None = None, unit: int | None = None) -> bool:
        """Whether somebody, or somebody of a unit, stands aside from an item or asked to and was not answered.

        So do those who stand in for them, and whoever stands in for somebody else, for them as well.
        """
        aside = [r for r in self.recusals if r.item == item and r.granted is not False]
        selves = actor.selves if actor else frozenset()
        return any(r.user_id in selves or unit == r.unit_id for r in aside)


def visible_to(actor: Actor) -> QuerySet[Conference]:
    """Those in office: whose unit calls it, sits in it or owes a task of it, or who may see a case on its agenda."""
    seen = Case.objects.visible_to(actor).filter(pk=OuterRef("case"))
    units = units_named(ConferenceParts, CONFERENCE, actor)
    return in_office(Conference, actor, *units, AgendaItem.objects.filter(Exists(seen)))
