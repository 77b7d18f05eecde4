"""Styles and scripts of others: which files are sent to browsers, where npm put them, and where a wheel carries them."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
CARRIED = PACKAGE / "assets"  # made by `carry` when a wheel is built; in a checkout there is none
NODE_MODULES = PACKAGE.parent / "node_modules"

# By the prefix of their addresses: in which folder of node_modules, and what of it is ever sent.
OF_OTHERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "htmx": ("htmx.org/dist", ("htmx.min.js",)),
    "leaflet": ("leaflet/dist", ("leaflet.css", "leaflet.js", "images/*.png")),
}
PACKED = frozenset({".css", ".js", ".svg"})  # a browser that takes gzip is sent a third of these


def folders() -> list[tuple[str, Path]]:
    """As Django's STATICFILES_DIRS has them."""
    if CARRIED.is_dir():
        return [(prefix, CARRIED / prefix) for prefix in OF_OTHERS]
    return [(prefix, NODE_MODULES / folder) for prefix, (folder, _) in OF_OTHERS.items()]


def carry(package: Path, node_modules: Path) -> None:
    """Put them into a package that is being built, and beside all styles and scripts in it their packed form.

    Raises FileNotFoundError where npm has not been run.
    """
    for prefix, (folder, patterns) in OF_OTHERS.items():
        for file in _wanted(node_modules / folder, patterns):
            to = package / "assets" / prefix / file.relative_to(node_modules / folder)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, to)
    for file in (*package.glob("assets/**/*"), *package.glob("*/static/**/*")):
        if file.suffix in PACKED:
            file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))


def _wanted(folder: Path, patterns: tuple[str, ...]) -> Iterator[Path]:
    for pattern in patterns:
        found = sorted(folder.glob(pattern))
        if not found:
            raise FileNotFoundError(folder / pattern)
        yield from found
