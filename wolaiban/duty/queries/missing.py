"""Doors for which nobody has drawn up a month."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q

from wolaiban.duty.models import Roster
from wolaiban.duty.months import Month
from wolaiban.people.models import Post
from wolaiban.places.models import STUDIO_KINDS, Unit
from wolaiban.process.words import OFFICERS


def doors_without_roster(month: Month) -> list[Unit]:
    """Studios where somebody works, in the order of their codes, that have not even a draft; each with its township."""
    manned = Post.objects.current().as_any_of(sorted(OFFICERS)).filter(unit__studio=OuterRef("studio"))
    drawn = Roster.objects.filter(unit=OuterRef("pk"), month=month.first)
    studios = Unit.objects.active().filter(kind__in=sorted(STUDIO_KINDS))
    doors = studios.filter(Q(studio__code=None) | Q(studio__code=F("code")))
    missing = doors.filter(~Exists(drawn), Exists(manned))
    return list(missing.select_related("township__studio", "studio", "parent").order_by("code"))
