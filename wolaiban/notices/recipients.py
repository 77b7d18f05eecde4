"""From audience to people: who of a unit is told, and to whom it is also sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from wolaiban.cases.models import Complainant
from wolaiban.notices.event_context import EventContext, unit_by_key
from wolaiban.notices.models import Message
from wolaiban.notices.staffing import Staffing
from wolaiban.notices.words import Audience, DeliveryState
from wolaiban.people.models import Post, User
from wolaiban.people.officers import unit_above
from wolaiban.places.models import Unit
from wolaiban.process.words import DISTRICT_OFFICERS, LEADS
from wolaiban.residents.models import Resident

LEFT = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.SUMMED_UP)


@dataclass(frozen=True)
class Recipient:
    """Exactly one of the four. `sends`: by every way they want; otherwise it is only told inside."""

    user: User | None = None
    complainant: Complainant | None = None
    resident: Resident | None = None
    unit: Unit | None = None
    sends: bool = True

    @property
    def key(self) -> str:
        if self.user is not None:
            return f"u{self.user.pk}"
        if self.complainant is not None:
            return f"c{self.complainant.pk}"
        if self.resident is not None:
            return f"p{self.resident.pk}"
        return f"n{self.unit.pk if self.unit else 0}"

    @property
    def whose(self) -> Resident | None:
        """Whoever of the vault it goes to, if it leaves the house."""
        return self.complainant.resident if self.complainant is not None else self.resident


def recipients(audience: Audience, scene: EventContext) -> list[Recipient]:
    """Everybody of an audience, each once. Who took the step is not told what they did themselves."""
    found = FINDERS[audience](scene)
    return [one for one in found if one.user is None or one.user.pk != scene.event.actor_id]


def _complainants(scene: EventContext) -> list[Recipient]:
    return reached(scene.complainants())


def reached(complainants: Iterable[Complainant]) -> list[Recipient]:
    """Those to whom something can be sent: an anonymous report is followed by its receipt alone."""
    return [Recipient(complainant=c) for c in complainants if c.resident.phone is not None]


def _speaker(scene: EventContext) -> list[Recipient]:
    return reached(c for c in scene.complainants() if scene.spoke(c))


def _handler(scene: EventContext) -> list[Recipient]:
    """The one assigned, or all who may take it on while nobody is; then it is sent to who is there now, or else the leads."""
    return in_charge(scene.holder, scene.after["handler_id"], scene.staffing)


def in_charge(holder: Unit, handler_id: int | None, staffing: Staffing) -> list[Recipient]:
    posts = staffing.officers_of(holder)
    if mine := [post for post in posts if post.user_id == handler_id]:
        return _sent_to(mine[:1], holder, staffing)
    return _sent_to(posts, holder, staffing, staffing.there_now(holder))


def _lead(scene: EventContext) -> list[Recipient]:
    return leads_of(scene.holder, scene.staffing)


def leads_of(holder: Unit, staffing: Staffing) -> list[Recipient]:
    return _sent_to(_leads(staffing.officers_of(holder)), holder, staffing)


def _above(scene: EventContext) -> list[Recipient]:
    return above(scene.holder, scene.staffing)


def above(holder: Unit, staffing: Staffing) -> list[Recipient]:
    """The unit above; above the district there is none, and the district office itself is told."""
    unit = unit_above(holder)
    return staff(unit, staffing) if unit is not None else district_office(holder, staffing)


def _district(scene: EventContext) -> list[Recipient]:
    return district_office(scene.holder, scene.staffing)


def district_office(unit: Unit, staffing: Staffing) -> list[Recipient]:
    while unit.parent is not None:
        unit = unit.parent
    posts = [post for post in staffing.officers_of(unit) if post.function_word in DISTRICT_OFFICERS]
    return _sent_to(posts, unit, staffing)


def _agent(scene: EventContext) -> list[Recipient]:
    return staff(scene.case.unit, scene.staffing)


def _misled(scene: EventContext) -> list[Recipient]:
    """Residents to whom a message about what was taken back has left, or is leaving."""
    told = _told_of_what_was_taken_back(scene).filter(complainant__isnull=False)
    left = told.filter(deliveries__state__in=LEFT).select_related("complainant__resident")
    people = {message.complainant_id: message.complainant for message in left}
    return reached(one for one in people.values() if one is not None)


def _misled_inside(scene: EventContext) -> list[Recipient]:
    """Whoever works here has read it where it stands."""
    told = _told_of_what_was_taken_back(scene).filter(user__isnull=False).select_related("user")
    return [Recipient(user=user) for user in {message.user_id: message.user for message in told}.values()]


def _told_of_what_was_taken_back(scene: EventContext) -> QuerySet[Message]:
    back_to = scene.back_to
    assert back_to is not None
    return Message.objects.filter(
        event__case=scene.event.case_id, event__seq__gt=back_to, event__seq__lt=scene.event.seq
    )


def _raiser(scene: EventContext) -> list[Recipient]:
    raiser = scene.after["raiser_id"]
    return staff(unit_by_key(raiser), scene.staffing) if raiser else []


def _departments(which: Callable[[EventContext], list[Unit]]) -> Callable[[EventContext], list[Recipient]]:
    def found(scene: EventContext) -> list[Recipient]:
        return [one for unit in which(scene) for one in staff(unit, scene.staffing)]

    return found


def staff(unit: Unit, staffing: Staffing) -> list[Recipient]:
    return _sent_to(staffing.officers_of(unit), unit, staffing)


def _sent_to(posts: list[Post], unit: Unit, staffing: Staffing, there: int | None = None) -> list[Recipient]:
    """People in these posts, each once, and the group of their unit.

    It is sent to whoever of them is there now alone; else, where there are leads, to them alone. Whoever stands in for
    somebody is told as they are, and by the same ways.
    """
    people = {post.user_id: post.user for post in posts}
    sent_to = {there} & people.keys() or {post.user_id for post in _leads(posts)} or set(people)
    for deputy in staffing.deputies_of(posts):
        person = deputy.own_post.user
        people.setdefault(person.pk, person)
        sent_to |= {person.pk} if deputy.post.user_id in sent_to else set()
    return [*(Recipient(user=user, sends=pk in sent_to) for pk, user in people.items()), Recipient(unit=unit)]


def _leads(posts: list[Post]) -> list[Post]:
    return [post for post in posts if post.function_word in LEADS]


FINDERS: dict[Audience, Callable[[EventContext], list[Recipient]]] = {
    Audience.COMPLAINANTS: _complainants,
    Audience.ANSWERED: lambda scene: reached(scene.answered()),
    Audience.SPEAKER: _speaker,
    Audience.MOVED: lambda scene: reached(scene.moved()),
    Audience.JUDGED: lambda scene: reached(scene.judged()),
    Audience.MISLED: _misled,
    Audience.MISLED_INSIDE: _misled_inside,
    Audience.HANDLER: _handler,
    Audience.LEAD: _lead,
    Audience.ABOVE: _above,
    Audience.AGENT: _agent,
    Audience.RAISER: _raiser,
    Audience.SUMMONED: _departments(EventContext.called),
    Audience.DEPARTMENT: _departments(EventContext.department),
    Audience.LET_GO: _departments(EventContext.let_go),
    Audience.DISTRICT: _district,
}
