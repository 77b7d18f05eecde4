"""Following a running installation: its log of changes through PostgreSQL's own pg_receivewal, its attachments one by one."""

from __future__ import annotations

import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from django.conf import settings

from wolaiban.backups.backups import copy_attachment, copy_attachments, seal_segments
from wolaiban.backups.reaching import of_this_installation
from wolaiban.backups.taking import prepare
from wolaiban.cases.models import Attachment
from wolaiban.postgres.account import die_with_parent

SLOT = "wolaiban_backup"  # keeps the log until it has been fetched, however long we were away
OVERLAP = 1000  # rows with a lower number may commit a little later


@dataclass
class Follower:
    shelf: Path
    receiver: subprocess.Popen[bytes]
    newest: int = 0

    @classmethod
    def begin(cls) -> Self:
        """Raises Trouble where the server does not let us."""
        source, shelf = of_this_installation(), Path(settings.BACKUP_DIR).absolute()
        prepare(source, shelf)
        wal = shelf / "wal"
        source.account.make_folder(wal)
        source.must("pg_receivewal", "--slot", SLOT, "--create-slot", "--if-not-exists", "--no-password")
        options = ["--directory", str(wal), "--slot", SLOT, "--synchronous", "--no-password"]
        receiver = subprocess.Popen(
            [source.program("pg_receivewal"), *options],
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 -- no thread was started before
            **source.spawn_as(),
        )
        copy_attachments(Path(settings.MEDIA_ROOT), shelf)
        return cls(shelf, receiver)

    @property
    def is_receiving(self) -> bool:
        return self.receiver.poll() is None

    def look(self) -> None:
        """Seal what was finished and bring along what was added since the last look."""
        seal_segments(self.shelf / "wal")
        fresh = Attachment.objects.filter(pk__gt=self.newest - OVERLAP).order_by("pk")
        for self.newest, digest in fresh.values_list("pk", "digest").iterator():
            copy_attachment(Path(settings.MEDIA_ROOT), bytes(digest).hex(), self.shelf)

    def end(self) -> None:
        """What was written until now is fetched before it ends."""
        self.receiver.terminate()
        self.receiver.wait()
        self.look()
