"""Next month's rosters, drawn up by the clock for every door that has a rotation."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError
from django.db.models import Exists, OuterRef, QuerySet

from wolaiban.duty.models import Roster, Rotation, RotationPlace
from wolaiban.duty.months import Month
from wolaiban.duty.parts import Office, RotationParts, office_of, posts_of, secretaries
from wolaiban.duty.process import IN_FORCE
from wolaiban.people.actor import CLOCK
from wolaiban.people.models import Absence, Post
from wolaiban.process.errors import ProcessError
from wolaiban.workflow.performing import begin

log = logging.getLogger(__name__)
AT_A_TIME = 100  # doors whose people are read together
FROM_DAY = 20  # of the month before: five days before leaders are urged


@dataclass(frozen=True)
class DrawnUp:
    """How many rosters were drawn up, and the units of which it was refused."""

    number: int
    failed: tuple[str, ...]


def draw_up_when_due(today: date) -> DrawnUp:
    """From the twentieth on. A worker that was down makes up for it; what is there is not drawn up again."""
    return draw_up_missing(Month.of(today).next) if today.day >= FROM_DAY else DrawnUp(0, ())


def draw_up_missing(month: Month) -> DrawnUp:
    """A draft for each door whose rotation is in force and that has none of this month. Each by itself: one that fails is
    told, and stops no other. ProcessError where the month is none that may be drawn up now.
    """
    number, failed = 0, list[str]()
    rotations = list(without_roster(month))
    for start in range(0, len(rotations), AT_A_TIME):
        for roster in _about_to_be_drawn_up(rotations[start : start + AT_A_TIME], month):
            try:
                begin("draw_up", on=roster, by=CLOCK, answers={"month": month})
                number += 1
            except (ProcessError, IntegrityError) as refusal:  # another has drawn it up meanwhile
                log.warning("duty: %s of %s was not drawn up: %s", month, roster.unit.code, refusal)
                failed.append(roster.unit.full_name)
    return DrawnUp(number, tuple(failed))


def _about_to_be_drawn_up(rotations: Sequence[Rotation], month: Month) -> list[Roster]:
    """Each with what its rotation and its people are, read for all of them in three queries."""
    places, posts = defaultdict[int, list[RotationPlace]](list), defaultdict[Office, list[Post]](list)
    for place in RotationPlace.objects.filter(rotation__in=rotations).order_by("pk"):
        places[place.rotation_id].append(place)
    units = [rotation.unit for rotation in rotations]
    for post in posts_of(units, month.first):
        posts[office_of(post.unit)].append(post)
    people = {post.user_id for some in posts.values() for post in some}
    absences = list(Absence.objects.filter(user__in=people, ends__gt=month.first))
    return [
        _with(rotation, places[rotation.pk], posts[office_of(rotation.unit)], absences)
        for rotation in rotations
    ]


def _with(
    rotation: Rotation, places: list[RotationPlace], posts: list[Post], absences: list[Absence]
) -> Roster:
    roster, parts, people = (
        Roster(unit=rotation.unit),
        RotationParts(rotation),
        {one.user_id for one in posts},
    )
    parts.places = places
    roster.known = {
        "posts": posts,
        "rule": parts.rule_for(secretaries(posts)),
        "absences": [one for one in absences if one.user_id in people],
    }
    return roster


def without_roster(month: Month) -> QuerySet[Rotation]:
    drawn = Roster.objects.filter(unit=OuterRef("unit"), month=month.first)
    found = Rotation.objects.filter(~Exists(drawn), stage=str(IN_FORCE))
    return found.select_related("unit__studio", "unit__parent", "unit__township").order_by("unit__code")
