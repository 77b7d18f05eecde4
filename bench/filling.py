"""A district with people in it, and so many matters in it, each at some point of its way.

Registered through `register_many` and taken along through `perform`: no row is made in any other way.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils.timezone import now

from bench.pressing import Doing, press
from wolaiban.cases.actions.bulk import register_many
from wolaiban.cases.actions.moving import perform
from wolaiban.cases.actions.registering import Report, Reporter
from wolaiban.cases.models import Case
from wolaiban.cli import laying
from wolaiban.cli.demo.command import forgetting_crashes
from wolaiban.cli.demo.everyday.kinds import (
    COMMUNITY_PLACES,
    IN_COMMUNITIES,
    IN_VILLAGES,
    VILLAGE_PLACES,
    Matter,
)
from wolaiban.cli.demo.everyday.matters import studios_by_township
from wolaiban.cli.demo.hiring import hire, username_for
from wolaiban.cli.demo.names import name_by
from wolaiban.cli.demo.playing import Player
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.places.models import Unit, UnitKind
from wolaiban.process.words import Channel, Function, Tier
from wolaiban.residents import vault
from wolaiban.residents.models import Resident

AT_A_TIME = 50
RESIDENTS = 2_000
DAYS = 200  # over which the ended ones are spread
ENDED_WITHIN, OPEN_WITHIN = 65.0, 40.0  # seconds for filling; what is not in by then is left out, and said
DEPARTMENT = "110111D00001"

# How many of a hundred go how far. None is overdue: the clock would act on it while others are being measured.
ENDED = {
    45: ("resolve", "answer", "confirm"),
    15: ("accept", "resolve", "answer", "confirm"),
    3: ("decline",),
}
OPEN = {
    12: ("resolve", "answer"),
    10: ("accept",),
    8: (),
    4: ("accept", "raise"),
    3: ("accept", "raise", "take_up", "whistle"),
}


@dataclass
class District:
    """Everybody and everything that the matters are made of, read once."""

    player: Player
    studios: list[Unit]
    residents: list[Resident]
    luck: Random = field(default_factory=lambda: Random("bench"))  # noqa: S311 -- the same for everybody

    @classmethod
    def make(cls) -> District:
        laying.ground()
        base = now()
        with forgetting_crashes():
            hire(base)
            residents = move_in(base)
        player = Player(base)
        studios = [unit for some in studios_by_township(list(player.units.values())) for unit in some]
        made = cls(player, studios, residents)
        for username in {username for unit in studios for username in offices(unit).values()}:
            player.actor(username)  # read here, not in each process
        player.actor("shen")
        assert player.categories
        return made

    def matter(self, luck: Random) -> tuple[Unit, Matter]:
        unit = luck.choice(self.studios)
        return unit, luck.choice(IN_COMMUNITIES if unit.kind == UnitKind.COMMUNITY else IN_VILLAGES)

    def report(self, luck: Random, reporter: Reporter) -> tuple[Report, Matter]:
        unit, matter = self.matter(luck)
        places = COMMUNITY_PLACES if unit.kind == UnitKind.COMMUNITY else VILLAGE_PLACES
        place = luck.choice(places).format(n=luck.randint(1, 18), m=luck.randint(1, 4))
        report = Report(
            unit=unit,
            title=matter.title.format(place=place),
            words=matter.words.format(place=place),
            place_words=place,
            kind=matter.kind,
            channel=luck.choice([Channel.WALK_IN, Channel.WALK_IN, Channel.CALL, Channel.HOTLINE]),
            reporters=[reporter],
            invented=True,
        )
        return report, matter

    def actor(self, unit: Unit, function: str) -> Actor:
        return self.player.actor(offices(unit)[function])


def offices(unit: Unit) -> dict[str, str]:
    """Who acts for a village: usernames by office."""
    assert unit.township is not None
    return {
        "studio": username_for(unit, Function.STUDIO_LEADER),
        "coordinator": username_for(unit.township, Function.TOWNSHIP_COORDINATOR),
        "leader": username_for(unit.township, Function.TOWNSHIP_LEADER),
    }


@transaction.atomic
def move_in(base: datetime) -> list[Resident]:
    luck = Random("residents")  # noqa: S311
    closed = make_password(None)
    users = User.objects.bulk_create(
        User(username=f"bench-{n:04}", name=name_by(luck), invented=True, created_at=base, password=closed)
        for n in range(RESIDENTS)
    )
    return Resident.objects.bulk_create(
        vault.build(name=user.name, phone=f"1390000{n:04}", account=user, invented=True)
        for n, user in enumerate(users)
    )


def fill(district: District, cases: int) -> None:
    """First what has ended, the oldest first, then what is open; from several processes, not waiting for the disk."""
    ended = round(cases * sum(ENDED) / (sum(ENDED) + sum(OPEN)))
    begin = district.player.base - timedelta(days=DAYS)
    step = timedelta(days=DAYS - 2) / max(1, ended)
    past = [(begin + step * n, min(AT_A_TIME, ended - n)) for n in range(0, ended, AT_A_TIME)]
    recent = [(None, min(AT_A_TIME, cases - n)) for n in range(ended, cases, AT_A_TIME)]
    batches(district, ENDED, past, ENDED_WITHIN)
    batches(district, OPEN, recent, OPEN_WITHIN)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


Batch = tuple[datetime | None, int]


def batches(
    district: District, ways: dict[int, tuple[str, ...]], wanted: Sequence[Batch], seconds: float
) -> None:
    processes = min(4, os.cpu_count() or 1)

    def work(number: int) -> Doing:
        luck = Random(f"{number} {seconds}")  # noqa: S311
        with forgetting_crashes():
            for moment, count in wanted[number::processes]:
                play(district, ways, luck, moment, count)
                yield True

    press(work, processes=processes, seconds=seconds)


def play(
    district: District, ways: dict[int, tuple[str, ...]], luck: Random, moment: datetime | None, count: int
) -> None:
    told = [district.report(luck, Reporter(resident=luck.choice(district.residents))) for _ in range(count)]
    cases = register_many([report for report, _ in told], by=district.player.actor("shen"), at=moment)
    for case, (report, matter) in zip(cases, told, strict=True):
        for hours, step in enumerate(luck.choices(list(ways.values()), list(ways))[0], start=1):
            at = moment and moment + timedelta(hours=hours)
            take(district, step, case, report, matter, at)


def take(
    district: District, step: str, case: Case, report: Report, matter: Matter, at: datetime | None = None
) -> None:
    """A step as its people would take it."""
    office = {"take_up": "coordinator", "whistle": "leader"}.get(step, "studio")
    by = district.actor(report.unit, office)
    if step == "confirm":
        resident = report.reporters[0].resident
        assert resident is not None
        by = Actor(resident.account, ())
    perform(step, on=case, by=by, answers=answers(district, step, matter, by), at=at)


def answers(district: District, step: str, matter: Matter, by: Actor) -> dict[str, object]:
    category = district.player.categories[matter.category]
    match step:
        case "accept":
            return {"category": category, "tier": Tier.MINOR, "handler": by.user}
        case "resolve":
            return {
                "disposition": matter.end,
                "root_cause": matter.cause,
                "result": matter.result,
                "category": category,
            }
        case "answer":
            return {"answer_channel": "phone", "message": matter.told}
        case "confirm":
            return {"solved": "yes", "satisfaction": "satisfied"}
        case "decline":
            return {"lawful_way": "court", "reason": "此事已由法院立案审理。", "guidance": "请找承办法官。"}
        case "raise":
            return {"tried": "到现场看过两次，村居办不了。", "asked": "请镇街协调。"}
        case "take_up":
            return {"handler": by.user}
        case "whistle":
            return {
                "lead_department": district.player.units[DEPARTMENT],
                "question": "属地一家办不了，请到现场会商。",
                "due": now() + timedelta(days=10),
            }
    raise ValueError(step)
