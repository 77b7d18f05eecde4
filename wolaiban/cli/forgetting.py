"""`wolaiban forget`: erase what was kept long enough, instead of waiting for the night; or say how much that would be."""

from __future__ import annotations

import argparse

from django.utils.timezone import now

from wolaiban.retention.forgetting import forget_all
from wolaiban.retention.registry import periods, what_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="只看，不清理")


def run(args: argparse.Namespace) -> int:
    if args.dry_run:
        for period in periods():
            print(f"{period.what}：保存 {period.days} 天，到期 {period.older(period.before(now()))}")
        return 0
    done = forget_all()
    for name, number in sorted(done.erased.items()):
        print(f"{what_of(name)}：清理 {number}")
    for name in done.failed:
        print(f"{what_of(name)}：没有清理完，原因见日志")
    print(f"清理完毕，用时 {done.took} 秒。")
    return 1 if done.failed else 0
