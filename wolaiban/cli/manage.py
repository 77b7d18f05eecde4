"""`wolaiban manage …`: Django's own commands, on this installation's database."""

from __future__ import annotations

import argparse

from django.core.management import execute_from_command_line

from wolaiban.web import health


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("command", nargs=argparse.REMAINDER, help="例如 shell、migrate、showmigrations")


def run(args: argparse.Namespace) -> int:
    """Before migrating, what `init` looks at is looked at: a database that was left halfway is refused, not built upon."""
    if args.command[:1] == ["migrate"]:
        health.unapplied()
    execute_from_command_line(["wolaiban manage", *args.command])
    return 0
