"""A wolaiban that was installed from its wheel into an environment of its own, where there is no checkout and no npm.

The packages it needs are those that were installed here from the lock: nothing is fetched. That pip can fetch them by
the wheel's own list is not shown by this; the list is held to the lock by another test.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.ground.processes import ROOT

PROGRAMS = ("sh", "cp")  # all that is found by its name


def built(to: Path) -> Path:
    """The wheel, built from what git knows of this checkout."""
    said = subprocess.run(
        [sys.executable, ROOT / "tools" / "build_wheel.py", to], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout + said.stderr
    return Path(said.stdout.splitlines()[-1])


@dataclass(frozen=True)
class Installed:
    """`folder` is an environment; `data_dir` what its commands work on."""

    folder: Path
    data_dir: Path

    @classmethod
    def from_wheel(cls, wheel: Path, folder: Path, data_dir: Path) -> Installed:
        venv.create(folder, with_pip=False)
        here = cls(folder, data_dir)
        here.programs.mkdir()
        for name in PROGRAMS:
            (here.programs / name).symlink_to(Path("/bin") / name)
        (here.site_packages / "locked.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", here.python]
        install = [*map(str, pip), "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
        said = subprocess.run(install, capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stderr
        return here

    @property
    def programs(self) -> Path:
        """All that there is in PATH: this machine has npm beside them."""
        return self.folder / "programs"

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def wolaiban(self) -> Path:
        return self.folder / "bin" / "wolaiban"

    @property
    def site_packages(self) -> Path:
        return self.folder / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"

    @cached_property
    def package(self) -> Path:
        return self.site_packages / "wolaiban"

    def environment(self, **more: str) -> dict[str, str]:
        """Nothing of ours: no path of the checkout, no keys, no program of node's."""
        return {
            "PATH": str(self.programs),
            "HOME": str(self.data_dir.parent),
            "WOLAIBAN_CONFIG": "",
            "WOLAIBAN_DATA": str(self.data_dir),
            **more,
        }

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.wolaiban, *arguments],
            env=self.environment(**more),
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def start(self, log: Path, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
        with log.open("wb") as said:
            return subprocess.Popen(
                [self.wolaiban, *arguments],
                env=self.environment(**more),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )


def static_files_named() -> set[str]:
    """Every style, script and picture that a template or a script of ours asks for by name."""
    found = set()
    for file in (ROOT / "wolaiban").rglob("*.html"):
        found |= set(re.findall(r"""{% static ["']([^"'{]+)["']""", file.read_text(encoding="utf-8")))
    return found


def tracked() -> set[str]:
    """The files of the package that git knows, as a wheel names them."""
    listing = [
        "git",
        "-C",
        str(ROOT),
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
        "wolaiban",
    ]
    said = subprocess.run(listing, capture_output=True, text=True, check=True).stdout
    return {name for name in said.split("\0") if name and os.path.isfile(ROOT / name)}
