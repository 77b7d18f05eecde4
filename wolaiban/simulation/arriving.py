"""How a simulated matter comes in: through which channel, by whom, about what."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

from wolaiban.cases.actions.complaining import fresh_complainant
from wolaiban.cases.actions.registering import FOUND_BY_US, Report, Reporter, fresh_case
from wolaiban.cases.models import Case, Complainant
from wolaiban.cases.roles import Circle
from wolaiban.demo.names import name_by
from wolaiban.people.actor import ANYBODY
from wolaiban.people.models import Post
from wolaiban.process.words import Channel
from wolaiban.residents import vault
from wolaiban.residents.models import Resident
from wolaiban.simulation import odds
from wolaiban.simulation.town import ToldMatter, Town, told_in

if TYPE_CHECKING:
    from wolaiban.simulation.life import KeyRanges

TELEPHONES = 10**7


@dataclass(frozen=True)
class Arrival:
    """A report as it came in, and in which post it was taken down (None: by the person themself)."""

    report: Report
    told: ToldMatter
    post: Post | None


class Neighbourhood:
    """Those who report: somebody new, or somebody who has reported before in the same batch of matters."""

    def __init__(self, keys: KeyRanges, luck: Random) -> None:
        self.keys, self.luck = keys, luck
        self.fresh: list[Resident] = []

    def somebody(self, at: datetime) -> Resident:
        if self.fresh and self.luck.random() < odds.RETURNING:
            return self.luck.choice(self.fresh)
        luck = self.luck
        if luck.random() < odds.ANONYMOUS:
            resident = vault.build(invented=True)
        else:
            phone = f"1990{luck.randrange(TELEPHONES):07}"
            address = (
                f"{luck.randint(1, 30)} 号院 {luck.randint(1, 9)} 号"
                if luck.random() < odds.ADDRESS_LEFT
                else ""
            )
            resident = vault.build(name=name_by(luck), phone=phone, address=address, invented=True)
        resident.pk, resident.created_at = self.keys.key(Resident), at
        self.fresh.append(resident)
        return resident


def arrive(town: Town, who: Neighbourhood, number: str, at: datetime, luck: Random) -> tuple[Arrival, Circle]:
    unit = luck.choice(town.studios)
    told = told_in(unit, luck)
    channel = odds.CHANNELS.draw(luck)
    residents = _residents(who, channel, at, luck)
    report = Report(
        unit=unit, title=told.title, words=told.words, place_words=told.place, kind=told.matter.kind,
        channel=channel, urgent=luck.random() < odds.URGENT, key=secrets.token_hex(16), invented=True,
        reporters=[Reporter(resident=resident, representative=len(residents) > 1) for resident in residents],
    )  # fmt: skip
    arrival = Arrival(report, told, _taken_by(town, report, luck))
    by = town.by(arrival.post) if arrival.post else ANYBODY
    case = fresh_case(report, number=number, edition=town.edition, by=by, at=at)
    case.pk = who.keys.key(Case)
    return arrival, Circle(case, [_complainant(case, one, who.keys) for one in report.reporters], [])


def _residents(who: Neighbourhood, channel: Channel, at: datetime, luck: Random) -> list[Resident]:
    if channel in FOUND_BY_US and luck.random() < odds.NOBODY_NAMED:
        return []
    several = luck.randint(2, 4) if luck.random() < odds.SEVERAL else 1
    return list({resident.pk: resident for resident in (who.somebody(at) for _ in range(several))}.values())


def _taken_by(town: Town, report: Report, luck: Random) -> Post | None:
    if report.channel == Channel.ONLINE:
        return None
    if report.channel == Channel.HOTLINE:
        return town.district.lead
    return luck.choice(town.offices[report.unit.pk].posts)


def _complainant(case: Case, reporter: Reporter, keys: KeyRanges) -> Complainant:
    assert reporter.resident is not None
    complainant = fresh_complainant(case, reporter, reporter.resident)
    complainant.pk = keys.key(Complainant)
    return complainant
