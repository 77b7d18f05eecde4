"""`wolaiban restore BACKUP --to DIR --keys DIR [--verify]`: an installation as it was, in an empty data directory."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from wolaiban.backups.backups import Backup, all_on
from wolaiban.backups.returning import Wish, bring_back
from wolaiban.backups.verifying import verified
from wolaiban.installation.trouble import Trouble


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backup", type=Path, help="一份备份的目录，或放备份的目录（取最近的一份）")
    parser.add_argument("--to", type=Path, required=True, help="恢复到这个空目录")
    parser.add_argument("--keys", type=Path, required=True, help="另存的密钥所在目录")
    parser.add_argument(
        "--until", type=datetime.fromisoformat, help="恢复到这一刻为止，例如 2026-11-24T10:00+08:00"
    )
    parser.add_argument("--verify", action="store_true", help="恢复后核对全部数据")


def run(args: argparse.Namespace) -> int:
    wish = Wish(chosen(args.backup.absolute()), args.to.absolute(), args.keys.absolute(), args.until)
    bring_back(wish)
    print(f"已恢复到 {wish.data_dir}。使用时设置 WOLAIBAN_DATA={wish.data_dir}。")
    return verified(wish.data_dir) if args.verify else 0


def chosen(folder: Path) -> Backup:
    backup = Backup(folder)
    if backup.is_finished:
        return backup
    found = all_on(folder)
    if not found:
        raise Trouble(f"{folder} 里没有完整的备份。")
    return found[-1]
