"""`wolaiban backup`: one more backup on the shelf, or (`--check`) whether those on it are whole, or (`--keys`) the keys."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.conf import settings

from wolaiban.backups.backups import Backup, all_on, faults
from wolaiban.backups.reaching import of_this_installation, shelf_for
from wolaiban.backups.taking import copy_keys, take
from wolaiban.installation.trouble import Trouble


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, help="备份放在哪里（默认 BACKUP_DIR）")
    parser.add_argument("--check", action="store_true", help="只检查已有的备份是否完好，逐字节")
    parser.add_argument("--keys", type=Path, metavar="DIR", help="把密钥另存到 DIR（不能与备份放在一起）")


def run(args: argparse.Namespace) -> int:
    place = shelf_for(args.to)
    if args.keys:
        copied = copy_keys(args.keys, place)
        print(f"已把 {len(copied)} 把密钥存到 {args.keys}。请与备份分开保管。")
        return 0
    if place is None:
        raise Trouble("请用 --to 指明备份放在哪里，或设置 BACKUP_DIR。")
    if args.check:
        return check(all_on(place))
    backup = take(of_this_installation(), place, keep=settings.BACKUP_KEEP)
    print(f"备份已完成：{backup.folder}")
    print("密钥不在备份里。还没有另存过的话，请运行 wolaiban backup --keys DIR。")
    return 0


def check(found: list[Backup]) -> int:
    if not found:
        raise Trouble("这里还没有备份。")
    wrong = 0
    for backup in found:
        said = list(faults(backup))
        wrong += len(said)
        print(f"{backup.folder.name}：{'完好' if not said else ''}", *said, sep="\n  " if said else "")
    return 1 if wrong else 0
