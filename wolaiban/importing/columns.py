"""Which column of a file holds what: recognised by its header, in Chinese or English, or told by `--map`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from wolaiban.importing.refusals import BadFile
from wolaiban.importing.table import Row

HEADER_WITHIN = 10  # rows; above it there may be a heading

# fmt: off
FIELDS: dict[str, tuple[str, ...]] = {
    #  what it is    its name in words, then other headers under which it is found; the first that a file has is taken
    "id":        ("编号", "留言编号", "工单编号", "工单号", "诉求编号", "msg_id", "number", "no"),
    "title":     ("标题", "主题", "留言主题", "诉求标题", "subject"),
    "words":     ("内容", "反映内容", "诉求内容", "留言详情", "留言内容", "问题描述", "详情", "body", "content", "description", "text"),
    "time":      ("时间", "反映时间", "留言时间", "来电时间", "诉求时间", "登记时间", "日期", "date", "datetime", "reported_at"),
    "name":      ("姓名", "反映人", "反映人姓名", "来电人", "联系人", "诉求人", "留言用户", "user", "reporter"),
    "phone":     ("电话", "联系电话", "手机", "手机号", "手机号码", "反映人电话", "mobile", "tel", "telephone"),
    "id_number": ("身份证号", "身份证", "身份证号码", "证件号码"),
    "home":      ("住址", "家庭住址", "联系地址", "home_address"),
    "place":     ("地点", "事发地点", "问题地点", "诉求地点", "位置", "地址", "address", "location"),
    "category":  ("类别", "事项类别", "事项", "分类", "一级标签", "label"),
    "channel":   ("渠道", "来源", "诉求来源", "source"),
    "unit":      ("单位", "村居", "所属村居", "村（社区）", "村", "社区", "单位代码", "所属单位", "unit_code"),
    "township":  ("镇街", "所属镇街", "街道", "乡镇", "街乡镇"),
}
# fmt: on


def _plain(header: str) -> str:
    """反映人（必填）*, 反映人 and 反映人： are the same header."""
    text = unicodedata.normalize("NFKC", header).lower()
    return re.sub(r"\((必填|选填|可选)\)|[\s*:]", "", text)


KNOWN = {_plain(header): field for field, headers in FIELDS.items() for header in (field, *headers)}


@dataclass(frozen=True)
class Columns:
    """Where each field stands in a row."""

    places: Mapping[str, int]
    headers: Sequence[str]

    def read(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells by field; a row may be shorter than the header."""
        return {field: cells[place] if place < len(cells) else "" for field, place in self.places.items()}

    @property
    def ignored(self) -> list[str]:
        return [
            header
            for place, header in enumerate(self.headers)
            if header and place not in self.places.values()
        ]

    def __str__(self) -> str:
        used = "、".join(f"{self.headers[place]}＝{FIELDS[field][0]}" for field, place in self.places.items())
        return used + (f"；不用的列：{'、'.join(self.ignored)}" if self.ignored else "")


def recognise(headers: Sequence[str], told: Mapping[str, str]) -> Columns | None:
    """The columns of a header row. None if it is none: no words, no title, or not all columns that were told of."""
    plain = [_plain(header) for header in headers]
    if not told.keys() <= set(plain):
        return None
    places = {field: plain.index(column) for column, field in told.items() if field}
    for field, known in FIELDS.items():
        found = (plain.index(_plain(header)) for header in (field, *known) if _plain(header) in plain)
        place = next((place for place in found if plain[place] not in told), None)
        if place is not None and place not in places.values():
            places.setdefault(field, place)
    return Columns(places, headers) if {"words", "title"} & places.keys() else None


def told_by(maps: Iterable[str]) -> dict[str, str]:
    """What `--map 列=字段` says, by plain header; nothing behind the sign means that the column is not used."""
    told = {}
    for entry in maps:
        column, sign, field = entry.rpartition("=")
        if not sign or not column:
            raise BadFile(f"--map 应写成 列=字段，现为“{entry}”。")
        if field.strip() and _plain(field) not in KNOWN:
            raise BadFile(f"没有“{field}”这个字段，可用：{'、'.join(names[0] for names in FIELDS.values())}")
        told[_plain(column)] = KNOWN[_plain(field)] if field.strip() else ""
    return told


def with_header(rows: Iterator[Row], maps: list[str]) -> tuple[Columns, Iterator[Row]]:
    """The columns, and the rows below the header."""
    told = told_by(maps)
    seen = []
    for _, cells in islice(rows, HEADER_WITHIN):
        seen.append("、".join(filter(None, cells)))
        if columns := recognise(cells, told):
            return columns, rows
    if not seen:
        raise BadFile("文件是空的。")
    if told:
        wanted = f"没有“内容”或“标题”一列，或没有 --map 里的“{'”“'.join(told)}”"
    else:
        wanted = "没有“内容”也没有“标题”一列。可用 --map 列=内容 指明"
    raise BadFile(f"认不出表头：{wanted}。第一行是：{seen[0][:200]}")
