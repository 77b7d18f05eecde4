"""Which version this is: as it was installed; of a checkout, as pyproject.toml names it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import metadata

from wolaiban.installation.config_file import IN_CHECKOUT, ROOT


@cache
def version() -> str:
    if IN_CHECKOUT:  # what setuptools left beside it may be of another day
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        return str(project["project"]["version"])
    return metadata.version("wolaiban")
