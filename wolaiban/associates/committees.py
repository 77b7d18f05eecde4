"""What is read of a committee of mediators: who its members are, who may be seated, who sees it; what its steps change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from wolaiban.associates.models import AppointmentTerm, CommitteeSeat, MediationCommittee
from wolaiban.associates.parts import SEES_ALL
from wolaiban.associates.process import ACTIVE, IN_OFFICE
from wolaiban.associates.terms import YEARS_OF_A_COMMITTEE, years_after
from wolaiban.associates.words import AppointedTo, AssociateKind
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.people.officers import served_as
from wolaiban.process.words import OFFICERS
from wolaiban.workflow.context import StepContext
from wolaiban.workflow.parts import Parts, rows


@dataclass(frozen=True)
class CommitteeMember:
    """`code` names what somebody is a member by: an appointment (t12) or a seat (s5)."""

    code: str
    label: str

    def __str__(self) -> str:
        return self.label

    def as_recorded(self) -> str:
        return self.code


def appointments(today: date) -> QuerySet[AppointmentTerm]:
    """By which associates are members of the committee at their place."""
    return AppointmentTerm.objects.filter(
        body=str(AppointedTo.COMMITTEE),
        starts__lte=today,
        ends__gt=today,
        associate__stage=str(ACTIVE),
        associate__kinds__contains=[str(AssociateKind.MEDIATOR)],
    )


class CommitteeParts(Parts[MediationCommittee]):
    """What its table asks for by name."""

    seats = rows(CommitteeSeat, "person")

    @cached_property
    def appointed(self) -> list[AppointmentTerm]:
        here = appointments(localdate()).filter(associate__unit=self.subject.unit_id)
        return list(here.select_related("associate__resident").order_by("pk"))

    @property
    def members(self) -> list[CommitteeMember]:
        seated = [CommitteeMember(f"s{seat.pk}", str(seat.person)) for seat in self.seats]
        volunteers = [
            CommitteeMember(f"t{term.pk}", f"{term.associate.masked.name}（队员 {term.associate.number}）")
            for term in self.appointed
        ]
        return [*seated, *volunteers]

    @property
    def may_be_seated(self) -> list[User]:
        """Of those who work there; each once, though they hold two posts."""
        seated = {seat.person_id for seat in self.seats}
        return list({one.pk: one for one in self.officers if one.pk not in seated}.values())

    @property
    def is_there(self) -> bool:
        """Whether there is one in office at the place of a new one."""
        standing = MediationCommittee.objects.filter(unit=self.subject.unit_id, stage=str(IN_OFFICE))
        return standing.exists()


def visible_committees(actor: Actor) -> QuerySet[MediationCommittee]:
    """Those of their own place, of the places below a township, all for the district; each with the keys of its members."""
    everything = with_members(MediationCommittee.objects.all())
    if actor.is_clock or any(post.unit.is_district for post in actor.posts_as(SEES_ALL)):
        return everything
    townships = [post.unit_id for post in actor.posts_as(OFFICERS) if post.unit.is_township]
    return everything.filter(served_as(actor, OFFICERS, "unit") | Q(unit__township__in=townships))


def with_members(committees: QuerySet[MediationCommittee]) -> QuerySet[MediationCommittee]:
    """The keys of the rows by which somebody is a member of each: one query for all of them."""
    here = appointments(localdate()).filter(associate__unit=OuterRef("unit"))
    seats = CommitteeSeat.objects.filter(committee=OuterRef("pk"))
    return committees.annotate(
        term_keys=ArraySubquery(here.order_by("pk").values("pk")),
        seat_keys=ArraySubquery(seats.order_by("pk").values("pk")),
    )


# ---- What steps change

Context = StepContext[MediationCommittee, CommitteeParts]


def establish(context: Context) -> None:
    starts, ends = context.answers["starts"], context.answers["ends"]
    context.refuse_if(ends <= starts, "ends", "届满的日子不能早于开始的日子。")
    too_long = ends > years_after(starts, YEARS_OF_A_COMMITTEE)
    context.refuse_if(too_long, "ends", "一届最多 3 年（《人民调解法》第九条）。")
    context.subject.elected_by = str(context.answers["elected_by"])
    context.subject.starts, context.subject.ends = starts, ends


def renew(context: Context) -> None:
    """Another election: who is among the members is to be counted anew."""
    establish(context)
    context.subject.women, context.subject.counted = None, []


def seat(context: Context) -> None:
    context.add(CommitteeSeat, person=context.answers["cadre"])


def unseat(context: Context) -> None:
    gone = context.answers["seated"]
    if context.subject.chair == f"s{gone.pk}":
        context.subject.chair = ""
    context.drop(gone)


def name_chair(context: Context) -> None:
    context.subject.chair = context.answers["member"].code


def count_women(context: Context) -> None:
    women, members = context.answers.get("women", 0), context.parts.members
    context.refuse_if(women > len(members), "women", f"一共只有 {len(members)} 位委员。")
    context.subject.women, context.subject.minority = women, str(context.answers["minority"])
    context.subject.counted = [member.code for member in members]


COMMITTEE_BODIES: dict[str, Any] = {
    body.__name__: body for body in (establish, renew, seat, unseat, name_chair, count_women)
}
