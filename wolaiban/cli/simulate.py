"""`wolaiban simulate`: fill an installation for trials with a city's worth of invented matters."""

from __future__ import annotations

import argparse
import os
import sys
import time

from django.db import connection
from django.utils.timezone import now

from wolaiban.cases.models import Case
from wolaiban.cli import bootstrap
from wolaiban.demo.hiring import hire
from wolaiban.installation.trouble import Trouble
from wolaiban.people.models import Post
from wolaiban.simulation.loading import Plan, analyse, days_of, load_all
from wolaiban.simulation.town import Town


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cases", type=int, required=True, metavar="N", help="多少件")
    parser.add_argument("--months", type=int, default=12, metavar="M", help="分布在多少个月里（默认 12）")
    parser.add_argument("--seed", default="我来办", metavar="S", help="同一个种子，同样的走法")
    parser.add_argument("--processes", type=int, default=min(4, os.cpu_count() or 1), help="进程数")


def run(args: argparse.Namespace) -> int:
    if not connection.introspection.table_names():
        bootstrap.tables()
    refuse_real_work()
    began = time.monotonic()
    bootstrap.ground()
    end = now()
    if not Post.objects.exists():
        hire(end)
    plan = Plan(Town.read(), args.seed, end)
    batches = list(plan.batches(args.cases, end - days_of(args.months)))
    cases = events = 0
    for done, told in load_all(plan, batches, args.processes):
        cases, events = cases + done, events + told
        sys.stderr.write(f"\r已生成 {cases} 件、{events} 条 ")
        sys.stderr.flush()
    analyse()
    print(f"\n生成了 {cases} 件、{events} 条进展，用时 {time.monotonic() - began:.0f} 秒。")
    return 0


def refuse_real_work() -> None:
    """Invented matters never come among real ones."""
    if Case.objects.filter(invented=False).exists() or Post.objects.filter(user__invented=False).exists():
        raise Trouble("这套安装里有真实的人员或事项，不能用来模拟。请用 WOLAIBAN_DATA= 另选一个目录。")
