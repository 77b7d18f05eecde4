"""What is measured, in this order, and the targets it is held to."""

from __future__ import annotations

import argparse
import csv
import gzip
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from bench import yardstick
from bench.filling import District, answers, fill
from bench.pages import QUERIES, SERVER_TIME, look, pages
from bench.pressing import Doing, Pressed, Work, press
from bench.report import Report, significant
from bench.site import served
from wolaiban.cases.actions.moving import perform
from wolaiban.cases.actions.registering import Reporter, register
from wolaiban.cases.models import Case, Event
from wolaiban.cli import laying
from wolaiban.cli.demo.everyday.kinds import IN_VILLAGES
from wolaiban.cli.demo.names import name_by
from wolaiban.config.postgres.joining import PrivateDatabase
from wolaiban.ledger.verifying import Verification
from wolaiban.process.words import Stage

IMPORTED = 1_000
CLIENTS = 8
IDLE = 3.0  # seconds before the processes are weighed


def everything(report: Report, folder: Path, args: argparse.Namespace) -> None:
    with laying.database() as database:
        assert database is not None
        district = filled(report, args.cases)
        tps = beside(report, database, args.seconds)
        writing(report, district, tps, args.seconds)
        importing(report, folder)
        verifying(report)
    with served() as site:  # the database was stopped: this is a second start, all of it
        report.hold("second start until /healthz says well", site.ready_after, "s", "<= 5")
        with laying.database():
            for page in pages():
                seen = look(page, site, args.requests)
                aside = f"p50 {seen.p50:.1f} ms, processor {seen.cpu:.0f} ms, {seen.kilobytes:.0f} KB"
                report.hold(f"{page.name}, p95", seen.p95, "ms", SERVER_TIME, aside)
                report.hold(f"{page.name}, queries", seen.queries, "", QUERIES)
            connections.close_all()
            time.sleep(IDLE)
            megabytes, processes = site.memory()
            aside = f"{processes} processes"
            report.hold("memory, all but PostgreSQL, idle after use", megabytes, "MB", "<= 400", aside)


def filled(report: Report, cases: int) -> District:
    began = time.monotonic()
    district = District.make()
    fill(district, cases)
    took = f"filled in {time.monotonic() - began:.0f} s"
    report.note("cases", Case.objects.count(), beside=took)
    report.note("events", Event.objects.count())
    return district


def beside(report: Report, database: PrivateDatabase, seconds: float) -> float:
    tps, what = yardstick.commits_per_second(database.place, seconds)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        version, fsync = cursor.fetchone()
    report.note(what, round(tps), "tps", f"PostgreSQL {version}, fsync {fsync}")
    return tps


# ---- Writing


def writing(report: Report, district: District, tps: float, seconds: float) -> None:
    """Through the actions, as the desk calls them; the actor is read beforehand."""
    for clients in (1, CLIENTS):
        done = press(registering(district, clients), processes=clients, seconds=seconds)
        write(report, f"register, c={clients}", done, tps, None if clients == 1 else ">= 0.20")
        if clients > 1:
            report.hold(f"register, c={clients}, p99", done.percentile(99), "ms", "<= 150")
    fresh = list(Case.objects.filter(stage=Stage.REPORTED).select_related("unit__township").order_by("pk"))
    quarter = len(fresh) // 4
    for clients, cases in ((1, fresh[:quarter]), (CLIENTS, fresh[quarter:-1])):
        done = press(accepting(district, cases, clients), processes=clients, seconds=seconds)
        write(report, f"accept, c={clients}", done, tps, None if clients == 1 else ">= 0.15")
    with CaptureQueriesContext(connection) as captured:
        next(registering(district, 0)(0))
    report.hold("register, queries", len(captured), "", QUERIES)
    with CaptureQueriesContext(connection) as captured:
        next(accepting(district, fresh[-1:], 1)(0))
    report.hold("accept, queries", len(captured), "", QUERIES)


def write(report: Report, what: str, done: Pressed, tps: float, target: str | None) -> None:
    """Held to a share of what pgbench does; from one process it is only said."""
    if target is None:
        report.note(what, significant(done.rate / tps), "× pgbench", done.aside)
    else:
        report.hold(what, done.rate / tps, "× pgbench", target, done.aside)


def registering(district: District, clients: int) -> Work:
    """One report after the other, each of somebody not known before."""

    def work(number: int) -> Doing:
        luck = Random(f"{clients} {number}")  # noqa: S311
        for turn in range(100_000):
            somebody = Reporter(name=name_by(luck), phone=f"137{clients}{number}{turn:06}")
            report, _ = district.report(luck, somebody)
            yield register(report, by=district.actor(report.unit, "studio"))

    return work


def accepting(district: District, cases: list[Case], clients: int) -> Work:
    def work(number: int) -> Doing:
        for case in cases[number::clients]:
            by = district.actor(case.unit, "studio")
            yield perform("accept", on=case, by=by, answers=answers(district, "accept", IN_VILLAGES[0], by))

    return work


# ---- What runs over all


def importing(report: Report, folder: Path) -> None:
    table = folder / "rows.csv.gz"
    luck = Random("import")  # noqa: S311
    with gzip.open(table, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("编号", "标题", "内容", "姓名", "电话"))
        for number in range(IMPORTED):
            kind = luck.choice(IN_VILLAGES)
            title, words = (text.format(place=f"{number} 号院") for text in (kind.title, kind.words))
            writer.writerow((number, title, words, name_by(luck), f"1360000{number:04}"))
    began = time.monotonic()
    command = [sys.executable, "-m", "wolaiban.cli.main", "import", str(table), "--spread"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    took = time.monotonic() - began
    report.hold(f"import of {IMPORTED:,} rows", took, "s", "<= 14", f"{IMPORTED / took:.0f} rows/s")


def verifying(report: Report) -> None:
    verification = Verification()
    began, computed = time.monotonic(), time.process_time()
    found = list(verification.findings())
    rate = verification.events / (time.monotonic() - began)
    if found:
        raise RuntimeError("\n".join(map(str, found[:20])))
    own = verification.events / (time.process_time() - computed)
    aside = f"{verification.events:,} events, nothing found wrong, {own:,.0f} a second of processor"
    report.hold("verify", rate, "events/s", ">= 30000", aside)
