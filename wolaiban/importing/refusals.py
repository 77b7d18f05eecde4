"""Why a file, or one row of it, cannot be registered, in words for whoever mends it."""

from __future__ import annotations

from wolaiban.process.errors import BadAnswer


class BadFile(BadAnswer):
    """The file cannot be read, or not as it was told to be; nothing of it goes in."""

    code = "bad_file"

    def __init__(self, why: str) -> None:
        super().__init__({"file": why})


class BadRow(Exception):
    """The row stays out; all others go in."""
