"""Text tables: in whatever encoding and with whatever delimiter, gzipped or not; a stray quote swallows no rows."""

from __future__ import annotations

import codecs
import csv
import gzip
import re
from collections import Counter, deque
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import IO, cast

from wolaiban.importing.bounds import MOST_UNPACKED, Bounds
from wolaiban.importing.cells import SheetRow, row_of
from wolaiban.importing.refusals import BadFile

BLOCK = 1 << 20
LONGEST_CELL = 10_000_000
LONGEST_RECORD = 500  # lines that one quoted cell may run over
MOST_STRAY = 200
DELIMITERS = ",\t;|，"
STRAY = "引号没有配对，按原样读"
# What stands in a cell of its own, and hardly between two commas of somebody's words.
SHAPE = re.compile(r"1[3-9]\d{9}|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?.{0,9}|\d{7,18}[Xx]?")


def rows_of_text(path: Path) -> Iterator[SheetRow]:
    """Every row, blank ones too. Raises BadFile, also midway."""
    csv.field_size_limit(LONGEST_CELL)
    encoding = _encoding_of(path)
    with _opened(path) as raw, TextIOWrapper(raw, encoding, newline="") as text:
        delimiter = _delimiter_of(text.read(4096))
    bounds = Bounds(path.name)
    with _opened(path) as raw, TextIOWrapper(raw, encoding, newline="") as text:
        for line, (cells, remarks) in enumerate(Records(text, delimiter, path.name), start=1):
            bounds.count(len(cells))
            yield row_of(line, cells, *remarks)


Record = tuple[list[str], tuple[str, ...]]


class Records:
    """The records of a text table.

    A quote that is never closed, or closed in some later row, pours the rows between into one cell. So each
    cell that runs over several lines is looked at: if it is no proper cell, or a line in it looks like a row,
    the line with the quote is read by itself, the quote as a character like others.
    """

    def __init__(self, lines: Iterator[str], delimiter: str, name: str) -> None:
        self.lines, self.delimiter, self.name = lines, delimiter, name
        self.waiting = deque[str]()  # lines that were looked at in vain, to be read again
        self.width = 0
        self.read = 0  # lines so far
        self.stray = 0

    def __iter__(self) -> Iterator[Record]:
        while (line := self._next()) is not None:
            cells = self._split(line)
            if cells is None:
                cells, remarks = self._over_lines(line)
            else:
                remarks = ()
            self.width = self.width or len(cells)
            yield cells, remarks

    def _next(self) -> str | None:
        line = self.waiting.popleft() if self.waiting else next(self.lines, None)
        self.read += line is not None
        return line

    def _split(self, text: str) -> list[str] | None:
        """Its cells, or None if a quote is open at its end or closed in the midst of a cell."""
        if '"' not in text:
            return text.rstrip("\r\n").split(self.delimiter)
        try:
            records = list(csv.reader([text], delimiter=self.delimiter, strict=True))
        except csv.Error:
            return None
        return records[0] if records else [""]

    def _over_lines(self, first: str) -> Record:
        taken = [first]
        while len(taken) < LONGEST_RECORD and (line := self._next()) is not None:
            taken.append(line)
            if '"' in line and (cells := self._split_many(taken)):
                if self._is_sound(cells):
                    return cells, ()
                break
        self.read -= len(taken) - 1
        self.waiting.extendleft(reversed(taken[1:]))
        return self._alone(first)

    def _split_many(self, lines: list[str]) -> list[str] | None:
        try:
            records = list(csv.reader(lines, delimiter=self.delimiter, strict=True))
        except csv.Error:
            return None
        return records[0] if len(records) == 1 else None

    def _is_sound(self, cells: list[str]) -> bool:
        """Whether no cell holds the rest of its own row, nor another row, as those do that a stray quote swallowed."""
        for place, cell in enumerate(cells):
            first, *further = cell.splitlines() or [""]
            if further and self._looks_like(first, self.width - place):
                return False
            if any(self._looks_like(line, self.width) for line in further):
                return False
        return True

    def _looks_like(self, line: str, width: int) -> bool:
        """Whether a line is that many cells, one of them behind the first a number or a day alone."""
        parts = [part.strip(' "') for part in line.split(self.delimiter)]
        return 1 < width == len(parts) and any(SHAPE.fullmatch(part) for part in parts[1:])

    def _alone(self, line: str) -> Record:
        cells = next(csv.reader([line], delimiter=self.delimiter, quoting=csv.QUOTE_NONE))
        self.stray += 1
        if self.width == 1 or len(cells) != (self.width or len(cells)) or self.stray > MOST_STRAY:
            raise BadFile(
                f"文件 {self.name} 第 {self.read} 行有一个引号没有配对，分不清这一行到哪里为止。"
                "请改好这一行再导入；还什么都没有登记。"
            )
        return [cell.strip('"') for cell in cells], (STRAY,)


def _opened(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path)) if path.suffix.lower() == ".gz" else path.open("rb")


def _encoding_of(path: Path) -> str:
    """What decodes the whole file: UTF-8 with or without a mark, UTF-16 with one, or GB 18030."""
    with _opened(path) as raw:
        start = raw.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(path, encoding):
            return encoding
    raise BadFile(f"文件 {path.name} 不是文本表格，或者编码混乱。请在表格软件里另存为 CSV（UTF-8）再试。")


def _decodes(path: Path, encoding: str) -> bool:
    decoder, read = codecs.getincrementaldecoder(encoding)(), 0
    with _opened(path) as raw:
        try:
            while block := raw.read(BLOCK):
                decoder.decode(block)
                if (read := read + len(block)) > MOST_UNPACKED:
                    raise BadFile(
                        f"文件 {path.name} 展开后超过 {MOST_UNPACKED >> 20} MB，太大了。请分成几个文件。"
                    )
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter_of(start: str) -> str:
    """The one that the first line has most of; a comma if it has none."""
    first = next((line for line in start.splitlines() if line.strip()), "")
    counted = Counter(character for character in first if character in DELIMITERS)
    return max(DELIMITERS, key=lambda delimiter: counted[delimiter])
