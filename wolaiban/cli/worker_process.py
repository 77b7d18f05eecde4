"""The background process: takes jobs from the database until it is told to stop, finishing the one in hand."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor

import django
from procrastinate import App

FOR_OURSELVES = 3  # the clock, what reads, what sweeps; beside one for each gateway, which may be slow
YIELDING = 5  # where processors are short, people who wait for a page come first
FINISH_WITHIN = 20.0  # seconds for a job in hand; one cut short is given to the next worker


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wolaiban.config.settings")
    os.nice(YIELDING)
    django.setup()
    from procrastinate.contrib.django import app  # noqa: PLC0415 -- exists only after setup

    from wolaiban.catalogue import calendars  # noqa: PLC0415
    from wolaiban.workflow.watching import reading_promptly  # noqa: PLC0415

    calendars.watch()
    with reading_promptly(), app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        asyncio.run(work(working))


async def work(working: App) -> None:
    """A thread for each job that may run: asyncio's own number goes by processors, and a slow gateway only waits."""
    from django.conf import settings  # noqa: PLC0415

    from wolaiban.notices.gateways.configured import names  # noqa: PLC0415

    concurrency = FOR_OURSELVES + len(names())
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(concurrency + 2))
    async with working.open_async():
        await working.run_worker_async(
            concurrency=concurrency,
            delete_jobs="successful",
            listen_notify=not settings.POOLER,  # or ask every few seconds: a pooler passes no notifications on
            shutdown_graceful_timeout=FINISH_WITHIN,
        )


if __name__ == "__main__":
    main()
