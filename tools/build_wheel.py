"""Build the wheel from a copy of what git knows, so that nothing that lies about in the checkout gets into it.

    python tools/build_wheel.py FOLDER

What the wheel holds beside the code is said in MANIFEST.in and setup.py. Prints the path of the wheel.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WANTED = (
    "wolaiban",
    "docs/handbook",
    "docs/process",
    "pyproject.toml",
    "setup.py",
    "MANIFEST.in",
    "requirements.in",
    "README.md",
    "LICENSE",
)


def tracked() -> list[str]:
    """What git knows, also what was not committed yet; without git (an archive) whatever is there."""
    listing = [
        "git",
        "-C",
        ROOT,
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
        "--",
        *WANTED,
    ]
    answer = subprocess.run(listing, capture_output=True, text=True, check=False)
    if answer.returncode == 0 and answer.stdout:
        return sorted({name for name in answer.stdout.split("\0") if name and (ROOT / name).is_file()})
    found = [
        path
        for name in WANTED
        for path in ((ROOT / name).rglob("*") if (ROOT / name).is_dir() else [ROOT / name])
    ]
    return sorted(
        str(path.relative_to(ROOT)) for path in found if path.is_file() and "__pycache__" not in path.parts
    )


def build(to: Path) -> Path:
    """With the setuptools of this environment, without asking any network."""
    with tempfile.TemporaryDirectory(prefix="wolaiban-wheel-") as folder:
        copy = Path(folder)
        for name in tracked():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
        (copy / "node_modules").symlink_to(ROOT / "node_modules")
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-index"]
        made = copy / "dist"
        subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", made, copy], check=True)
        to.mkdir(parents=True, exist_ok=True)
        (wheel,) = made.glob("wolaiban-*.whl")
        return Path(shutil.move(wheel, to / wheel.name))


if __name__ == "__main__":
    sys.stdout.write(f"{build(Path(sys.argv[1]))}\n")
