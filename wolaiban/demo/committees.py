"""Mediation committees of the demo: one that is as the law wants it, and one without a woman."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from wolaiban.associates.committees import CommitteeParts
from wolaiban.associates.models import MediationCommittee
from wolaiban.demo.pages.cast import DONGFEN, HAIYI
from wolaiban.demo.playing import Player
from wolaiban.process.calendar import BEIJING
from wolaiban.workflow.performing import begin, perform

DAYS_AGO = 50
Turns = Iterator[tuple[str, dict[str, Any]]]


@dataclass(frozen=True)
class CommitteeScene:
    """Who of the officers is seated, the chair first; with them are those of the associates there who agreed to it."""

    unit: str
    by: str
    elected_by: str
    seated: tuple[str, ...]
    women: int


SCENES = (
    CommitteeScene(DONGFEN, "qin", "villagers", ("qin", "bai"), women=1),
    CommitteeScene(HAIYI, "meng", "residents", ("meng", "lu"), women=0),
)


def keep_committees(player: Player) -> None:
    """Safe to break off and begin again: what was taken is not taken twice."""
    for scene in SCENES:
        unit, by = player.units[scene.unit], player.actor(scene.by)
        at = player.base - timedelta(days=DAYS_AGO)
        starts = at.astimezone(BEIJING).date()
        if not MediationCommittee.objects.filter(unit=unit).exists():
            term = {"elected_by": scene.elected_by, "starts": starts, "ends": starts + timedelta(days=1000)}
            begin("establish", on=MediationCommittee(unit=unit), by=by, answers=term, at=at)
        found = MediationCommittee.objects.get(unit=unit)
        for number, (step, answers) in enumerate(_turns(player, scene, found), start=1):
            if number >= found.seq:
                perform(step, on=found, by=by, answers=answers, at=at + timedelta(minutes=number))


def _turns(player: Player, scene: CommitteeScene, found: MediationCommittee) -> Turns:
    for who in scene.seated:
        yield "seat", {"cadre": player.actor(who).user}
    yield "name_chair", {"member": CommitteeParts(found).members[0]}
    counted = {"women": scene.women} if scene.women else {}
    yield "count_women", {"minority": "not_needed", **counted}
