"""How PostgreSQL's programs reach the database of this installation: our own, or the operator's."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.db import connection

from wolaiban.backups.server import Server
from wolaiban.postgres import binaries, place
from wolaiban.postgres.account import Account
from wolaiban.postgres.joining import uses_private_database


def of_this_installation() -> Server:
    """Our own, as its superuser from its own account; or the operator's, as the role of DATABASE_URL.

    That role needs REPLICATION (`ALTER ROLE … REPLICATION`) and a `replication` line in pg_hba.conf.
    """
    if uses_private_database():
        here = place.of(Path(settings.DATA_DIR))
        environment = {
            "PGHOST": str(here.socket),
            "PGPORT": "5432",
            "PGUSER": "postgres",
            "PGDATABASE": "postgres",
        }
        return Server(here.binaries(), environment, here.account(), "wolaiban", "wolaiban")
    facts = connection.get_connection_params()
    connection.ensure_connection()
    major = connection.cursor().connection.info.server_version // 10000
    environment = {
        "PGHOST": str(facts.get("host", "")),
        "PGPORT": str(facts.get("port") or 5432),
        "PGUSER": str(facts.get("user", "")),
        "PGPASSWORD": str(facts.get("password", "")),
        "PGPASSFILE": os.environ.get("PGPASSFILE", ""),
    }
    environment = {name: value for name, value in environment.items() if value}
    ourselves = Account(os.getuid(), os.getgid(), "")
    return Server(binaries.find(major), environment, ourselves, str(facts["dbname"]), environment["PGUSER"])


def shelf_for(to: Path | None) -> Path | None:
    chosen = to or (Path(settings.BACKUP_DIR) if settings.BACKUP_DIR else None)
    return chosen.absolute() if chosen else None
