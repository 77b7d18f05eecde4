"""`wolaiban drill`: take a backup, bring it back elsewhere, verify it there; the result is written down.

The only proof that a backup is one. The background worker runs it every night where BACKUP_DIR is set.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from wolaiban.backups.reaching import of_this_installation, shelf_for
from wolaiban.backups.returning import Wish, bring_back
from wolaiban.backups.taking import take
from wolaiban.backups.verifying import verified
from wolaiban.installation.trouble import Trouble
from wolaiban.ledger.models import Drill
from wolaiban.postgres.trouble import DatabaseTrouble
from wolaiban.traces.leaving import leave


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, help="备份放在哪里（默认 BACKUP_DIR）")


def run(args: argparse.Namespace) -> int:
    shelf = shelf_for(args.to)
    if shelf is None:
        raise Trouble("请用 --to 指明备份放在哪里，或设置 BACKUP_DIR。")
    began, started = now(), time.monotonic()
    try:
        said = tried(shelf)
    except (Trouble, DatabaseTrouble, OSError) as trouble:
        said = str(trouble)
    took = round(time.monotonic() - started)
    with transaction.atomic():
        drill = Drill.objects.create(began_at=began, took=took, sound=not said, said=said)
        leave(drill, act="drilled")
    print(f"演练没有成功：{said}" if said else "演练成功：备份能恢复，恢复后核对无误。")
    return 1 if said else 0


def tried(shelf: Path) -> str:
    """What went wrong, or nothing."""
    backup = take(of_this_installation(), shelf, keep=settings.BACKUP_KEEP)
    folder = Path(tempfile.mkdtemp(prefix="wolaiban-drill-", dir=shelf))
    folder.chmod(0o711 if os.getuid() == 0 else 0o700)
    try:
        wish = Wish(backup, folder / "data", Path(settings.DATA_DIR) / "keys")
        bring_back(wish)
        return "" if verified(wish.data_dir) == 0 else "恢复后核对发现问题，请运行 wolaiban verify。"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
