"""The database that is backed up: how PostgreSQL's own programs reach it, and as whom they run."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wolaiban.installation.trouble import Trouble
from wolaiban.postgres.account import Account
from wolaiban.postgres.binaries import Binaries


@dataclass(frozen=True)
class Server:
    """`environment` is libpq's: who connects where. `account` runs the programs and owns what they write."""

    programs: Binaries
    environment: Mapping[str, str] = field(repr=False)
    account: Account
    database: str
    role: str

    def program(self, name: str) -> str:
        found = self.programs.folder / name
        if not found.exists():
            raise Trouble(f"没有 {name}，它应与 PostgreSQL 的其他程序一起在 {self.programs.folder}。")
        return str(found)

    def spawn_as(self) -> dict[str, Any]:
        how = self.account.spawn_as()
        return {**how, "env": {**how["env"], **self.environment}}

    def run(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [self.program(name), *arguments]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, **self.spawn_as())

    def must(self, name: str, *arguments: str) -> str:
        """Run a program of PostgreSQL's, or say what it said."""
        answer = self.run(name, *arguments)
        if answer.returncode != 0:
            raise Trouble(f"{name} 没有成功：{answer.stderr.strip()}")
        return answer.stdout
