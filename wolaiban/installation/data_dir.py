"""The folder that holds all that an installation keeps: keys, attachments, the private database."""

from __future__ import annotations

import os
from pathlib import Path

from wolaiban.installation import durable


def make(data_dir: Path) -> None:
    """Make it closed to others; passable under root, whose database server runs as somebody without rights."""
    durable.make_folder(data_dir, mode=0o711 if os.getuid() == 0 else 0o700)
