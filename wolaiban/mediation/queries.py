"""Which conferences an actor may see, and what of their agenda."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from wolaiban.cases.models import Case
from wolaiban.mediation.models import AgendaItem, Conference, ConferenceTask, Seat
from wolaiban.mediation.process import ConferenceStage
from wolaiban.people.actor import Actor
from wolaiban.places.models import Unit
from wolaiban.process.words import SEES_UNIT
from wolaiban.workflow.visible import in_office


def visible_to(actor: Actor) -> QuerySet[Conference]:
    """Those in office: whose unit calls it, sits in it or owes a task of it, or who may see a case on its agenda."""
    units, seen = actor.unit_ids_as(SEES_UNIT), Case.objects.visible_to(actor)
    listed = AgendaItem.objects.filter(Exists(seen.filter(pk=OuterRef("case"))))
    sits, owes = Seat.objects.filter(unit__in=units), ConferenceTask.objects.filter(owner__in=units)
    return in_office(Conference, actor, Q(host__in=units), sits, owes, listed)


def about(case: Case, actor: Actor) -> QuerySet[Conference]:
    """The conferences on whose agenda a case stands, newest first."""
    listed = AgendaItem.objects.filter(case=case).values("conference")
    return visible_to(actor).filter(pk__in=listed).select_related("host").order_by("-pk")


def may_call(case: Case) -> list[Unit]:
    units = dict.fromkeys([case.holder, case.township, Unit.objects.district()])
    return [unit for unit in units if unit and not unit.is_studio_level]


def longest_open(conference: Conference) -> QuerySet[Case]:
    """What may be listed: open cases that lie with the host, the oldest first. Nothing that is kept close, nor what
    stands on an agenda already.
    """
    listed = on_agendas().values("case")
    lying = Case.objects.open().filter(holder=conference.host, sensitive=False, about="")
    return lying.exclude(kind="accusation").exclude(pk__in=listed).order_by("reported_at")[:50]


def on_agendas() -> QuerySet[AgendaItem]:
    """The items of all conferences that are not over."""
    return AgendaItem.objects.filter(
        conference__stage__in=[stage for stage in ConferenceStage if stage.is_open]
    )


def to_be_asked(conference: Conference) -> QuerySet[Unit]:
    """Departments, and the units where the cases are."""
    near = AgendaItem.objects.filter(conference=conference.pk).values("case__unit")
    units = Unit.objects.active().filter(Q(kind="department") | Q(pk__in=near))
    return units.exclude(pk=conference.host_id).order_by("-kind", "code")
