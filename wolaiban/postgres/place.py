"""Where the private database lies: inside the data directory, or elsewhere when the server could not get there.

Under root the server runs as an account without rights. If a folder on the way to the data directory (or to the
programs) is closed to it, as /root is, that folder stays closed: the cluster and a copy of the programs are put under
/var/lib/wolaiban-postgresql, and a note in the data directory says where.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from wolaiban.postgres import binaries
from wolaiban.postgres.account import Account
from wolaiban.postgres.binaries import Binaries

ELSEWHERE = Path(
    "/var/lib/wolaiban-postgresql"
)  # beside the usual data directory, which must be empty to be restored to
LONGEST_SOCKET = 107 - len("/.s.PGSQL.5432.lock")  # sun_path, which PostgreSQL checks for the lock's name too


@dataclass(frozen=True)
class Place:
    """The files of one private database. `home` is the folder `database` of the data directory."""

    home: Path

    @property
    def base(self) -> Path:
        return noted(self.home / "elsewhere") or self.home

    @property
    def cluster(self) -> Path:
        return self.base / "cluster"

    @property
    def socket(self) -> Path:
        near = self.base / "socket"
        return near if fits(near) else noted(self.home / "socket-at") or near

    @property
    def passfile(self) -> Path:
        return self.home / "password"

    @property
    def log(self) -> Path:
        return self.home / "postgresql.log"

    @property
    def keeper_log(self) -> Path:
        return self.home / "keeper.log"

    @property
    def is_scratch(self) -> bool:
        """Whether it was made for tests: losing it in a power cut is no loss."""
        return (self.home / "scratch").exists()

    @property
    def is_made(self) -> bool:
        return (self.cluster / "PG_VERSION").exists()

    def account(self) -> Account:
        return Account.for_cluster(self.cluster)

    def binaries(self) -> Binaries:
        """The programs for this cluster, copied to where its account reaches them if it must be."""
        major = int((self.cluster / "PG_VERSION").read_text()) if self.is_made else None
        found = binaries.find(major)
        account = self.account()
        return found if account.reaches(Path(found.postgres)) else copied(found)

    def connection(self) -> dict[str, str]:
        """How to connect, in libpq's words. The password stays in its file."""
        return {
            "host": str(self.socket),
            "port": "5432",
            "user": "wolaiban",
            "dbname": "wolaiban",
            "passfile": str(self.passfile),
        }


def of(data_dir: Path) -> Place:
    return Place(data_dir.absolute() / "database")


def choose(place: Place) -> None:
    """Decide, before the cluster is made, whether it can lie in the data directory."""
    account = place.account()
    if account.is_ours or place.is_made or account.reaches(place.home):
        return
    base = ELSEWHERE / hashlib.sha256(os.fsencode(place.home)).hexdigest()[:12]
    ELSEWHERE.mkdir(mode=0o711, parents=True, exist_ok=True)
    if base.exists():  # of a data directory that lay here before and was deleted: not ours to destroy
        base.rename(base.with_name(f"{base.name}.left-{int(time.time())}"))
    base.mkdir(mode=0o711)
    note(place.home / "elsewhere", base)


def make_socket_folder(place: Place) -> None:
    """A folder for the socket, short enough for the kernel, open to nobody else. It may vanish with /tmp."""
    account = place.account()
    if fits(place.base / "socket"):
        account.make_folder(place.base / "socket")
        return
    folder = noted(place.home / "socket-at")
    if folder and folder.is_dir() and not folder.is_symlink() and folder.stat().st_uid == account.uid:
        return
    folder = Path(tempfile.mkdtemp(prefix="wolaiban-", dir=short_folder(account)))
    account.own(folder)
    note(place.home / "socket-at", folder)


def short_folder(account: Account) -> Path:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if (
        runtime
        and account.is_ours
        and os.access(runtime, os.W_OK)
        and fits(Path(runtime) / "wolaiban-12345678")
    ):
        return Path(runtime)
    return Path("/tmp")  # noqa: S108 -- mkdtemp makes a folder of our own in it


def copied(found: Binaries) -> Binaries:
    """A copy of the programs under /var/lib/wolaiban-postgresql, made once per version; folders keep their relative places."""
    ELSEWHERE.mkdir(mode=0o711, parents=True, exist_ok=True)
    stamp = hashlib.sha256(f"{found.root}{Path(found.postgres).stat().st_mtime_ns}".encode()).hexdigest()[:8]
    copy = ELSEWHERE / f"postgresql-{found.major}-{stamp}"
    if not copy.exists():
        fresh = Path(tempfile.mkdtemp(prefix="copying-", dir=ELSEWHERE))
        for part in ("bin", "lib", "share"):
            shutil.copytree(
                found.root / part, fresh / found.root.parent.name / found.root.name / part, symlinks=True
            )
        if found.wheel_libraries.is_dir():
            shutil.copytree(found.wheel_libraries, fresh / found.wheel_libraries.name)
        open_to_all(fresh)
        try:
            fresh.rename(copy)
        except OSError:  # another wolaiban was quicker
            shutil.rmtree(fresh)
    return Binaries(copy / found.root.parent.name / found.root.name / "bin", found.major)


def open_to_all(folder: Path) -> None:
    """Let everybody read and run what is copied, even where our umask would keep it closed."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)


def fits(folder: Path) -> bool:
    return len(os.fsencode(folder)) <= LONGEST_SOCKET


def noted(file: Path) -> Path | None:
    try:
        return Path(os.fsdecode(file.read_bytes()))
    except OSError:  # none; or closed to us, as whoever uses the folder will say
        return None


def note(file: Path, target: Path) -> None:
    fresh = file.with_suffix(".new")
    fresh.write_bytes(os.fsencode(target))
    fresh.chmod(0o600)
    fresh.replace(file)
