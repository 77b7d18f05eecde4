"""The background process: takes jobs from the database until it is told to stop, finishing the one in hand."""

from __future__ import annotations

import os

import django

CONCURRENCY = 2
FINISH_WITHIN = 20.0  # seconds for a job in hand; one cut short is given to the next worker


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wolaiban.config.settings")
    django.setup()
    from procrastinate.contrib.django import app  # noqa: PLC0415 -- exists only after setup

    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        working.run_worker(
            concurrency=CONCURRENCY,
            delete_jobs="successful",
            shutdown_graceful_timeout=FINISH_WITHIN,
        )


if __name__ == "__main__":
    main()
