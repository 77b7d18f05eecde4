"""Fill the demo: the people, the six stories, and life in every township. Called at every start; quick when it is done."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection
from django.utils.timezone import now

from wolaiban.cases.queries.keys import case_under
from wolaiban.demo.absences import stand_in
from wolaiban.demo.associates import enlist_some
from wolaiban.demo.bookings import keep_visits
from wolaiban.demo.committees import keep_committees
from wolaiban.demo.conferences import confer
from wolaiban.demo.doors import open_doors
from wolaiban.demo.everyday.matters import everyday
from wolaiban.demo.feedbacks import say_some
from wolaiban.demo.hiring import hire, opened_at
from wolaiban.demo.pages.cast import GROUPS
from wolaiban.demo.phrases import keep_some
from wolaiban.demo.playing import KEY, Player
from wolaiban.demo.receptions import keep_books
from wolaiban.demo.rosters import keep_rosters
from wolaiban.demo.sponsorships import stand_for_one
from wolaiban.demo.stories.scripts import LAST, STORIES, WAITING
from wolaiban.demo.tickets import keep_a_line
from wolaiban.demo.typical_answers import publish_some
from wolaiban.ledger import checkpoints
from wolaiban.statistics import counting, receptions

MATTERS = 300
TOLD = 8  # so often it is said how far it has come


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing of our own: how it is served is said elsewhere."""


def run(args: argparse.Namespace) -> int:
    if not is_filled():
        with forgetting_crashes():
            fill(tell=tell_at_the_terminal)
    counting.sweep()
    receptions.sweep()
    try:
        checkpoints.make_if_due()
    except checkpoints.Broken as broken:  # somebody plays with the tables of the demo, as they should
        print(broken)
    return 0


def is_filled() -> bool:
    """The last matter is registered in one transaction after everything else is there."""
    return case_under(KEY.format(LAST.key)) is not None


def tell_at_the_terminal(words: str) -> None:
    print(words, flush=True)


def say_nothing(words: str) -> None:
    """Tests do not wait for it."""


def fill(
    matters: int = MATTERS, base: datetime | None = None, tell: Callable[[str], None] = say_nothing
) -> None:
    """Begin, or go on where an earlier filling was broken off: same people, same matters, same moments.

    `tell` is told how far it has come, in words, about ten times.
    """
    tell("请来各镇街、部门和工作室的人……")
    if opened_at() is None:
        open_doors()
        hire(base or now())
    began = opened_at()
    assert began is not None
    player = Player(began)
    scripts = [*everyday(player, matters), *STORIES, *WAITING]
    scripts.sort(key=lambda script: script.moment(script.when, began))
    every = max(1, len(scripts) // TOLD)
    for number, script in enumerate(scripts):
        if number % every == 0:
            tell(f"把 {len(scripts)} 件事从头办到今天：{number * 100 // len(scripts)}%")
        player.play(script)  # registered in the order of time, as their numbers say
    tell("最后：会商、包案、值班、接访、队员、意见和典型答复……")
    publish_some(player)
    keep_some(player)
    confer(player)
    keep_rosters(player)
    keep_books(player)
    keep_a_line(player)
    keep_visits(player)
    enlist_some(player)
    say_some(player)
    stand_in(player)
    keep_committees(player)
    stand_for_one(player)


@contextmanager
def forgetting_crashes() -> Iterator[None]:
    """Do not wait for the disk after each step: what a power cut takes away is filled in again."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        try:
            yield
        finally:
            cursor.execute("RESET synchronous_commit")


def sign_ins() -> list[str]:
    people = "、".join(f"{person.name}" for group in GROUPS for person in group.people)
    return ["打开首页，点最上面的“换成工作人员”，按一下名字就能登录，不用密码。", f"可以是：{people}。"]
