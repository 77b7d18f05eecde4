"""The process that keeps the log of changes: PostgreSQL streams it here as it is written, so a backup goes on growing.

A child of `wolaiban serve` where BACKUP_DIR is set.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from types import FrameType

import django

EVERY = 1.0


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wolaiban.config.settings")
    django.setup()
    from wolaiban.backups.following import Follower  # noqa: PLC0415 -- exists only after setup
    from wolaiban.installation.trouble import Trouble  # noqa: PLC0415

    signal.signal(signal.SIGTERM, stop)
    try:
        follower = Follower.begin()
    except Trouble as trouble:
        sys.stderr.write(f"备份的变更日志没有在记：{trouble}\n")
        return 1
    try:
        while follower.is_receiving:
            follower.look()
            time.sleep(EVERY)
    except Stopped:
        follower.end()
        return 0
    return 1  # the stream broke; `serve` starts us again


class Stopped(Exception):
    """We were told to stop."""


def stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
