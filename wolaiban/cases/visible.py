"""Which cases an actor may see: the only door. Pages, lists, counts, search, exports and attachments go through it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q
from django.utils.timezone import now

from wolaiban.people.actor import Actor
from wolaiban.process.words import OPEN_STAGES, SEES_UNIT, Function, RequestKind

if TYPE_CHECKING:
    from wolaiban.cases.models import Case  # noqa: F401 (named in the base class)


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> Self:
        return self.filter(stage__in=sorted(OPEN_STAGES))

    def overdue(self, at: datetime | None = None) -> Self:
        """Open, past the service deadline, and not paused."""
        return self.open().filter(deadline__lt=at or now(), paused_at=None)

    def with_parties(self) -> Self:
        """Bring along what a line of a list names: units, category, handler."""
        return self.select_related("unit", "township", "holder", "agent", "category", "handler")

    def newest_first(self) -> Self:
        return self.order_by("-id")

    def visible_to(self, actor: Actor) -> Self:
        """Cases this actor may know of. Whatever is not here answers 404, as if it did not exist.

        A district post sees the district, a township post its subtree, a studio post what its studio
        received, a department what it was ever summoned to, a volunteer what she reported, a resident
        what they complained of, a receipt the case of its complaint (design, "Who sees what").
        """
        if actor.is_clock:
            return self
        if actor.complaint is not None:
            complaints = apps.get_model("cases", "Complainant").objects
            return self.filter(pk__in=complaints.filter(pk=actor.complaint).values("case"))
        if actor.user is None:
            return self.none()  # `account=None` would find everybody who has no account
        if any(post.unit.is_district for post in actor.posts_as(SEES_UNIT)):
            return self
        return self.filter(_known_to(actor))


class _AmongFew(Func):
    """One of the few that a subquery names: it is asked once, and an index finds them also beside an OR."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def _known_to(actor: Actor) -> Q:
    complained = apps.get_model("cases", "Complainant").objects.filter(resident__account=actor.user)
    mine = Q(_AmongFew(F("pk"), ArraySubquery(complained.values("case"))))
    posts = actor.posts_as(SEES_UNIT)
    townships = [post.unit_id for post in posts if post.unit.is_township]
    villages = [post.unit for post in posts if post.unit.is_studio_level]
    departments = [post.unit_id for post in posts if post.unit.is_department]
    if townships:
        mine |= Q(township__in=townships)
    if villages:
        mine |= Q(unit__in=villages) | Q(agent__in=[unit.studio_id for unit in villages])
    if departments:
        summonses = apps.get_model("cases", "Summons").objects
        mine |= Q(Exists(summonses.filter(case=OuterRef("pk"), department__in=departments)))
    if actor.holds(Function.VOLUNTEER):
        # An accusation she took down is out of her unit's sight, and so out of hers.
        mine |= Q(registered_by=actor.user) & ~Q(kind=RequestKind.ACCUSATION)
    return mine
