"""Loading simulated matters: batches made in several processes, each copied into the tables in one transaction.

A batch is there whole or not at all. Where very much is loaded, secondary indexes and foreign keys are set aside meanwhile
(`cli.aside`); unique constraints and triggers hold for every row, as always.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import connection, connections, models, transaction

from wolaiban.cases.actions.registering import number_of
from wolaiban.cases.models import Answer, Case, Complainant, Event, Statement, Summons
from wolaiban.database.bulk import copy, copy_into, set_aside
from wolaiban.residents.models import Resident
from wolaiban.simulation.arriving import Neighbourhood, arrive
from wolaiban.simulation.life import Life
from wolaiban.simulation.town import Town

AT_A_TIME = 1000
KEYS_AT_A_TIME = 2000
MUCH = 5_000  # cases
# Statements and what points to them come last: their keys wait for the index of their words (`cli.aside`).
TABLES: tuple[type[models.Model], ...] = (Resident, Case, Complainant, Event, Statement, Answer, Summons)
FORK = multiprocessing.get_context("fork")  # the children know the town that was read before


@dataclass(frozen=True)
class Batch:
    """Matters that come in between two moments."""

    number: int
    count: int
    begin: datetime
    until: datetime


@dataclass(frozen=True)
class Plan:
    town: Town
    seed: str
    end: datetime

    def batches(self, cases: int, begin: datetime) -> Iterator[Batch]:
        step = (self.end - begin) / max(1, cases)
        for number, first in enumerate(range(0, cases, AT_A_TIME)):
            count = min(AT_A_TIME, cases - first)
            yield Batch(number, count, begin + step * first, begin + step * (first + count))


class Sequences:
    """Keys drawn from the tables' own sequences, many at once."""

    def __init__(self) -> None:
        self.serials = _drawn("'case_number'")
        self.keys = {
            model: _drawn(f"pg_get_serial_sequence('{model._meta.db_table}', 'id')") for model in TABLES
        }

    def key(self, model: type[models.Model]) -> int:
        return next(self.keys[model])

    def serial(self) -> int:
        return next(self.serials)


def _drawn(sequence: str) -> Iterator[int]:
    while True:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT nextval({sequence}) FROM generate_series(1, {KEYS_AT_A_TIME})")  # noqa: S608 -- ours
            keys = [key for (key,) in cursor.fetchall()]
        yield from keys


@dataclass
class Loader:
    """One process's share of the work."""

    plan: Plan
    keys: Sequences

    def load(self, batch: Batch) -> tuple[int, int]:
        """Make a batch and copy it in; how many cases and events it holds."""
        luck = Random(f"{self.plan.seed}/{batch.number}")  # noqa: S311 -- the same for the same seed
        who = Neighbourhood(self.keys, luck)
        moments = sorted(
            batch.begin + (batch.until - batch.begin) * luck.random() for _ in range(batch.count)
        )
        lives = [self._life(who, at, luck) for at in moments]
        events = [event for life in lives for event in life.events]
        with transaction.atomic():
            copy(who.fresh)
            copy([life.circle.case for life in lives])
            copy([complainant for life in lives for complainant in life.circle.complainants])
            copy([statement for life in lives for statement in life.statements])
            copy([summons for life in lives for summons in life.circle.summonses])
            copy([reply for life in lives for reply in life.replies])
            copy_into(Event, events)
        return len(lives), len(events)

    def _life(self, who: Neighbourhood, at: datetime, luck: Random) -> Life:
        number = number_of(self.keys.serial(), at)
        arrival, circle = arrive(self.plan.town, who, number, at, luck)
        life = Life(self.plan.town, arrival, circle, self.plan.end, luck, self.keys)
        life.walk()
        return life


def load_all(plan: Plan, batches: Sequence[Batch], processes: int) -> Iterator[tuple[int, int]]:
    """Load every batch, from several processes where there are several; tell of each as it is done."""
    cases = sum(batch.count for batch in batches)
    much = (
        cases >= MUCH and cases > Case.objects.count()
    )  # less is sooner loaded than all indexes are made anew
    with set_aside(TABLES) if much else nullcontext():
        yield from _load_all(plan, batches, processes)


def _load_all(plan: Plan, batches: Sequence[Batch], processes: int) -> Iterator[tuple[int, int]]:
    if processes == 1:
        loader = Loader(plan, Sequences())
        yield from map(loader.load, batches)
        return
    connections.close_all()  # a connection cannot be shared
    with FORK.Pool(processes, initializer=_begin, initargs=(plan,)) as pool:
        yield from pool.imap_unordered(_load, batches)


_loaders: list[Loader] = []


def _begin(plan: Plan) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the parent ends us
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # nothing made here goes in circles, and looking for it costs a tenth
    _loaders.append(Loader(plan, Sequences()))


def _load(batch: Batch) -> tuple[int, int]:
    return _loaders[0].load(batch)


def analyse() -> None:
    """Let the planner know what is there now."""
    with connection.cursor() as cursor:
        for model in TABLES:
            cursor.execute(f"ANALYZE {model._meta.db_table}")


def days_of(months: int) -> timedelta:
    return timedelta(days=round(months * 365.25 / 12))
