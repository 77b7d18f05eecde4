"""`wolaiban calendar`: load the working days of a year, and show by what is counted."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from django.utils.timezone import localdate, localtime

from wolaiban.catalogue.actions.calendar_loading import load_calendar
from wolaiban.catalogue.models import CalendarLoad
from wolaiban.installation.trouble import Trouble
from wolaiban.process.calendar import in_force
from wolaiban.process.holidays import by_law


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="load|show")
    load = verbs.add_parser("load", help="从 CSV 文件装入一年的节假日和调休")
    load.add_argument("file", type=Path, metavar="FILE.csv", help="格式见 docs/handbook/calendar.md")
    load.add_argument("--dry-run", action="store_true", help="只检查，不装入")
    show = verbs.add_parser("show", help="列出按什么日历计算；--year 列出一年，可存成文件改好再装入")
    show.add_argument("--year", type=int, metavar="YEAR")


def run(args: argparse.Namespace) -> int:
    if args.verb == "show":
        lines = days_of(args.year) if args.year else sources()
        print("\n".join(lines))
        return 0
    try:
        load = load_calendar(args.file, dry_run=args.dry_run)
    except OSError as error:
        raise Trouble(f"读不了 {args.file}：{error.strerror}。") from None
    print("试运行，未装入：" if args.dry_run else "已装入：", end="")
    print("；".join(f"{year} 年 {len(days)} 天" for year, days in load.days.items()) + "。")
    if not args.dry_run:
        print("正在运行的网站和后台进程不用重启，半分钟内按它计算。")
    return 0


def sources() -> Iterator[str]:
    this = localdate().year
    loads = {year: load for load in CalendarLoad.objects.all() for year in load.days}
    for year in sorted({this, this + 1, *map(int, loads)}):
        load = loads.get(str(year))
        if load:
            yield f"{year}：按装入的 {load.file}（{localtime(load.loaded_at):%Y-%m-%d}）"
        elif in_force().knows(year):
            yield f"{year}：按国务院公布的安排（随程序）"
        else:
            yield f"{year}：还没有公布，按法定节假日和周末推算"


def days_of(year: int) -> Iterator[str]:
    """The days that are not as the week would have them, as a sheet that may be loaded."""
    names = {day.isoformat(): name for day, name in by_law(year).items()}
    for load in CalendarLoad.objects.filter(days__has_key=str(year)):
        names |= {day: said[1] for day, said in load.days[str(year)].items() if said[1]}
    day = date(year, 1, 1)
    while day.year == year:
        works = in_force().works(day)
        if works != (day.weekday() < 5) or day.isoformat() in names:
            yield f"{day},{'working' if works else 'holiday'},{names.get(day.isoformat(), '')}".rstrip(",")
        day += timedelta(days=1)
