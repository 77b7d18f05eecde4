"""Migrations are run and written down as one, or not at all: whoever is killed among them finishes by migrating again."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class WholeMigrations(MigrationExecutor):
    """Django writes a migration down only after its transaction, wherever anything was put off to the end of that.

    Killed in between, its tables are there and nothing says so, and the next time they are made once more.
    """

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        with self._whole(migration):
            return super().apply_migration(state, migration, fake, fake_initial)

    def unapply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False
    ) -> ProjectState:
        with self._whole(migration):
            return super().unapply_migration(state, migration, fake)

    def _whole(self, migration: Migration) -> AbstractContextManager[None]:
        return transaction.atomic(using=self.connection.alias) if migration.atomic else nullcontext()


def put_nothing_off(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Run now what the editor keeps for the end of its transaction (foreign keys, indexes).

    Only where nothing is kept back does Django write a migration down as run inside the transaction. After it, each of
    the parts it replaces would be written down by itself, and whoever is killed among them has run it by halves.
    """
    for statement in editor.deferred_sql:
        editor.execute(statement, None)
    editor.deferred_sql.clear()
