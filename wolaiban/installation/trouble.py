"""How a command ends when something is in its way: one or two sentences, no traceback."""

from __future__ import annotations


class Trouble(Exception):
    """What is wrong and what to do about it, in words for the person at the terminal."""
