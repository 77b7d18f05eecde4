"""Bringing an installation back from a backup into an empty data directory, with everything that was streamed since."""

from __future__ import annotations

import os
import secrets
import shutil
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from wolaiban.backups.backups import DIGEST, PARTIAL, Backup, faults
from wolaiban.installation import data_dir as data_folder
from wolaiban.installation import durable, keys
from wolaiban.installation.trouble import Trouble
from wolaiban.postgres import cluster, place
from wolaiban.postgres.account import Account
from wolaiban.postgres.place import Place
from wolaiban.postgres.postmaster import Postmaster
from wolaiban.postgres.trouble import tail_of

RECOVERY = """\
# Written by wolaiban for one restoration; the server removes what it no longer needs.
restore_command = 'cp "{wal}/%f" "%p"'
recovery_target_timeline = 'latest'
recovery_target_action = 'promote'
hot_standby = off
archive_mode = off
"""
OUR_NAME = "wolaiban"
OURS = """\
# Restored by wolaiban. Its settings are in the file below.
include_if_exists = 'wolaiban.conf'
include_if_exists = 'recovery.conf.once'
"""


@dataclass(frozen=True)
class Wish:
    """What is to be brought back, and where to. `until` is a moment before a mistake; None: everything there is."""

    backup: Backup
    data_dir: Path
    keys_from: Path
    until: datetime | None = None


def bring_back(wish: Wish) -> None:
    """Restore into an empty data directory, or raise Trouble and leave nothing there.

    The backup is read whole and held to its digests first: a damaged one is named and not restored.
    """
    facts = wish.backup.facts()
    refuse_what_is_there(wish.data_dir)
    missing = [name for name in keys.FILES.values() if not (wish.keys_from / name).is_file()]
    if missing:
        raise Trouble(f"{wish.keys_from} 里没有密钥 {'、'.join(missing)}。没有密钥，身份信息无法读取。")
    here = place.of(wish.data_dir)
    data_folder.make(wish.data_dir)
    try:
        if found := list(faults(wish.backup)):
            raise Trouble("\n".join(found))
        data_folder.make(here.home)
        place.choose(here)
        lay_out(wish, here)
        recover(here, facts)
    except BaseException:
        shutil.rmtree(here.base, ignore_errors=True)
        shutil.rmtree(wish.data_dir, ignore_errors=True)
        raise


def refuse_what_is_there(data_dir: Path) -> None:
    if data_dir.exists() and any(data_dir.iterdir()):
        raise Trouble(f"{data_dir} 不是空目录。恢复不会覆盖已有的数据，请另选一个空目录。")


def lay_out(wish: Wish, here: Place) -> None:
    """Cluster, log of changes, attachments and keys where an installation has them."""
    account = here.account()  # before the cluster is there, whose owner it will be
    shutil.copytree(wish.backup.base, here.cluster, symlinks=True)
    wal = here.base / "wal-to-replay"
    account.make_folder(wal)
    for segment in wish.backup.wal.glob("*") if wish.backup.wal.exists() else []:
        if segment.suffix != DIGEST and not segment.name.startswith("."):
            shutil.copyfile(segment, wal / segment.name.removesuffix(PARTIAL))
    (here.cluster / "postgresql.conf").write_text(OURS, encoding="utf-8")
    recovery = RECOVERY.format(wal=wal)
    if wish.until:
        recovery += f"recovery_target_time = '{wish.until.isoformat()}'\n"
    (here.cluster / "recovery.conf.once").write_text(recovery, encoding="utf-8")
    (here.cluster / "recovery.signal").touch()
    cluster.write_access(here.cluster, account)
    give_to(account, here.cluster)
    give_to(account, wal)
    attachments = wish.backup.shelf / "attachments"
    if attachments.exists():
        shutil.copytree(attachments, wish.data_dir / "attachments", copy_function=durable.copy)
    keys_here = wish.data_dir / "keys"
    durable.make_folder(keys_here, mode=0o700)
    for name in keys.FILES.values():
        keys.put(keys_here / name, (wish.keys_from / name).read_text(encoding="ascii").strip())


def give_to(account: Account, folder: Path) -> None:
    """To the account the server runs as, closed to everybody else."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o700 if path.is_dir() else 0o600)
            os.chown(path, account.uid, account.gid)


def recover(here: Place, facts: dict[str, Any]) -> None:
    """Replay what was streamed, then make the role and the database those of an installation of ours."""
    programs = here.binaries()
    postmaster = Postmaster(here, programs)
    while not postmaster.is_ready:
        if not postmaster.is_running:
            raise Trouble(f"恢复没有成功。数据库的日志说：\n{tail_of(here.log)}")
        time.sleep(0.1)
    postmaster.stop()
    (here.cluster / "recovery.conf.once").unlink()
    shutil.rmtree(here.base / "wal-to-replay")
    password = secrets.token_hex(24)
    statements = [
        *renamed("ROLE", "pg_roles WHERE rolname", facts["role"]),
        *renamed("DATABASE", "pg_database WHERE datname", facts["database"]),
        f"ALTER ROLE wolaiban PASSWORD '{password}' NOSUPERUSER NOREPLICATION",
    ]
    cluster.alone(here.cluster, programs, here.account(), statements, secret=password)
    cluster.write_private(here.passfile, f"*:*:*:*:{password}\n")


def renamed(kind: str, where: str, name: str) -> list[str]:
    """Give the operator's role and database our names; one that has our name already is put aside, not lost."""
    if name == OUR_NAME:
        return []
    aside = f"ALTER {kind} {OUR_NAME} RENAME TO {OUR_NAME}_before"
    return [
        f"DO $$BEGIN IF EXISTS (SELECT FROM {where} = '{OUR_NAME}') THEN {aside}; END IF; END$$",
        f'ALTER {kind} "{name}" RENAME TO {OUR_NAME}',
    ]
