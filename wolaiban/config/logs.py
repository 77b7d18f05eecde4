"""How the log is written: to standard error, without personal data."""

from __future__ import annotations

import logging
import re
from types import TracebackType
from typing import Any

# PostgreSQL tells the values of a row in these lines of its errors ("Key (phone)=(…) already exists").
TELLING = re.compile(r"^(DETAIL|CONTEXT|HINT|LINE \d+):.*(\n[ \t]+.*)*\n?", re.MULTILINE)

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

# At a talkative level these write down the addresses of robots, which are passwords.
TELLS_SECRETS = ("apprise", "urllib3", "requests")


class DiscreetFormatter(logging.Formatter):
    """Keeps tracebacks, drops what the database tells of the data in them."""

    def formatException(  # noqa: N802 -- logging's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return TELLING.sub("", super().formatException(ei)).rstrip()


def logging_settings(level: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "discreet": {
                "()": DiscreetFormatter,
                "format": "{asctime} {levelname} {name}: {message}",
                "style": "{",
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True, "level": level},
            **{name: {"level": "ERROR"} for name in TELLS_SECRETS},
        },
    }
