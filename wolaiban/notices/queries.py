"""What is asked of messages and deliveries. Nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q
from django.utils.timezone import now

from wolaiban.cases.models import Case
from wolaiban.cases.visible import CaseQuerySet
from wolaiban.database.prepared import Given, PreparedQuery, Rows
from wolaiban.notices.models import Delivery, Message, Preference, Wording
from wolaiban.notices.table import TRIAL
from wolaiban.notices.texts import TEXTS, Text
from wolaiban.notices.words import DeliveryState
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.places.kinds import STUDIO_KINDS
from wolaiban.process.calendar import BEIJING, end_of
from wolaiban.process.words import Function, Stage
from wolaiban.residents.models import Resident
from wolaiban.workflow.reader import given_up

MANY = 99  # an unread count says no more than "99+"
UNREAD = Rows(
    lambda: Message.objects.filter(user=Given("user")).unread().order_by().values_list("pk")[: MANY + 1]
)
LAST_TOLD = PreparedQuery(lambda user: Message.objects.filter(user=user).newest_first()[:5])
FAILED_OF = Rows(
    lambda: Delivery.objects.failed().filter(message__case=Given("case")).order_by().values_list("pk")[:1]
)


def unread_count(user: User) -> int:
    """At most MANY + 1: a badge needs no exact number, and nobody counts a whole table for it."""
    return len(UNREAD(user=user.pk))


def messages_of(user: User, *, after: int | None = None, most: int = 50) -> list[Message]:
    """A page of what somebody was told, newest first; `after` is the last key of the page before."""
    found = Message.objects.told_to(user).after(after).select_related("case")
    return list(found[:most])


def last_told(user: User) -> list[Message]:
    """The last few things that somebody was told, for every morning: as they are, without their cases."""
    return LAST_TOLD(user.pk)


def messages_about(case: Case, *, after: int | None = None, most: int = 50) -> list[Message]:
    """What was told about a case, newest first, with deliveries and recipients: for the page of the case.

    In `deliveries_here` each message has its deliveries. Whether the reader may see the case is for the caller.
    """
    deliveries = Prefetch("deliveries", Delivery.objects.order_by("id"), to_attr="deliveries_here")
    found = Message.objects.filter(case=case).after(after)
    found = found.select_related("user", "complainant__resident", "unit", "case")
    return list(found.prefetch_related(deliveries)[:most])


def deliveries(*, after: int | None = None, most: int = 50, failed: bool = False) -> list[Delivery]:
    """A page of deliveries, newest first, with message, case and recipient."""
    found = Delivery.objects.failed() if failed else Delivery.objects.all()
    found = found.order_by("-id") if after is None else found.order_by("-id").filter(pk__lt=after)
    return list(
        found.select_related(
            "message__case",
            "message__user",
            "message__unit",
            "message__complainant__resident",
            "message__resident",
        )[:most]
    )


def last_trial(user: User) -> Message | None:
    """The newest test message that somebody sent themself, with `deliveries_here`: by which ways, and how far each came."""
    deliveries = Prefetch("deliveries", Delivery.objects.order_by("id"), to_attr="deliveries_here")
    found = Message.objects.told_to(user).filter(text=TRIAL).newest_first()
    return found.prefetch_related(deliveries).first()


def has_failed(case: Case) -> bool:
    """Whether something that was to be told about a case did not get out."""
    return bool(FAILED_OF(case=case.pk))


def failed_count() -> int:
    return Delivery.objects.filter(state=DeliveryState.FAILED)[: MANY + 1].count()


def untold_count() -> int:
    """Events that could not be told again and again: an operator must look."""
    return given_up("notices")


def preference_of(user: User) -> Preference:
    """The stored one, or an unsaved one that wants everything."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)


def wants_sms(resident: Resident) -> bool | None:
    """Whether a resident is sent text messages; None where they left no number."""
    if resident.phone is None:
        return None
    said = Preference.objects.filter(resident=resident).values_list("sms", flat=True).first()
    return said is not False


@dataclass(frozen=True)
class TextInForce:
    """A text of the table beside the district's own words for it, if it has any."""

    text: Text
    own: Wording | None

    @property
    def words(self) -> str:
        return self.own.words if self.own else self.text.words


def all_texts() -> list[TextInForce]:
    own = {wording.text: wording for wording in Wording.objects.select_related("by")}
    return [TextInForce(text, own.get(text.key)) for text in TEXTS]


@dataclass(frozen=True)
class Morning:
    """What a studio's day begins with."""

    due_today: CaseQuerySet
    overdue: CaseQuerySet
    to_answer: CaseQuerySet


def morning_of(actor: Actor, at: datetime | None = None) -> Morning:
    """For the units of the actor's posts as studio leader: due today, overdue, waiting to be told the result."""
    moment = at or now()
    units = [post.unit for post in actor.posts_as({Function.STUDIO_LEADER})]
    mine = Case.objects.visible_to(actor).open().filter(served_by([unit.studio_id for unit in units]))
    running = mine.filter(paused_at=None).exclude(stage=Stage.ANSWERED)
    until = end_of(moment.astimezone(BEIJING).date())
    return Morning(
        due_today=running.filter(deadline__gte=moment, deadline__lt=until).order_by("deadline", "id"),
        overdue=running.filter(deadline__lt=moment).order_by("deadline", "id"),
        to_answer=mine.filter(stage=Stage.RESOLVED).order_by("deadline", "id"),
    )


def served_by(studios: Sequence[int | None]) -> Q:
    """Held by one of the units of these studios."""
    return Q(holder__studio__in=[s for s in studios if s], holder__kind__in=sorted(STUDIO_KINDS))


def morning_counts(at: datetime) -> dict[int, dict[str, int]]:
    """The three figures of every studio that has any, in one query: keyed by studio."""
    until = end_of(at.astimezone(BEIJING).date())
    runs = Q(paused_at=None) & ~Q(stage=Stage.ANSWERED)
    rows = (
        Case.objects.open()
        .filter(holder__kind__in=sorted(STUDIO_KINDS))
        .values("holder__studio")
        .annotate(
            count=Count("pk", filter=runs & Q(deadline__gte=at, deadline__lt=until)),
            late=Count("pk", filter=runs & Q(deadline__lt=at)),
            waiting=Count("pk", filter=Q(stage=Stage.RESOLVED)),
        )
    )
    return {
        row["holder__studio"]: {name: row[name] for name in ("count", "late", "waiting")}
        for row in rows
        if any(row[name] for name in ("count", "late", "waiting"))
    }
