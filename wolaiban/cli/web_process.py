"""What each of granian's processes loads: the web application, ending with the granian that started it."""

import os
import signal

from django.urls import get_resolver

from wolaiban.config.postgres.account import tie_to
from wolaiban.config.wsgi import application

__all__ = ["application"]

tie_to(os.getppid(), signal.SIGKILL)
get_resolver().reverse_dict  # noqa: B018 -- loads every page now: else whoever comes first waits for that
