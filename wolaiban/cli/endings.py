"""How a command ends: with a number, and with words where somebody can do something about what went wrong."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from wolaiban.installation.trouble import Trouble


@dataclass
class Ending:
    code: int = 1


@contextlib.contextmanager
def troubles_in_words() -> Iterator[Ending]:
    """Turn what a person can mend into words. What they cannot, a mistake of ours, keeps its traceback."""
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    from wolaiban.postgres.trouble import DatabaseTrouble  # noqa: PLC0415
    from wolaiban.process.errors import ProcessError  # noqa: PLC0415

    ending = Ending()
    try:
        yield ending
    except (Trouble, DatabaseTrouble, ImproperlyConfigured, ProcessError) as trouble:
        sys.stderr.write(f"{trouble}\n")
    except KeyboardInterrupt:
        ending.code = 130
