"""How much of a file is read at most: a small file may unpack to more than the machine holds."""

from __future__ import annotations

import zipfile
from pathlib import Path

from wolaiban.importing.refusals import BadFile

MOST_UNPACKED = 500 << 20  # bytes
MOST_SHARED = 200 << 20  # bytes of the texts of a workbook, which are held in memory
MOST_ROWS = 300_000  # in one sheet, blank ones counted
MOST_CELLS = 20_000_000  # in one sheet
MOST_MERGED = 100_000


class Bounds:
    """Counts what was read of one sheet and ends it in words."""

    def __init__(self, name: str) -> None:
        self.name, self.rows, self.cells = name, 0, 0

    def count(self, cells: int) -> None:
        self.rows += 1
        self.cells += cells
        if self.rows > MOST_ROWS or self.cells > MOST_CELLS:
            raise BadFile(
                f"{self.name} 太大：超过 {MOST_ROWS} 行或 {MOST_CELLS} 格。请删去后面的空行、空列，或分成几个文件。"
            )


def refuse_bombs(path: Path, archive: zipfile.ZipFile) -> None:
    """Raise BadFile for a workbook that unpacks to too much. Python reads no more of a part than it says it has."""
    parts = archive.infolist()
    whole = sum(part.file_size for part in parts)
    shared = max((p.file_size for p in parts if "sharedstrings" in p.filename.lower()), default=0)
    if whole > MOST_UNPACKED or shared > MOST_SHARED:
        raise BadFile(f"文件 {path.name} 展开后有 {whole >> 20} MB，太大了。请分成几个文件。")
