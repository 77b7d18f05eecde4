"""The pages of the handbook: where they are written, and where a wheel carries them for whoever has no checkout."""

from __future__ import annotations

import shutil
from pathlib import Path

from wolaiban.installation.assets import CARRIED as ASSETS
from wolaiban.installation.assets import PACKAGE

CARRIED = ASSETS / "pages"  # made by `carry` when a wheel is built
WRITTEN = PACKAGE.parent / "docs"
SHELVES = ("handbook", "process")
CONTENTS = "README"  # the page of a shelf that lists the others


def folder() -> Path:
    return CARRIED if CARRIED.is_dir() else WRITTEN


def names(shelf: str) -> list[str]:
    """The pages of a shelf but its contents."""
    return sorted(file.stem for file in (folder() / shelf).glob("*.md") if file.stem != CONTENTS)


def text_of(shelf: str, name: str) -> str | None:
    """A page as it is written, in Markdown; None where there is none. `name` is no path."""
    if shelf not in SHELVES or name not in (*names(shelf), CONTENTS):
        return None
    file = folder() / shelf / f"{name}.md"
    return file.read_text(encoding="utf-8") if file.is_file() else None


def carry(package: Path, docs: Path) -> None:
    """Put them into a package that is being built. Raises FileNotFoundError where a shelf is empty."""
    for shelf in SHELVES:
        pages = sorted((docs / shelf).glob("*.md"))
        if not pages:
            raise FileNotFoundError(docs / shelf)
        to = package / "assets" / "pages" / shelf
        to.mkdir(parents=True, exist_ok=True)
        for page in pages:
            shutil.copyfile(page, to / page.name)
