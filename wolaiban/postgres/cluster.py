"""Making the cluster, once: UTF-8, checksums, one role that owns one database, nobody trusted."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from wolaiban.postgres.account import Account
from wolaiban.postgres.binaries import Binaries
from wolaiban.postgres.place import Place
from wolaiban.postgres.trouble import DatabaseTrouble

# The superuser has no password and comes in only from the account the server runs as.
HBA = """\
# Written by wolaiban. Nobody is trusted and nothing comes over the network.
local   all           postgres   peer map=keeper
local   replication   postgres   peer map=keeper
local   all           all        scram-sha-256
"""

SETTINGS = """\
# Written by wolaiban at every start. To tune this server use ALTER SYSTEM, which wins over this file.
shared_buffers = 128MB
maintenance_work_mem = 64MB
max_connections = 60
random_page_cost = 1.1
jit = off
wal_level = replica
max_wal_senders = 4
max_replication_slots = 4
max_slot_wal_keep_size = 4GB  # a backup that is no longer fetched must not fill the disk
max_wal_size = 512MB
password_encryption = 'scram-sha-256'
timezone = 'Asia/Shanghai'
log_timezone = 'Asia/Shanghai'
log_checkpoints = off
# Personal data stays out of the log: no statement, no parameter, no key values.
log_min_error_statement = panic
log_error_verbosity = terse
"""

SCRATCH = """\
fsync = off
synchronous_commit = off
full_page_writes = off
"""


def make(place: Place, programs: Binaries) -> None:
    """Make the cluster beside where it will lie and move it there whole: a killed attempt leaves no half."""
    account = place.account()
    draft = place.base / "cluster.new"
    shutil.rmtree(draft, ignore_errors=True)
    account.make_folder(draft)
    initialise(draft, programs, account)
    write_access(draft, account)
    with (draft / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write("\ninclude_if_exists = 'wolaiban.conf'\n")
    password = secrets.token_hex(24)
    create_role_and_database(draft, programs, account, password, scratch=place.is_scratch)
    write_private(place.passfile, f"*:*:*:*:{password}\n")
    draft.rename(place.cluster)


def write_access(folder: Path, account: Account) -> None:
    """Who gets in. Written anew at every start, for a cluster that an older wolaiban or a backup left here."""
    texts = {"pg_hba.conf": HBA, "pg_ident.conf": f'keeper "{account.name}" postgres\n'}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
        account.own(folder / name)


def initialise(folder: Path, programs: Binaries, account: Account) -> None:
    """initdb with the locale that sorts the same on every machine, or the nearest that this version has."""
    common = [programs.initdb, "-D", str(folder), "-U", "postgres", "-E", "UTF8", "-A", "peer"]
    common += ["--data-checksums", "--no-instructions", "--lc-messages=C"]
    if programs.major >= 17:
        locales = [["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]]
    else:
        locales = [["--locale=C.UTF-8"], ["--locale=C"]]
    for locale in locales:
        answer = account.run([*common, *locale])
        if answer.returncode == 0:
            return
    raise DatabaseTrouble(f"无法建立数据库目录 {folder}：\n{answer.stderr.strip()}")


def create_role_and_database(
    folder: Path, programs: Binaries, account: Account, password: str, *, scratch: bool
) -> None:
    """Without a running server, so that there is never a moment when it would answer without a password."""
    rights = "CREATEDB" if scratch else "NOCREATEDB"
    statements = (
        f"CREATE ROLE wolaiban LOGIN NOSUPERUSER NOCREATEROLE {rights} PASSWORD '{password}'",
        "CREATE DATABASE wolaiban OWNER wolaiban",
        "REVOKE CONNECT ON DATABASE wolaiban FROM PUBLIC",
    )
    alone(folder, programs, account, statements, secret=password)


def alone(
    folder: Path, programs: Binaries, account: Account, statements: Iterable[str], *, secret: str
) -> None:
    """Run statements, a line each, on a cluster that no server runs on. `secret` is kept out of what is said."""
    command = [programs.postgres, "--single", "-D", str(folder), "-c", "exit_on_error=on", "postgres"]
    answer = account.run(command, text="".join(f"{statement}\n" for statement in statements))
    if answer.returncode != 0:
        raise DatabaseTrouble(f"无法建立数据库账户：\n{answer.stderr.strip().replace(secret, '…')}")


def write_settings(place: Place) -> None:
    """Today's settings and access, also for a cluster that an older wolaiban made."""
    write_access(place.cluster, place.account())
    file = place.cluster / "wolaiban.conf"
    file.write_text(SETTINGS + (SCRATCH if place.is_scratch else ""), encoding="utf-8")
    file.chmod(0o600)
    place.account().own(file)


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner may read, never readable by others for a moment."""
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(file)
