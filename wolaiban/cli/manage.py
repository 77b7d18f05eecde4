"""`wolaiban manage …`: Django's own commands, on this installation's database."""

from __future__ import annotations

import argparse

from django.core.management import execute_from_command_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("command", nargs=argparse.REMAINDER, help="例如 shell、migrate、showmigrations")


def run(args: argparse.Namespace) -> int:
    execute_from_command_line(["wolaiban manage", *args.command])
    return 0
