"""`wolaiban restore BACKUP --to DIR --keys DIR [--verify]`: an installation as it was, in an empty data directory."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from wolaiban.cli.keeping.backups import Backup, all_on
from wolaiban.cli.keeping.returning import Wish, bring_back
from wolaiban.cli.trouble import Trouble


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


def verified(data_dir: Path) -> int:
    """`wolaiban verify` on what was restored, with its own keys and its own database."""
    environment = {name: value for name, value in os.environ.items() if name not in OF_THE_OTHER}
    environment["WOLAIBAN_DATA"] = str(data_dir)
    command = [sys.executable, "-m", "wolaiban.cli.main"]
    for verb in ("manage", "verify"):
        arguments = ["migrate", "--verbosity=0"] if verb == "manage" else []
        code = subprocess.run([*command, verb, *arguments], env=environment, check=False).returncode
        if code != 0:
            return code
    return 0


OF_THE_OTHER = frozenset(
    {
        "DATABASE_URL",
        "SECRET_KEY",
        "VAULT_KEYS",
        "RECEIPT_KEY",
        "LEDGER_KEY",
        "BACKUP_DIR",
        "CHECKPOINTS_DIR",
        "PGPASSFILE",
    }
)
