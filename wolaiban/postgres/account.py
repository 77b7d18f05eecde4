"""Whom the server runs as: ourselves, or, since PostgreSQL refuses to run as root, somebody without rights."""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wolaiban.postgres.trouble import DatabaseTrouble

PR_SET_PDEATHSIG = 1
# Loaded here because a function between fork and exec should not load libraries.
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Account:
    """The system user that owns the cluster's files and runs its programs."""

    uid: int
    gid: int
    name: str

    @classmethod
    def for_cluster(cls, cluster: Path) -> Account:
        """The owner of an existing cluster, else ourselves, else (as root) `postgres` or `nobody`."""
        if os.getuid() != 0:
            return cls.of(os.getuid())
        owner = cluster.stat().st_uid if cluster.exists() else 0
        return cls.of(owner) if owner else cls.without_rights()

    @classmethod
    def of(cls, uid: int) -> Account:
        try:
            entry = pwd.getpwuid(uid)
        except KeyError:
            raise DatabaseTrouble(
                f"当前用户（编号 {uid}）在系统中没有名字，PostgreSQL 无法运行。请换一个普通用户。"
            ) from None
        return cls(entry.pw_uid, entry.pw_gid, entry.pw_name)

    @classmethod
    def without_rights(cls) -> Account:
        for name in ("postgres", "nobody"):
            try:
                return cls.of(pwd.getpwnam(name).pw_uid)
            except KeyError:
                continue
        raise DatabaseTrouble(
            "以 root 运行时需要一个普通系统用户（postgres 或 nobody）来运行数据库，但系统里没有。"
        )

    @property
    def is_ours(self) -> bool:
        return self.uid == os.getuid()

    def own(self, path: Path) -> None:
        if not self.is_ours:
            os.chown(path, self.uid, self.gid)

    def make_folder(self, path: Path) -> None:
        """A folder that only this account (and root) can enter."""
        path.mkdir(mode=0o700, exist_ok=True)
        self.own(path)

    def reaches(self, path: Path) -> bool:
        """Whether every folder on the way lets this account through to `path`."""
        test = subprocess.run(["/usr/bin/env", "test", "-x", path], check=False, **self.spawn_as())
        return test.returncode == 0

    def spawn_as(self) -> dict[str, Any]:
        """Arguments of `subprocess` that start a program as this account, far from our folder and locale."""
        rights = {} if self.is_ours else {"user": self.uid, "group": self.gid, "extra_groups": []}
        return {"cwd": "/", "env": plain_environment(), "stdin": subprocess.DEVNULL, **rights}

    def run(self, command: Sequence[str], *, text: str | None = None) -> subprocess.CompletedProcess[str]:
        how = self.spawn_as()
        if text is not None:
            del how["stdin"]
        return subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=False, **how)


def plain_environment() -> dict[str, str]:
    """An environment without the caller's locale and PG* variables, which would redirect the server."""
    return {"LC_ALL": "C", "PATH": os.environ.get("PATH", "/usr/bin:/bin"), "TZ": "Asia/Shanghai"}


def die_with_parent(how: signal.Signals) -> Callable[[], None]:
    """A function for a child, between fork and exec, that ties its life to the process that calls this.

    The kernel forgets the wish when the user changes; `subprocess` changes the user first, then calls the function.
    """
    parent = os.getpid()
    return lambda: tie_to(parent, how)


def tie_to(parent: int, how: signal.Signals) -> None:
    """Ask the kernel to send us this signal when our parent ends."""
    _libc.prctl(PR_SET_PDEATHSIG, int(how), 0, 0, 0)
    if os.getppid() != parent:  # it ended before the wish was heard
        os.kill(os.getpid(), signal.SIGKILL)
