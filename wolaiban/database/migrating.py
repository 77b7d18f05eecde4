"""What squashed migrations end with, so that they are run and written down as one, or not at all."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def put_nothing_off(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Run now what the editor keeps for the end of its transaction (foreign keys, indexes).

    Only where nothing is kept back does Django write a migration down as run inside the transaction. After it, each of
    the parts it replaces would be written down by itself, and whoever is killed among them has run it by halves.
    """
    for statement in editor.deferred_sql:
        editor.execute(statement, None)
    editor.deferred_sql.clear()
