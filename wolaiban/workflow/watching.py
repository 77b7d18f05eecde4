"""Reading promptly: a thread of the worker that looks twice a second whether there is something new.

What it costs an idle server is two small reads for each look, and nothing is written. It needs no notification, which
would be one lock for all commits of the server and does not come through a pooler; and if it falls, or was never
there, the sweep of every minute reads as well.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, connection

from wolaiban.workflow.reader import READERS

log = logging.getLogger(__name__)
PAUSE, LONGEST_PAUSE = 0.5, 5.0  # seconds
FINISH_WITHIN = 10.0  # seconds for the stretch in hand; one cut short is read by the next worker


@contextmanager
def reading_promptly() -> Iterator[None]:
    """While this lasts, what happens is read within a second or so."""
    stop = threading.Event()
    thread = threading.Thread(target=_until, args=[stop], name="reader", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(FINISH_WITHIN)


def _until(stop: threading.Event) -> None:
    pause = PAUSE
    while not stop.wait(pause):
        pause = PAUSE if look() else min(pause * 2, LONGEST_PAUSE)
    connection.close()


def look() -> bool:
    """Let every prompt reader read what there is; whether all of them could."""
    could = [_could(name) for name, reader in READERS.items() if reader.prompt]
    return all(could)


def _could(name: str) -> bool:
    try:
        READERS[name].read_all()
    except Error as error:  # away for a moment
        log.warning("%s: the database did not answer (%s)", name, type(error).__name__)
    except Exception:
        log.exception("%s could not read", name)
    else:
        return True
    connection.close_if_unusable_or_obsolete()
    return False
