"""`wolaiban import FILE`: register every sound row of a table, name every bad one. Safe to run twice."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from django.utils.timezone import now

from wolaiban.importing.bringing import Bringing, Decided, ImportProgress, refuse_nowhere
from wolaiban.importing.columns import FIELDS, told_by
from wolaiban.importing.directory import Directory
from wolaiban.importing.matters import Result, RowReader
from wolaiban.importing.outcome import line_of, place_for, remark, result_sheet
from wolaiban.importing.understanding import understand
from wolaiban.installation.trouble import Trouble
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post, User
from wolaiban.process.words import DISTRICT_OFFICERS

FAULTS_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="CSV（可为 .csv.gz）、.xlsx、.xls 或 .ods，表头在前 15 行之内"
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
    parser.add_argument("--hidden", action="store_true", help="隐藏的工作表也读")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不登记")
    parser.add_argument(
        "--result", type=Path, metavar="FILE", help="结果表（.csv 或 .xlsx）；不写则为原文件旁的 …-result.csv"
    )


def run(args: argparse.Namespace) -> int:
    by = _actor(args.by)
    understood = understand(args.file, told_by(args.map, hidden=args.hidden))
    for said in understood.remarks:
        sys.stderr.write(f"{said}\n")
    directory = Directory.read(unit=args.unit, spread=args.spread, township=args.township)
    refuse_nowhere(understood, directory)
    bringing = Bringing(RowReader(directory, now()), by, dry_run=args.dry_run)
    decided = _telling(bringing.bring(understood), bringing.tally)
    if args.dry_run and args.result is None:  # leaves nothing behind, not even a file
        for _ in decided:
            pass
    else:
        path = place_for(args.result, args.file)
        with result_sheet(path) as sheet:
            for row in decided:
                sheet.write(line_of(row))
            for said in understood.remarks:
                sheet.write(remark(said))
        print(f"结果表：{path}")
    print(bringing.tally)
    return 1 if bringing.tally.bad or not understood.is_whole else 0


def _telling(batches: Iterator[list[Decided]], tally: ImportProgress) -> Iterator[Decided]:
    """Pass on what became of each row. The first bad ones are named at once; progress goes beside the result."""
    shown = faults = 0
    for batch in batches:
        for row in batch:
            faults += (is_bad := row.outcome.result is Result.BAD)
            if is_bad and faults <= FAULTS_SHOWN:
                print(f"{row.sheet}第 {row.at.line} 行：{row.outcome.remarks}")
            yield row
        if sys.stderr.isatty():
            sys.stderr.write(f"\r已处理 {tally.seen} 行 ")
            sys.stderr.flush()
        elif tally.seen // 1000 > shown // 1000:
            sys.stderr.write(f"已处理 {tally.seen} 行\n")
        shown = tally.seen


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
