"""Why one row cannot be registered, in words for whoever mends the file."""

from __future__ import annotations


class BadRow(Exception):
    """The row stays out; all others go in."""
