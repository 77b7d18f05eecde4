"""The database that tests begin with: migrated once, and copied for each process that runs tests.

Migrating from nothing takes three seconds of a processor, copying the result less than one. It stays on the server for
the next run, under a name that says which migrations it holds; whoever makes another one drops it. It becomes a
template, in PostgreSQL's sense, when it is whole: one whose making was cut short is made anew.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

PREFIX = "wolaiban_tests_begin_with_"
LOCK = 20_260_128  # one process makes it, the others wait
OURS = re.compile(r"^\s*(?:from|import) (wolaiban\.[\w.]+)", re.MULTILINE)


def made() -> str:
    """Its name. It is there and whole, and nobody is connected to it."""
    name = PREFIX + digest()
    with on_server() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # until this connection ends
        whole = "SELECT FROM pg_database WHERE datname = %s AND datistemplate"
        if server.execute(whole, [name]).fetchone() is None:
            _make(server, name)
    return name


def digest() -> str:
    """Of every migration of every app, and of what ours import from us."""
    told = hashlib.sha256()
    for path in sorted(sources()):
        told.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return told.hexdigest()[:16]


def sources() -> set[Path]:
    """The files that decide what a database that was migrated from nothing looks like."""
    loader = MigrationLoader(None, replace_migrations=False)
    paths = {_file_of(type(migration).__module__) for migration in loader.disk_migrations.values()}
    imported = {name for path in paths for name in OURS.findall(path.read_text(encoding="utf-8"))}
    return paths | {_file_of(name) for name in imported}


def _file_of(module: str) -> Path:
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin)


def _make(server: psycopg.Connection[Any], name: str) -> None:
    drop_all(server)
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    with connected_to(name):
        call_command("migrate", verbosity=0, interactive=False)
    server.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(name)))


def drop_all(server: psycopg.Connection[Any]) -> None:
    for name in all_there(server):
        server.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(sql.Identifier(name)))
        server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def all_there(server: psycopg.Connection[Any]) -> list[str]:
    found = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
    return [name for (name,) in found.fetchall()]


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Django's connection leads to this database of the server meanwhile."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


@contextmanager
def on_server() -> Iterator[psycopg.Connection[Any]]:
    """The server itself, where databases are made and dropped."""
    parameters = connection.get_connection_params()
    names = ("host", "port", "user", "password", "passfile")
    known = {name: parameters[name] for name in names if parameters.get(name)}
    with psycopg.connect(dbname="postgres", autocommit=True, **known) as server:
        yield server
