"""Whether what is sent now could be kept: tried in the data directory and in the database, and remembered for a moment."""

from __future__ import annotations

import os
import tempfile
import threading
import time

from django.conf import settings
from django.db import connection, transaction

ROOM = 1024 * 1024  # what must be free for a file, and is spilled by the database, on whatever disk that has
LASTS = 5.0  # seconds; however often it is asked, it is tried no oftener
SPILL = (
    "SELECT count(*) FROM (SELECT n FROM generate_series(1, 25000) n ORDER BY md5(n::text) OFFSET 1) sorted"
)

_trying = threading.Lock()
_found: tuple[float, str | None] | None = None


def writes() -> str | None:
    """None, or why nothing can be kept now. Whoever asks while another tries is told what was found before."""
    global _found  # noqa: PLW0603
    known = _found
    if known and (time.monotonic() - known[0] < LASTS or _trying.locked()):
        return known[1]
    with _trying:
        said = _files() or _database()
        _found = (time.monotonic(), said)
    return said


def forget() -> None:
    global _found  # noqa: PLW0603
    _found = None


def _files() -> str | None:
    """Room is asked of the disk without writing it; one page is written, and brought to the disk itself."""
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
            os.posix_fallocate(file.fileno(), 0, ROOM)
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return f"数据目录写不进去（{error.strerror}），现在收不了诉求。请检查磁盘。"
    return None


def _database() -> str | None:
    """Sorting more than fits its memory makes the server write: it leaves nothing behind, no row and no log."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64kB'")
        cursor.execute("SELECT current_setting('transaction_read_only') = 'on'")
        if cursor.fetchone()[0]:
            return "数据库现在只读，收不了诉求。请检查数据库。"
        cursor.execute(SPILL)
    return None
