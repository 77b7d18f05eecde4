"""Taking a backup of a running installation: the cluster as PostgreSQL copies it, then the attachments."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.utils.timezone import now

from wolaiban.backups.backups import (
    Backup,
    all_on,
    copy_attachments,
    digest_of,
    forget_segments_before,
    list_wal_of_base,
)
from wolaiban.backups.server import Server
from wolaiban.installation import durable, keys
from wolaiban.installation.trouble import Trouble


def take(server: Server, shelf: Path, *, keep: int) -> Backup:
    """A new backup on the shelf; those beyond the newest `keep` are removed. People may go on working.

    Attachments are copied after the cluster: whatever the copy speaks of is on disk before its row commits.
    Raises Trouble, and then the unfinished folder is gone.
    """
    prepare(server, shelf)
    backup = Backup(shelf / f"{datetime.now(UTC):%Y-%m-%dT%H%M%S}Z")
    server.account.make_folder(backup.folder)
    try:
        fill(backup, server)
    except BaseException:
        shutil.rmtree(backup.folder, ignore_errors=True)
        raise
    for old in all_on(shelf)[:-keep]:
        shutil.rmtree(old.folder)
    forget_segments_before(all_on(shelf)[0])
    return backup


def prepare(server: Server, shelf: Path) -> None:
    """The shelf, closed to others; the account that copies the cluster must get there."""
    durable.make_folder(shelf, mode=0o711 if os.getuid() == 0 else 0o700)
    if not server.account.is_ours and not server.account.reaches(shelf):
        raise Trouble(
            f"数据库以系统用户 {server.account.name} 运行，它进不了 {shelf}。请把 BACKUP_DIR 放到它能到的地方。"
        )


def fill(backup: Backup, server: Server) -> None:
    began = now()
    server.must(
        "pg_basebackup", "--pgdata", str(backup.base), "--wal-method=stream", "--checkpoint=fast",
        "--manifest-checksums=SHA256", "--label=wolaiban", "--no-password",
    )  # fmt: skip
    names = copy_attachments(Path(settings.MEDIA_ROOT), backup.shelf)
    durable.put(backup.attachments_file, "".join(f"{name}\n" for name in names).encode())
    durable.put(backup.wal_of_base, list_wal_of_base(backup).encode())
    backup.write_facts(
        {
            "made_at": began.isoformat(),
            "wolaiban": version("wolaiban"),
            "postgresql": server.programs.major,
            "database": server.database,
            "role": server.role,
            "base_manifest": digest_of(backup.base / "backup_manifest"),
            "wal_of_base": digest_of(backup.wal_of_base),
            "attachments": digest_of(backup.attachments_file),
        }
    )


def copy_keys(to: Path, shelf: Path | None) -> list[Path]:
    """The keys, to a place apart from the backups: whoever finds the one should not find the other.

    Never replaces a different key that lies there.
    """
    to = to.absolute()
    if shelf is not None and (to == shelf or shelf in to.parents):
        raise Trouble("密钥不能与备份放在一起：拿到备份的人就能看到身份。请另选一处，例如保险柜里的 U 盘。")
    durable.make_folder(to, mode=0o700)
    copied = []
    for name in keys.FILES.values():
        file, there = Path(settings.DATA_DIR) / "keys" / name, to / name
        if not file.exists():
            continue
        if there.exists() and there.read_bytes() != file.read_bytes():
            raise Trouble(f"{there} 是另一把密钥，没有覆盖。请另选一个空目录。")
        keys.put(there, file.read_text(encoding="ascii").strip())
        copied.append(there)
    return copied
