"""`wolaiban import FILE`: register every sound row of a table, name every bad one. Safe to run twice."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.utils.timezone import now

from wolaiban.cli.importing.bringing import Importing, Tally
from wolaiban.cli.importing.columns import FIELDS, Columns, recognise, told_by
from wolaiban.cli.importing.directory import Directory
from wolaiban.cli.importing.matters import Reader
from wolaiban.cli.importing.outcome import place_for, result_sheet
from wolaiban.cli.importing.table import Row, rows_of
from wolaiban.cli.trouble import Trouble
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post, User
from wolaiban.process.words import DISTRICT_OFFICERS

HEADER_WITHIN = 10  # rows; above it there may be a heading


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="CSV（可为 .csv.gz）或 .xlsx，表头在前 10 行之内"
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--unit", metavar="代码或名称", help="没有写明单位的行，登记到这个村或社区")
    where.add_argument(
        "--spread", action="store_true", help="没有写明单位的行，分散登记到全区各村、社区（试用、压测）"
    )
    parser.add_argument("--township", metavar="代码或名称", help="与 --spread 合用：只分散到这个镇街")
    fields = "、".join(names[0] for names in FIELDS.values())
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="列=字段",
        help=f"某列是什么；“列=”表示不用这一列。字段：{fields}",
    )
    parser.add_argument("--by", metavar="登录名", help="以谁的名义登记；不写则为区联席办的第一个在岗账号")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不登记")
    parser.add_argument(
        "--result", type=Path, metavar="FILE", help="结果表（.csv 或 .xlsx）；不写则为原文件旁的 …-result.csv"
    )


def run(args: argparse.Namespace) -> int:
    by = _actor(args.by)
    columns, rows = _with_header(rows_of(args.file), args.map)
    if not (args.unit or args.spread or "unit" in columns.places):
        raise Trouble("表里没有单位一列。请用 --unit 指定一个村或社区，或用 --spread 分散到全区。")
    directory = Directory.read(unit=args.unit, spread=args.spread, township=args.township)
    print(f"列：{columns}", file=sys.stderr)
    tally = Tally(dry_run=args.dry_run)
    importing = Importing(Reader(directory, now()), by, tally, dry_run=args.dry_run)
    if args.dry_run and args.result is None:  # leaves nothing behind, not even a file
        importing.bring_in(rows, columns, None)
    else:
        path = place_for(args.result, args.file)
        with result_sheet(path) as sheet:
            importing.bring_in(rows, columns, sheet)
        print(f"结果表：{path}")
    print(tally)
    return 1 if tally.bad else 0


def _actor(username: str | None) -> Actor:
    if username is not None:
        user = User.objects.active().filter(username=username).first()
        if user is None:
            raise Trouble(f"没有登录名为“{username}”的在用账号。")
        return Actor.of(user)
    posts = Post.objects.current().as_any_of(DISTRICT_OFFICERS).filter(user__is_active=True)
    post = posts.select_related("user").order_by("user_id").first()
    if post is None:
        raise Trouble("区联席办还没有在岗的账号。请先任命，或用 --by 指定以谁的名义登记。")
    return Actor.of(post.user)


def _with_header(rows: Iterator[Row], maps: list[str]) -> tuple[Columns, Iterator[Row]]:
    """The columns, and the rows below the header."""
    told = told_by(maps)
    seen = []
    for _, cells in islice(rows, HEADER_WITHIN):
        seen.append("、".join(filter(None, cells)))
        if columns := recognise(cells, told):
            return columns, rows
    if not seen:
        raise Trouble("文件是空的。")
    if told:
        wanted = f"没有“内容”或“标题”一列，或没有 --map 里的“{'”“'.join(told)}”"
    else:
        wanted = "没有“内容”也没有“标题”一列。可用 --map 列=内容 指明"
    raise Trouble(f"认不出表头：{wanted}。第一行是：{seen[0][:200]}")
