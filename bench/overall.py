"""What runs over all: bringing in a table, verifying, finding by words, the clock."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from openpyxl import Workbook

from bench.computed import OURSELVES, for_each, so_far
from bench.pages import OFFICE, TOWNSHIP
from bench.pressing import percentile
from bench.report import Report
from wolaiban.cases.models import Case, Event, Statement
from wolaiban.cases.queries.ledger import Filter, ledger_of
from wolaiban.cli.verifying import PROCESSES
from wolaiban.demo.everyday.kinds import IN_VILLAGES
from wolaiban.demo.names import name_by
from wolaiban.ledger.verifying import Verification
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.statistics import counting as sums
from wolaiban.workflow import clock
from wolaiban.workflow.models import Bookmark

DUE = 1_000


def importing(report: Report, folder: Path, rows: int) -> None:
    """Held to the pace of 100,000 rows in two minutes, the start of the command included."""
    table = folder / "rows.xlsx"
    write_table(table, rows)
    began, before = time.monotonic(), so_far()
    most = most_memory_of([sys.executable, "-m", "wolaiban.cli.main", "import", str(table), "--spread"])
    took = time.monotonic() - began
    parts = for_each(before, so_far(), rows)
    report.hold(f"import of {rows:,} rows", rows / took, "rows/s", ">= 833", f"{took:.1f} s", parts)
    report.hold(f"import of {rows:,} rows, most memory", most, "MB", "<= 500")


def most_memory_of(command: list[str]) -> float:
    """Run it to its end; megabytes. What the system itself says of a child is never less than what we held at its start."""
    most, held = 0, re.compile(r"VmHWM:\s+(\d+) kB")
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:
        while running.poll() is None:
            status = Path(f"/proc/{running.pid}/status").read_text()
            most = max(most, *map(int, held.findall(status)), 0)
            time.sleep(0.02)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    return most / 1024


def write_table(table: Path, rows: int) -> None:
    book, luck = Workbook(write_only=True), Random("import")
    sheet = book.create_sheet()
    sheet.append(("编号", "标题", "内容", "姓名", "电话"))
    for number in range(rows):
        kind = luck.choice(IN_VILLAGES)
        title, words = (text.format(place=f"{number} 号院") for text in (kind.title, kind.words))
        sheet.append((number, title, words, name_by(luck), f"1360{number:07}"))
    book.save(table)


def counting(report: Report) -> None:
    """All that was filled in, before the worker of the site would: so it is not busy with that while pages are asked for."""
    before = Bookmark.objects.filter(reader="statistics").values_list("read_to", flat=True).first() or 0
    began, computed = time.monotonic(), so_far()
    while (read := sums.sweep()).is_behind:
        pass
    took, after = time.monotonic() - began, so_far()
    events = Event.objects.filter(pk__gt=before, pk__lte=read.read_to).count()
    aside, parts = f"{events:,} in {took:.0f} s", for_each(computed, after, events)
    report.note("counting for the figures", round(events / took), "events/s", aside, parts)


def verifying(report: Report, when: str) -> None:
    verification = Verification(processes=PROCESSES)
    began, before = time.monotonic(), so_far()
    found = list(verification.findings())
    rate = verification.events / (time.monotonic() - began)
    if found:
        raise RuntimeError("\n".join(map(str, found[:20])))
    parts = for_each(before, so_far(), verification.events)
    own = 1000 / max(parts[OURSELVES], 0.001)
    aside = f"{verification.events:,} events, nothing found wrong, {own:,.0f} a second of our processor"
    report.hold(f"verify, {when}", rate, "events/s", ">= 30000", aside, parts)


def searching(report: Report, times: int) -> None:
    """Two to four characters from anywhere in what was said: a page of hits and how many there are."""
    terms = chosen_terms(times)
    for username in (OFFICE, TOWNSHIP):
        actor = Actor.of(User.objects.get(username=username))
        took, before = [], so_far()
        for term in terms:
            began = time.perf_counter()
            leaves = ledger_of(actor, Filter(text=term))
            leaves.page()
            leaves.count()
            took.append(time.perf_counter() - began)
        aside = f"p50 {percentile(took, 50):.1f} ms, worst {percentile(took, 100):.0f} ms, {len(terms)} terms"
        parts = for_each(before, so_far(), len(terms))
        report.hold(f"search in words ({username}), p95", percentile(took, 95), "ms", "<= 100", aside, parts)


def chosen_terms(count: int) -> list[str]:
    luck = Random("terms")
    first, last = (
        Statement.objects.order_by(order).values_list("pk", flat=True)[0] for order in ("pk", "-pk")
    )
    terms: list[str] = []
    while len(terms) < count:
        statement = Statement.objects.filter(pk__gte=luck.randint(first, last), words__isnull=False).order_by(
            "pk"
        )[0]
        words, length = statement.words or "", luck.randint(2, 4)
        if len(words) > length:
            begin = luck.randrange(len(words) - length)
            if len(term := words[begin : begin + length].strip()) >= 2:
                terms.append(term)
    return terms


def ticking(report: Report) -> None:
    """After everything else, since it plays what is yet to come: the next thousand that fall due, when they have."""
    due = Case.objects.filter(wake_at__isnull=False).order_by("wake_at").values_list("wake_at", flat=True)
    waiting = due.count()
    count = min(DUE, waiting)
    if not count:
        return
    began, before = time.monotonic(), so_far()
    sweep = clock.sweep(at=due[count - 1], most=count)
    took, parts = time.monotonic() - began, for_each(before, so_far(), count)
    name = f"clock, {count:,} due among {Case.objects.open().count():,} open"
    aside = f"{sweep.taken:,} steps, {waiting:,} cases wait for the clock"
    report.hold(name, took * DUE / count, "s for 1,000", "<= 30", aside, parts)
