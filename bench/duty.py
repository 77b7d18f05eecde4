"""Duty in a whole district: its people brought in by list, a month drawn up for every door, who answers, the grid of a month.

    python -m bench.run --duty [--out FOLDER]

Some minutes, without a single case.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from django.db import connection
from django.db.models import F, Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from openpyxl import Workbook

from bench.computed import OURSELVES, for_each, so_far
from bench.filling import District
from bench.pages import Page, look
from bench.report import Report
from bench.site import served
from wolaiban.cli import bootstrap
from wolaiban.demo.names import name_by
from wolaiban.demo.pages.cast import DONGFEN
from wolaiban.duty.actions.next_month import draw_up_missing
from wolaiban.duty.answering import who_answers
from wolaiban.duty.models import Roster, Rotation, Shift
from wolaiban.duty.months import Month
from wolaiban.duty.queries.now import duty_now, facts_at
from wolaiban.duty.rules import counted_functions
from wolaiban.duty.words import HolidayDuty
from wolaiban.notices import of_subjects
from wolaiban.notices.models import Message
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post, User
from wolaiban.people.officers import officers_of
from wolaiban.places.models import STUDIO_KINDS, Unit
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import LEADS
from wolaiban.workflow.performing import begin, perform

OFTEN = 2000
ROWS = 5_000
SOMEBODY = "qin"  # who leads 东坟村
FUNCTIONS = ("治保主任", "妇联主席", "计生专干", "两委委员", "副书记", "志愿人员", "书记")


def everything(report: Report, folder: Path, args: argparse.Namespace) -> None:
    with bootstrap.database():
        District.make()
        own = Q(studio__code=None) | Q(studio__code=F("code"))
        studios = Unit.objects.with_a_door().filter(own, kind__in=sorted(STUDIO_KINDS))
        doors = list(studios.order_by("code"))
        staffing(report, folder, doors)
        rotating(report, doors)
        month = Month.of(now().astimezone(BEIJING).date())
        drawing_up(report, month)
        posting(report, month)
        answering(report)
        telling(report)
    with served() as site, bootstrap.database():
        roster = Roster.objects.get(unit__code=DONGFEN, month=month.first).pk
        pages = (
            Page("month grid", SOMEBODY, f"/rosters/{roster}/"),
            Page("sheet for the door", SOMEBODY, f"/rosters/{roster}/sheet/"),
            Page("own duty", SOMEBODY, "/rosters/mine/"),
            Page("home", "", "/"),
        )
        for page in pages:
            seen = look(page, site, args.requests)
            aside = f"p50 {seen.p50:.1f} ms, {seen.queries} queries"
            report.hold(f"{page.name}, p95", seen.p95, "ms", page.target, aside, seen.processor)


def staffing(report: Report, folder: Path, doors: list[Unit]) -> None:
    """`wolaiban people import` of some seven people for each door, the start of the command included."""
    table = folder / "staff.xlsx"
    write_staff(table, doors)
    began, before = time.monotonic(), so_far()
    command = [sys.executable, "-m", "wolaiban.cli.main", "people", "import", str(table)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, timeout=900)
    took = time.monotonic() - began
    aside = f"{ran.stdout.strip().splitlines()[-1]}; {User.objects.count():,} accounts"
    report.hold(f"staff list of {ROWS:,} rows", took, "s", "<= 60", aside, for_each(before, so_far(), ROWS))


def write_staff(table: Path, doors: list[Unit]) -> None:
    book, luck = Workbook(write_only=True), Random("staff")
    sheet = book.create_sheet()
    sheet.append(("姓名", "单位代码", "岗位", "电话"))
    for number in range(ROWS):
        door, turn = doors[number % len(doors)], number // len(doors)
        sheet.append((name_by(luck), door.code, FUNCTIONS[turn % len(FUNCTIONS)], f"1370{number:07}"))
    book.save(table)


def rotating(report: Report, doors: list[Unit]) -> None:
    """By day those who count, by night everybody, at each door that has somebody to lead it."""
    began, made = time.monotonic(), 0
    for door in doors:
        posts = officers_of(door)
        lead = next((post.user for post in posts if post.function_word in LEADS), None)
        if lead is None:
            continue
        by_day = [post for post in posts if post.function_word in counted_functions()]
        given = {"day_people": people(by_day), "night_people": people(posts)}
        given |= {"on_holiday": HolidayDuty.OWN_ORDER, "since": now()}
        begin("set_up", on=Rotation(unit=door), by=Actor.of(lead), answers=given)
        made += 1
    report.note("rotations set up", made, "", f"{time.monotonic() - began:.0f} s")


def people(posts: list[Post]) -> list[User]:
    return list({post.user_id: post.user for post in posts}.values())


def drawing_up(report: Report, month: Month) -> None:
    """All at once, as the clock does it on the twentieth: each by itself, durable, with its event."""
    wanted = Rotation.objects.count()
    began, before = time.monotonic(), so_far()
    drawn = draw_up_missing(month.next)
    took = time.monotonic() - began
    aside = f"{Shift.objects.count():,} shifts, {len(drawn.failed)} refused"
    parts = for_each(before, so_far(), wanted)
    report.hold(f"a month drawn up for {drawn.number} doors", took, "s", "<= 10", aside, parts)
    draw_up_missing(month)


def posting(report: Report, month: Month) -> None:
    began, posted = time.monotonic(), 0
    for roster in Roster.objects.filter(month=month.first).select_related("unit__studio"):
        lead = next(post.user for post in officers_of(roster.unit) if post.function_word in LEADS)
        perform("post", on=roster, by=Actor.of(lead))
        posted += 1
    report.note("rosters posted", posted, "", f"{time.monotonic() - began:.0f} s")


def telling(report: Report) -> None:
    """Before the worker of the site would: so it is not busy with that while pages are asked for."""
    began = time.monotonic()
    of_subjects.READER.read_all()
    report.note(
        "told of what was posted", Message.objects.count(), "messages", f"{time.monotonic() - began:.0f} s"
    )


def queries(act: Callable[[], object], about: str = "") -> int:
    """How many of them name something."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return sum(about in query["sql"] for query in captured)


def answering(report: Report) -> None:
    """What is asked of the database, and what it takes to answer once that is known."""
    unit = Unit.objects.with_a_door().get(code=DONGFEN)
    moment = now()
    facts = facts_at(unit, moment)
    began = time.process_time()
    for _ in range(OFTEN):
        who_answers(facts, moment)
    took = 1000 * (time.process_time() - began) / OFTEN
    report.hold("who answers, once it is read", took, "ms of processor", "<= 2", f"{len(facts.posts)} posts")
    before = so_far()
    for _ in range(OFTEN // 10):
        duty_now(unit)
    parts = for_each(before, so_far(), OFTEN // 10)
    report.note("who answers, read and answered", parts[OURSELVES], "ms of processor", "", parts)
    report.hold("who answers, queries", queries(lambda: duty_now(unit)), "", "<= 1")
    me = User.objects.get(username=SOMEBODY)
    report.hold("who acts (Actor.of), queries", queries(lambda: Actor.of(me)), "", "<= 1")
    home = Client(SERVER_NAME="127.0.0.1")
    home.get("/")
    report.hold("home, queries about duty", queries(lambda: home.get("/"), about="duty_"), "", "<= 1")
