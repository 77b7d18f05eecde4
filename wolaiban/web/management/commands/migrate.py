"""`migrate`, as everywhere in Django, but that each migration is run whole or not at all."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from wolaiban.database.migrating import WholeMigrations


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        migrate.MigrationExecutor = WholeMigrations  # type: ignore[attr-defined]  # it asks nobody which to take
        super().handle(*args, **options)
