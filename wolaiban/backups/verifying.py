"""Verifying what was brought back, with its own keys and its own database, as the command does it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from wolaiban.installation import configuration


def verified(data_dir: Path) -> int:
    """`wolaiban verify` on what was restored, with its own keys and its own database."""
    environment = configuration.reader().for_another(without=OF_THE_OTHER)
    environment["WOLAIBAN_DATA"] = str(data_dir)
    command = [sys.executable, "-m", "wolaiban.cli.main"]
    for verb in ("manage", "verify"):
        arguments = ["migrate", "--verbosity=0"] if verb == "manage" else []
        code = subprocess.run([*command, verb, *arguments], env=environment, check=False).returncode
        if code != 0:
            return code
    return 0


OF_THE_OTHER = frozenset(
    {
        "DATABASE_URL",
        "SECRET_KEY",
        "VAULT_KEYS",
        "RECEIPT_KEY",
        "LEDGER_KEY",
        "BACKUP_DIR",
        "CHECKPOINTS_DIR",
        "PGPASSFILE",
    }
)
