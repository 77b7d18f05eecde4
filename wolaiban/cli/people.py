"""`wolaiban people import FILE`: open the accounts and posts of a staff list. Safe to run twice."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from wolaiban.importing.staff_list.deciding import DecidedRow, RowResult, counted, newcomers
from wolaiban.importing.staff_list.missing import end_missing, missing_posts
from wolaiban.importing.staff_list.reading import read_staff
from wolaiban.importing.staff_list.taking_in import look, take_in
from wolaiban.installation.trouble import Trouble
from wolaiban.people.actor import CLOCK, Actor
from wolaiban.people.authority import is_keeper
from wolaiban.people.models import Post, User

SHOWN = 20  # login names


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="import")
    bring = verbs.add_parser("import", help="录入花名册：开账号、任命岗位，不发密码")
    bring.add_argument(
        "file", type=Path, metavar="FILE", help=".xlsx、.xls、.ods 或 CSV，有“姓名”“单位”“岗位”三列"
    )
    bring.add_argument("--dry-run", action="store_true", help="只核对，什么也不写")
    bring.add_argument(
        "--end-missing", metavar="YYYY-MM-DD", type=_day,
        help="表里写到的单位，表里没有的岗位从这一天起卸任；先列出来，再问是几个",
    )  # fmt: skip
    bring.add_argument("--by", metavar="登录名", help="以哪位管理员的名义；不写，就记作在服务器上办的")


def run(args: argparse.Namespace) -> int:
    by = _actor(args.by)
    table = read_staff(args.file)
    for said in table.remarks:
        sys.stderr.write(f"{said}\n")
    decided = look(table.rows, by=by) if args.dry_run else take_in(table.rows, by=by)
    _tell(decided, args.dry_run)
    if args.end_missing:
        _end_missing(decided, args.end_missing, by, is_trial=args.dry_run)
    bad = counted(decided)[RowResult.REFUSED]
    return 1 if bad or not table.is_whole else 0


def _tell(decided: Sequence[DecidedRow], is_trial: bool) -> None:
    for each in decided:
        if each.result is RowResult.REFUSED:
            print(f"{each.row.place}：{each.said}")
    new = newcomers(decided)
    for user in new[:SHOWN]:
        print(f"{user.name}　登录名 {user.username}")
    if len(new) > SHOWN:
        print(f"……共 {len(new)} 个新账号")
    print(" · ".join(f"{result.label} {number}" for result, number in counted(decided).items()))
    if is_trial:
        print("这是核对，什么也没有写。")


def _end_missing(decided: Sequence[DecidedRow], day: date, by: Actor, *, is_trial: bool) -> None:
    posts = list(missing_posts(decided, by=by))
    for post in posts:
        print(f"表里没有：{post.unit.full_name}　{post.user.name}　{post.function_word.label}")
    if not posts or is_trial:
        print(f"表里没有的岗位 {len(posts)} 个。")
        return
    _confirmed(posts, day, by)


def _confirmed(posts: Sequence[Post], day: date, by: Actor) -> None:
    typed = _asked(f"以上 {len(posts)} 个岗位从 {day} 起卸任。确定就输入个数，不办直接回车：")
    if not typed:
        print("没有结束任何岗位。")
        return
    end_missing(posts, on=day, number=int(typed) if typed.isdigit() else -1, by=by)
    print(f"已结束 {len(posts)} 个岗位。")


def _asked(question: str) -> str:
    """What is typed; nothing where nobody sits in front of it."""
    try:
        return input(question).strip()
    except EOFError:
        return ""


def _actor(username: str | None) -> Actor:
    if username is None:
        return CLOCK
    user = User.objects.active().filter(username=username).first()
    actor = Actor.of(user) if user else None
    if actor is None or not is_keeper(actor):
        raise Trouble(f"没有叫 {username} 的在岗管理员。")
    return actor


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期应写成 2026-12-31，不是 {text}") from None
