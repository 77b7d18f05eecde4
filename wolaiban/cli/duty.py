"""`wolaiban duty`: draw up a month's rosters for all doors at once, instead of waiting for the twentieth."""

from __future__ import annotations

import argparse
import re
from datetime import date

from django.utils.timezone import localdate

from wolaiban.duty.actions.next_month import draw_up_missing
from wolaiban.duty.months import Month
from wolaiban.installation.trouble import Trouble

A_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="draw-up")
    draw_up = verbs.add_parser("draw-up", help="给每个定了轮值的工作室排出一个月的班，等负责人公布")
    draw_up.add_argument("--month", metavar="YYYY-MM", help="哪个月；不写，就是下个月")


def run(args: argparse.Namespace) -> int:
    month = _month(args.month) if args.month else Month.of(localdate()).next
    drawn = draw_up_missing(month)
    print(f"{month}：新排好 {drawn.number} 张值班表。")
    for name in drawn.failed:
        print(f"没有排成：{name}")
    return 1 if drawn.failed else 0


def _month(text: str) -> Month:
    found = A_MONTH.fullmatch(text)
    if found is None:
        raise Trouble(f"月份应写成 2027-01，不是 {text}。")
    month = Month(date(int(found[1]), int(found[2]), 1))
    this = Month.of(localdate())
    if month not in (this, this.next, this.next.next):
        raise Trouble(f"能排的是 {this.code} 到 {this.next.next.code}。")
    return month
