"""What is measured, in this order, and the targets it is held to."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from bench import calling, overall, yardstick
from bench.arriving import arriving
from bench.computed import OURSELVES, for_each, so_far
from bench.filling import A_DAY, STILL_OPEN, District, Filled, fill
from bench.guessing import guessing
from bench.mixing import mix
from bench.pages import QUERIES, Seen, look, pages
from bench.pressing import Doing, Pressed, Work, press
from bench.report import Report, significant
from bench.site import Site, served
from bench.uploading import uploading
from wolaiban.cases.actions.registering import register
from wolaiban.cases.models import Case, Event
from wolaiban.cli import bootstrap
from wolaiban.postgres import place
from wolaiban.process.words import Channel, Stage
from wolaiban.workflow.performing import perform

CLIENTS = (8, 32)
WARM = 2.0  # seconds
IDLE = 3.0  # seconds before the processes are weighed
SMALL = 10_000
GROWTH = "<= 1.5"
TIMES, ONCE = 5, 1  # that a browser arrives at each page


def everything(report: Report, folder: Path, args: argparse.Namespace) -> None:
    """First with ten thousand cases, then with as many as were asked for."""
    small = min(SMALL, args.cases)
    with bootstrap.database():
        district = District.make()
        filled(report, fill(district, small, "small"))
        tps = beside(report, args.seconds)
        writing(report, district, tps, args.seconds)
        overall.importing(report, folder, args.rows)
        overall.verifying(report, "after importing")
        guessing(report, args.guesses)
    with opened(report) as site:
        arriving(report, site, TIMES if args.whole else ONCE)
        before = looking(report, site, args.requests, f"{small:,}", {})
        if args.cases == small:
            overall.searching(report, args.requests)
            calls(report, site, district, args.seconds)
            weighed(report, site)
    if args.cases > small:
        grown(report, district, args, before)
    with bootstrap.database():
        overall.ticking(report)
        opening(district, args.cases)
        overall.ticking(report)
        report.note("of kinds that are no cases", mix(district, args.cases), "events")
        overall.verifying(report, "at the end")
    if args.whole:
        uploading(report)


def grown(report: Report, district: District, args: argparse.Namespace, before: dict[str, Seen]) -> None:
    with bootstrap.database():
        filled(report, fill(district, args.cases - SMALL, "large"))
    with opened(report) as site:
        looking(report, site, args.requests, f"{args.cases:,}", before)
        overall.searching(report, args.requests)
        calls(report, site, district, args.seconds)
        weighed(report, site)


def opening(district: District, cases: int) -> None:
    """Let so many cases be open: what the clock takes must grow with what is due, not with what is open."""
    missing = cases - Case.objects.open().count()
    if missing > 0:
        fill(district, round(missing / STILL_OPEN), "open", within=A_DAY)


def filled(report: Report, done: Filled) -> None:
    """A million cases with six million events in ten minutes are ten thousand events a second."""
    report.note("cases", Case.objects.count())
    report.note("events", Event.objects.count())
    aside = f"{done.cases:,} cases with {done.events:,} events in {done.seconds:.0f} s"
    report.hold("simulate", done.events / done.seconds, "events/s", ">= 10000", aside, done.processor)
    overall.counting(report)


def beside(report: Report, seconds: float) -> float:
    """Measured right before what is held against it: a machine that others use is another one an hour later."""
    tps, what = yardstick.commits_per_second(place.of(settings.DATA_DIR), seconds)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        version, fsync = cursor.fetchone()
    report.note(what, round(tps), "tps", f"PostgreSQL {version}, fsync {fsync}")
    return tps


@contextmanager
def opened(report: Report) -> Iterator[Site]:
    """The real site, and its database for us too; it was stopped before, so this is a start from nothing."""
    with served() as site:
        report.hold("start until /healthz says well", site.ready_after, "s", "<= 5")
        with bootstrap.database():
            yield site


# ---- Pages


def looking(report: Report, site: Site, requests: int, size: str, before: dict[str, Seen]) -> dict[str, Seen]:
    found = {}
    for page in pages():
        seen = found[page.name] = look(page, site, requests)
        name = f"{page.name}, {size} cases"
        aside = f"p50 {seen.p50:.1f} ms, {seen.kilobytes:.0f} KB"
        report.hold(f"{name}, p95", seen.p95, "ms", page.target, aside, seen.processor)
        report.hold(f"{name}, queries", seen.queries, "", QUERIES)
        if earlier := before.get(page.name):
            aside = f"processor × {seen.computed / max(earlier.computed, 0.1):.2f}"
            report.hold(f"{name}, p95 by that of few", seen.p95 / earlier.p95, "×", GROWTH, aside)
    return found


def weighed(report: Report, site: Site) -> None:
    connections.close_all()
    time.sleep(IDLE)
    megabytes, processes = site.memory()
    report.hold(
        "memory, all but PostgreSQL, idle after use", megabytes, "MB", "<= 400", f"{processes} processes"
    )


# ---- Writing


def writing(report: Report, district: District, tps: float, seconds: float) -> None:
    """Through the actions, as the desk calls them; the actor is read beforehand."""
    clients = CLIENTS[0]
    done = pressed(None, registering(district, clients), clients, seconds)
    write(report, f"register, action, c={clients}", *done, tps)
    fresh = list(Case.objects.filter(stage=Stage.REPORTED).select_related("unit__township").order_by("-pk"))
    done = pressed(None, accepting(district, fresh[1:], clients), clients, seconds)
    write(report, f"accept, action, c={clients}", *done, tps)
    with CaptureQueriesContext(connection) as captured:
        next(registering(district, 0)(0))
    report.hold("register, queries", len(captured), "", QUERIES)
    with CaptureQueriesContext(connection) as captured:
        next(accepting(district, fresh[:1], 1)(0))
    report.hold("accept, queries", len(captured), "", QUERIES)


def calls(report: Report, site: Site, district: District, seconds: float) -> None:
    """Through /api/v1, from processes that each keep one connection."""
    tps = beside(report, seconds)
    known = calling.tokens(district)
    # Not counted: each thread of the site opens its connection once, and each question is planned once on each.
    pressed(site, calling.registering(site, district, known, 0), CLIENTS[0], WARM)
    for clients in CLIENTS:
        work = calling.registering(site, district, known, clients)
        flushes = yardstick.flushes()
        done, parts = pressed(site, work, clients, seconds)
        write(report, f"register, /api/v1, c={clients}", done, parts, tps, ">= 0.045")
        if clients == CLIENTS[0]:
            report.hold(f"register, /api/v1, c={clients}, p99", done.percentile(99), "ms", "<= 120")
        else:  # so many at once share their waits for the disk
            shared = (yardstick.flushes() - flushes) / len(done.times)
            report.hold(f"register, /api/v1, c={clients}, flushes for one", shared, "", "<= 0.4")
    fresh = Case.objects.filter(stage=Stage.REPORTED, channel=Channel.WALK_IN, invented=False)
    fresh = fresh.select_related("unit").order_by("pk")
    work = calling.accepting(site, district, known, list(fresh), CLIENTS[0])
    done = pressed(site, work, CLIENTS[0], seconds)
    write(report, f"accept, /api/v1, c={CLIENTS[0]}", *done, tps, ">= 0.045")


def pressed(site: Site | None, work: Work, clients: int, seconds: float) -> tuple[Pressed, dict[str, float]]:
    """What was done, and what the parts of the site computed for each, of which those who ask are none; without one, we.

    Raises RuntimeError where nothing was done.
    """
    before = site.computed() if site else so_far()
    done = press(work, processes=clients, seconds=seconds, connected=site is None)
    if not done.times:
        raise RuntimeError("nothing was done")
    parts = for_each(before, site.computed() if site else so_far(), len(done.times))
    return done, parts if site else parts | {OURSELVES: 1000 * done.computed / len(done.times)}


def write(
    report: Report, what: str, done: Pressed, parts: dict[str, float], tps: float, target: str | None = None
) -> None:
    """Held to a share of what pgbench does, or only said."""
    if target is None:
        report.note(what, significant(done.rate / tps), "× pgbench", done.pace, parts)
    else:
        report.hold(what, done.rate / tps, "× pgbench", target, done.pace, parts)


def registering(district: District, clients: int) -> Work:
    """One report after the other, each of somebody not known before."""

    def work(number: int) -> Doing:
        luck = Random(f"{clients} {number}")
        for turn in range(100_000):
            report = district.report(luck, f"137{clients % 10}{number}{turn:06}")
            yield register(report, by=district.lead(report.unit))

    return work


def accepting(district: District, cases: list[Case], clients: int) -> Work:
    def work(number: int) -> Doing:
        for case in cases[number::clients]:
            yield perform("accept", on=case, by=district.lead(case.unit), answers=district.accepted(case))

    return work
