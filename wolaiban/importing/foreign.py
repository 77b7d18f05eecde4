"""Workbooks of other programs (.xls, .ods), read by a process of its own that may neither grow nor run for ever.

Run as `python -m wolaiban.importing.foreign FILE FOLDER`: writes a list of the sheets, and each as lines of JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

MOST_MEMORY = 1 << 30  # bytes
MOST_SECONDS = 120
MOST_WRITTEN = 500 << 20  # bytes of one sheet
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
PASSWORD, BROKEN, TOO_LARGE = 3, 4, 5  # how the process ends


def main(path: Path, folder: Path) -> int:
    from python_calamine import CalamineError, PasswordError, load_workbook  # noqa: PLC0415 -- only in here

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with load_workbook(path) as book:
            listed = [_write(book, number, folder) for number in range(len(book.sheet_names))]
    except PasswordError:
        return PASSWORD
    except (CalamineError, ValueError, OSError) as error:
        return TOO_LARGE if "limit exceeded" in str(error) else BROKEN
    _add_merged(listed, path)
    (folder / "sheets.json").write_text(json.dumps([each for each in listed if each]), encoding="utf-8")
    return 0


def _write(book: Any, number: int, folder: Path) -> dict[str, Any] | None:
    """Write one sheet of cells and say what it is called; None for charts and the like."""
    about = book.sheets_metadata[number]
    if not str(about.typ).endswith("WorkSheet"):
        return None
    sheet = book.get_sheet_by_index(number)
    with (folder / f"{number}.jsonl").open("w", encoding="utf-8") as file:
        for row in sheet.iter_rows():
            file.write(json.dumps(["" if cell == "" else _plain(cell) for cell in row]) + "\n")
    return {
        "name": about.name,
        "file": f"{number}.jsonl",
        "hidden": not str(about.visible).endswith(".Visible"),
        "merged": sheet.merged_cell_ranges,
    }


def _add_merged(listed: list[dict[str, Any] | None], path: Path) -> None:
    """Of .ods the reader does not say what is merged."""
    if zipfile.is_zipfile(path) and any(each and each["merged"] is None for each in listed):
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as xml:
            for each, merged in zip(listed, _spans(xml), strict=False):
                if each:
                    each["merged"] = merged


def _spans(xml: IO[bytes]) -> list[list[Any]]:
    sheets: list[list[Any]] = []
    row = column = 0
    # Expat bounds what entities grow to, and this process is bounded itself.
    for event, node in ElementTree.iterparse(xml, events=("start", "end")):  # noqa: S314
        if event == "start" and node.tag == f"{TABLE}table":
            sheets.append([])
            row = 0
        elif event == "start" and node.tag == f"{TABLE}table-row":
            column = 0
        elif event == "start" and node.tag in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
            down, right = (int(node.get(f"{TABLE}number-{way}-spanned", 1)) for way in ("rows", "columns"))
            if down > 1 or right > 1:
                sheets[-1].append(((row, column), (row + down - 1, column + right - 1)))
            column += int(node.get(f"{TABLE}number-columns-repeated", 1))
        elif event == "end" and node.tag == f"{TABLE}table-row":
            row += int(node.get(f"{TABLE}number-rows-repeated", 1))
            node.clear()
    return sheets


def _plain(cell: object) -> object:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e22:
        return int(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else cell


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
