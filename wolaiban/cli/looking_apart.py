"""Whether settings and tables will do, found out before `serve` starts anything, in a process of its own.

What it loads for that, Django and every room, goes with it: the trunk only watches, and stays as small as it is.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection

from wolaiban.cli.endings import troubles_in_words
from wolaiban.installation.trouble import Trouble
from wolaiban.postgres.account import tie_to

FORK = multiprocessing.get_context("fork")  # it knows the settings that were read before


@contextmanager
def looking() -> Iterator[Callable[[], None]]:
    """Begin with the settings, beside what the block does; what is given goes on to the tables, and waits.

    It is called once the database runs. Raises SystemExit where something will not do, which then has been said.
    """
    theirs, ours = FORK.Pipe(duplex=False)
    process = FORK.Process(target=look, args=(os.getpid(), theirs, ours), daemon=True)
    process.start()
    theirs.close()

    def finish() -> None:
        ours.close()
        process.join()
        if process.exitcode:
            sys.exit(process.exitcode)

    try:
        yield finish
    finally:
        process.terminate()


def look(trunk: int, database_runs: Connection, their_end: Connection) -> None:
    """Ends with 0 if all is well. The database runs as soon as the other end of this is closed."""
    tie_to(trunk, signal.SIGKILL)
    their_end.close()
    with troubles_in_words() as ending:
        import django  # noqa: PLC0415 -- half a second, while the database starts

        django.setup()
        require_settings()
        with suppress(EOFError):
            database_runs.recv()
        from wolaiban.cli import bootstrap  # noqa: PLC0415

        with bootstrap.database():
            bootstrap.require_tables()
        ending.code = 0
    sys.exit(ending.code)


def require_settings() -> None:
    """Whoever changed a setting stands before the screen now; later it would be a page that fails."""
    from django.core import checks  # noqa: PLC0415

    for fault in checks.run_checks(tags=["settings"]):
        raise Trouble(str(fault.msg))
