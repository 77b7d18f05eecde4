"""What each of granian's processes loads: the web application, ending with the granian that started it."""

import os
import signal

from django.urls import get_resolver

from wolaiban.cli.serving import THREADS
from wolaiban.config.wsgi import application, arrivals
from wolaiban.postgres.account import tie_to
from wolaiban.web.connections import Gatekeeper, Limits

FREE_FOR_PAGES = 3  # threads of each process that what comes slowly never takes

__all__ = ["application"]

tie_to(os.getppid(), signal.SIGKILL)
get_resolver().reverse_dict  # noqa: B018 -- loads every page now: else whoever comes first waits for that
from wolaiban.catalogue import calendars  # noqa: E402 -- its models are there once the application is

calendars.watch()
Gatekeeper(arrivals, Limits(few=THREADS - FREE_FOR_PAGES)).watch()
