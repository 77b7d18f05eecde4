"""How much room a disk has left, and when that is too little to go on."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

LEAST = 2 * 1024**3


@dataclass(frozen=True)
class Disk:
    """The disk that a folder lies on; bytes. `folder` is the nearest that exists."""

    folder: Path
    free: int
    total: int

    @classmethod
    def under(cls, folder: Path) -> Disk:
        existing = next(path for path in (folder, *folder.parents) if path.exists())
        usage = shutil.disk_usage(existing)
        return cls(existing, usage.free, usage.total)

    @property
    def fault(self) -> str:
        """Why it will not do, or nothing."""
        if self.free > LEAST:
            return ""
        return (
            f"{self.folder} 所在磁盘只剩 {self.free // 1024**2} MB。请清理或扩容，写满后将无法登记。"
            "不要动 database 和 keys 里的文件；从哪里腾，见手册“出了事”。"
        )
