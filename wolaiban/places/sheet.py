"""Reading a units file: its columns, its codes, and what is wrong with a row by itself.

The format is described for operators in docs/handbook/units.md.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from wolaiban.places.kinds import TOWNSHIP_KINDS, UnitKind
from wolaiban.process.errors import ProcessError

HEADERS = {
    "code": ("代码", "单位代码", "区划代码", "code"),
    "name": ("名称", "单位名称", "name"),
    "short_name": ("简称", "short_name"),
    "kind": ("类型", "单位类型", "kind"),
    "phone": ("电话", "phone"),
    "address": ("地址", "address"),
    "hours": ("接待时间", "hours"),
    "studio_code": ("共用工作室代码", "studio_code"),
    "active": ("在用", "active"),
}
REQUIRED = ("code", "name", "kind")
LONGEST = {"name": 100, "short_name": 50, "phone": 40, "address": 200, "hours": 100}

KIND_NAMES = {
    **{kind.value: kind for kind in UnitKind},
    **{kind.label: kind for kind in UnitKind},
    "地区": UnitKind.AREA_OFFICE,
    "部门": UnitKind.DEPARTMENT,
}
ACTIVE_NAMES = {"": True, "是": True, "1": True, "yes": True, "否": False, "0": False, "no": False}

STATISTICAL_CODE = re.compile(r"\d{12}")
DEPARTMENT_CODE = re.compile(r"\d{6}D\d{5}")
COMMITTEES = (
    (re.compile(r"村(民)?委(员)?会$"), "村"),
    (re.compile(r"(居民委员会|居委会)$"), ""),
    (re.compile(r"办事处$"), ""),
)


class UnreadableSheet(ProcessError):
    status = 422
    code = "unreadable_sheet"
    message = "{why}"

    def __init__(self, why: str) -> None:
        super().__init__(why=why)


@dataclass(frozen=True)
class UnfitLine:
    """A line of the file that cannot be loaded, and why, for the person who will mend it."""

    line: int
    code: str
    why: str

    def __str__(self) -> str:
        return f"第 {self.line} 行 {self.code}：{self.why}"


@dataclass(frozen=True)
class UnitRow:
    """A sound row. None: the file has no such column. Blank details leave what is known as it is."""

    line: int
    code: str
    name: str
    short_name: str
    kind: UnitKind
    phone: str
    address: str
    hours: str
    studio_code: str | None
    active: bool | None

    @property
    def parent_code(self) -> str | None:
        """The code says who stands above: six digits are the district's, nine the township's."""
        if self.kind is UnitKind.DISTRICT:
            return None
        if self.kind.is_studio_level:
            return self.code[:9] + "000"
        return self.code[:6] + "000000"

    @property
    def has_own_studio(self) -> bool:
        return self.kind is not UnitKind.DEPARTMENT and self.studio_code in (None, "", self.code)


def rows_in(path: Path) -> Iterator[dict[str, str]]:
    """Read a CSV as spreadsheets save it: UTF-8 with or without a mark, or GB 18030."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableSheet(f"打不开文件 {path}：{error.strerror}。") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            raise UnreadableSheet("文件不是文本表格。请在表格软件里另存为 CSV（UTF-8）再试。") from None
    header, *rows = [*csv.reader(io.StringIO(text, newline=""))] or [[]]
    for row in rows:  # blank rows too, so that lines are numbered as the spreadsheet numbers them
        yield dict(zip(header, row, strict=False))


def read_rows(rows: Iterable[Mapping[str, str]]) -> tuple[list[UnitRow], list[UnfitLine]]:
    """Sort rows into sound ones and faults. Line 1 is the header; blank lines are passed over."""
    sound: list[UnitRow] = []
    faults: list[UnfitLine] = []
    for line, raw in enumerate(rows, start=2):
        cells = _recognised(raw)
        if not any(raw.values()):
            continue
        _require_columns(cells)
        if why := "；".join(_what_is_wrong(cells)):
            faults.append(UnfitLine(line, cells["code"], why))
        else:
            sound.append(_row(line, cells))
    if not sound and not faults:
        raise UnreadableSheet("文件里没有数据行。")
    return sound, faults


def _recognised(raw: Mapping[str, str]) -> dict[str, str]:
    """Columns by our names, whichever of their known headers the file uses."""
    trimmed = {header.strip().lower(): value.strip() for header, value in raw.items()}
    cells = {}
    for column, headers in HEADERS.items():
        if header := next((header for header in headers if header in trimmed), None):
            cells[column] = trimmed[header]
    return cells


def _require_columns(cells: Mapping[str, str]) -> None:
    if missing := [HEADERS[column][0] for column in REQUIRED if column not in cells]:
        raise UnreadableSheet(f"缺少列：{'、'.join(missing)}。第一行应当是表头。")


def _what_is_wrong(cells: Mapping[str, str]) -> Iterator[str]:
    kind = KIND_NAMES.get(cells["kind"])
    if kind is None:
        yield f"不认识的类型“{cells['kind']}”，可用：{'、'.join(kind.label for kind in UnitKind)}"
        return
    if wrong := _wrong_code(cells["code"], kind):
        yield wrong
    if not cells["name"]:
        yield "没有名称"
    for column, most in LONGEST.items():
        if len(cells.get(column, "")) > most:
            yield f"{HEADERS[column][0]}超过 {most} 个字"
    if cells.get("active", "") not in ACTIVE_NAMES:
        yield f"“在用”应填 是 或 否，现为“{cells['active']}”"
    if cells.get("studio_code") and kind is UnitKind.DEPARTMENT:
        yield "部门没有工作室，不能填共用工作室代码"


def _wrong_code(code: str, kind: UnitKind) -> str | None:
    if kind is UnitKind.DEPARTMENT:
        fits, shape = DEPARTMENT_CODE.fullmatch(code), "区代码前 6 位 + D + 5 位数字"
        return None if fits else f"部门代码应为{shape}，如 110111D00001"
    if not STATISTICAL_CODE.fullmatch(code):
        return "代码应为 12 位数字"
    if kind is UnitKind.DISTRICT:
        return None if code.endswith("000000") else "区的代码后 6 位应为 0"
    if kind in TOWNSHIP_KINDS:
        fits_township = code.endswith("000") and not code.endswith("000000")
        return None if fits_township else f"{kind.label}的代码应为前 9 位 + 000"
    return f"{kind.label}的代码后 3 位不能是 000" if code.endswith("000") else None


def _row(line: int, cells: Mapping[str, str]) -> UnitRow:
    return UnitRow(
        line=line,
        code=cells["code"],
        name=cells["name"],
        short_name=cells.get("short_name") or shortened(cells["name"]),
        kind=KIND_NAMES[cells["kind"]],
        phone=cells.get("phone", ""),
        address=cells.get("address", ""),
        hours=cells.get("hours", ""),
        studio_code=cells.get("studio_code"),
        active=ACTIVE_NAMES[cells["active"]] if "active" in cells else None,
    )


def shortened(name: str) -> str:
    """东坟村委会 is called 东坟村, 海逸半岛社区居委会 海逸半岛社区."""
    for pattern, short in COMMITTEES:
        name = pattern.sub(short, name)
    return name[: LONGEST["short_name"]]
