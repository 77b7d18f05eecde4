"""A district with people in it, and in it matters as `wolaiban simulate` makes them."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.db import connection
from django.utils.timezone import now

from bench.computed import for_each, so_far
from wolaiban.cases.actions.registering import Report, Reporter
from wolaiban.cases.models import Case
from wolaiban.cli import bootstrap
from wolaiban.demo.filling import forgetting_crashes
from wolaiban.demo.hiring import hire
from wolaiban.demo.names import name_by
from wolaiban.people.actor import Actor
from wolaiban.places.models import Unit
from wolaiban.process.words import Tier
from wolaiban.simulation.loading import Plan, analyse, load_all
from wolaiban.simulation.town import Town, told_in

A_YEAR = timedelta(days=365)
A_DAY, STILL_OPEN = timedelta(days=1), 0.97  # of what came in within it, so much at least


@dataclass(frozen=True)
class Filled:
    cases: int
    events: int
    seconds: float
    processor: dict[str, float]  # milliseconds for an event


@dataclass(frozen=True)
class District:
    """Everybody and everything that the matters are made of, read once."""

    town: Town

    @classmethod
    def make(cls) -> District:
        bootstrap.ground()
        with forgetting_crashes():
            hire(now())
        return cls(Town.read())

    def report(self, luck: Random, phone: str) -> Report:
        """A matter of somebody not known before."""
        unit = luck.choice(self.town.studios)
        told = told_in(unit, luck)
        somebody = Reporter(name=name_by(luck), phone=phone)
        return Report(
            unit=unit,
            title=told.title,
            words=told.words,
            place_words=told.place,
            kind=told.matter.kind,
            reporters=[somebody],
            invented=True,
        )

    def lead(self, unit: Unit) -> Actor:
        return self.town.by(self.town.offices[unit.pk].lead)

    def accepted(self, case: Case) -> dict[str, object]:
        """What the lead of its studio gives to accept a case."""
        category = self.town.categories["邻里纠纷"]
        return {"category": category, "tier": Tier.MINOR, "handler": self.lead(case.unit).user}


def fill(district: District, cases: int, seed: str, within: timedelta = A_YEAR) -> Filled:
    """Add so many matters that came in within this time, every commit waiting for the disk as always."""
    began, computed, end = time.monotonic(), so_far(), now()
    plan = Plan(district.town, seed, end)
    batches = list(plan.batches(cases, end - within))
    told = list(load_all(plan, batches, min(2, os.cpu_count() or 1)))
    analyse()
    seconds, events = time.monotonic() - began, sum(events for _, events in told)
    processor = for_each(computed, so_far(), events)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return Filled(sum(done for done, _ in told), events, seconds, processor)
