"""Which column of a sheet holds what: recognised by its heading, in Chinese or English, or told by a person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from openpyxl.utils import get_column_letter

from wolaiban.importing.refusals import BadFile

# fmt: off
FIELDS: dict[str, tuple[str, ...]] = {
    #  what it is    its name in words, then other headings under which it is found; the first that a sheet has is taken
    "id":        ("编号", "留言编号", "工单编号", "工单号", "诉求编号", "信访件编号", "信访编号", "登记编号", "登记号", "受理编号", "受理号", "案件编号", "事项编号", "流水号", "单号", "msg_id", "number", "no"),
    "title":     ("标题", "主题", "留言主题", "诉求标题", "工单标题", "事项名称", "事项标题", "案件名称", "纠纷名称", "subject"),
    "words":     ("内容", "反映内容", "诉求内容", "留言详情", "留言内容", "问题描述", "详情", "信访内容", "信访事项", "来访内容", "来电内容", "投诉内容", "举报内容", "咨询内容", "求助内容",
                  "工单内容", "事项内容", "纠纷内容", "矛盾纠纷内容", "矛盾内容", "反映问题", "反映的问题", "反映事项", "反映情况", "反映主要内容", "主要内容", "主要问题", "主要诉求", "主要情况", "诉求事项",
                  "诉求描述", "诉求问题", "问题内容", "存在问题", "具体内容", "具体问题", "具体诉求", "具体情况", "事项描述", "事件描述", "情况描述", "情况说明", "基本情况", "简要情况", "案情简介", "事由", "诉求",
                  "内容摘要", "内容简述", "案件内容", "事件内容", "上访内容", "建议内容", "意见内容", "诉求详情", "工单详情", "案由", "群众诉求", "居民诉求", "求决事项", "问题", "描述", "body", "content", "description", "text"),
    "time":      ("时间", "反映时间", "留言时间", "来电时间", "诉求时间", "反映日期", "来访时间", "来访日期", "来信时间", "接件时间", "接件日期", "接访时间", "接访日期", "接待时间", "接待日期", "信访时间",
                  "信访日期", "投诉时间", "投诉日期", "发生时间", "发生日期", "诉求日期", "上报时间", "上报日期", "排查时间", "排查日期", "受理时间", "受理日期", "收件时间", "收件日期", "来件时间", "登记时间",
                  "登记日期", "录入时间", "事发时间", "事发日期", "事件时间", "上访时间", "上访日期", "走访时间", "走访日期", "建单时间", "派单时间", "日期", "date", "datetime", "reported_at"),
    "name":      ("姓名", "反映人", "反映人姓名", "来电人", "联系人", "诉求人", "留言用户", "信访人", "信访人姓名", "来访人", "来访人姓名", "来电人姓名", "投诉人", "投诉人姓名", "举报人", "举报人姓名",
                  "诉求人姓名", "申请人", "申请人姓名", "当事人", "当事人姓名", "求助人", "求助人姓名", "咨询人", "联系人姓名", "居民姓名", "村民姓名", "群众姓名", "反映群众", "户主", "户主姓名", "上访人", "上访人姓名", "市民姓名", "居民", "姓名1", "user", "reporter"),
    "phone":     ("电话", "联系电话", "手机", "手机号", "手机号码", "反映人电话", "联系方式", "电话号码", "联系号码", "来电号码", "主叫号码", "移动电话", "联系手机", "电话/手机", "手机/电话",
                  "信访人电话", "来访人电话", "诉求人电话", "投诉人电话", "当事人电话", "反映人联系电话", "反映人联系方式", "信访人联系电话", "信访人联系方式", "诉求人联系方式", "联系人电话", "来电人电话", "来电人号码", "市民电话", "申请人电话", "手机号码/电话", "电话1", "联系电话1", "mobile", "tel", "telephone"),
    "id_number": ("身份证号", "身份证", "身份证号码", "证件号码", "证件号", "公民身份号码", "居民身份证号", "身份证件号码", "信访人身份证号"),
    "home":      ("住址", "家庭住址", "联系地址", "居住地址", "居住地", "现住址", "现住地址", "家庭地址", "户籍地址", "户籍地", "通讯地址", "信访人住址", "反映人住址", "反映人地址", "home_address"),
    "place":     ("地点", "事发地点", "问题地点", "诉求地点", "位置", "地址", "事发地", "事发地址", "发生地点", "发生地", "事件地点", "事件地址", "问题地址", "问题位置", "诉求地址", "具体地址", "具体位置", "具体地点",
                  "详细地址", "address", "location"),
    "category":  ("类别", "事项类别", "事项", "分类", "一级标签", "诉求类别", "诉求分类", "诉求类型", "信访类别", "信访分类", "问题类别", "问题类型", "问题分类", "问题属性", "事项类型", "事项分类", "纠纷类型",
                  "纠纷类别", "矛盾类型", "矛盾纠纷类型", "矛盾类别", "内容分类", "类型", "label"),
    "channel":   ("渠道", "来源", "诉求来源", "反映渠道", "反映方式", "信访形式", "信访方式", "信访渠道", "来源渠道", "受理渠道", "受理方式", "诉求渠道", "问题来源", "事件来源", "工单来源", "来件方式", "source"),
    "unit":      ("单位", "村居", "所属村居", "村（社区）", "村", "社区", "单位代码", "所属单位", "所在单位", "所在村", "所在社区", "所在村居", "所在村（社区）", "所属村", "所属社区", "所属村（社区）", "村名", "社区名称",
                  "村居名称", "村（居）", "村（居）名称", "村/社区", "村社区", "村居（社区）", "行政村", "属地", "属地村居", "事发村居", "承办村居", "填报单位", "上报单位", "社区（村）", "社区（村）名称", "所属社区（村）", "所在社区（村）", "村（社区）名称", "社区/村", "unit_code"),
    "township":  ("镇街", "所属镇街", "街道", "乡镇", "街乡镇", "所在镇街", "所属街道", "所在街道", "所属乡镇", "所在乡镇", "街镇", "街乡", "乡镇（街道）", "镇（街道）", "乡（镇）", "街道（乡镇）", "街道/乡镇", "乡镇/街道", "属地街道", "属地街乡", "镇街名称", "街道名称", "乡镇名称", "所属街镇"),
    "state":     ("状态", "办理状态", "处理状态", "办结状态", "事项状态", "工单状态", "是否办结", "是否解决", "是否化解", "办理进度", "办理进展"),
    "result":    ("办理结果", "处理结果", "处置结果", "办理情况", "处理情况", "处置情况", "化解情况", "化解结果", "调处结果", "调处情况", "办结情况", "答复内容", "答复情况", "回复内容", "办理意见", "处理意见", "办理内容", "结果"),
    "closed_at": ("办结时间", "办结日期", "办理时间", "办理日期", "完成时间", "完成日期", "化解时间", "化解日期", "处理时间", "处理日期", "结案时间", "结案日期", "答复时间", "答复日期", "解决时间"),
    "judgement": ("满意度", "是否满意", "满意情况", "满意程度", "群众满意度", "满意度评价", "群众评价", "评价"),
    "case_number": ("件号", "本系统件号"),
    "row_no":    ("序号", "序", "行号"),
}
# fmt: on
WORDS = {"words", "title", "case_number"}  # a sheet without any of these says nothing of a matter
HANDLED = re.compile(r"办理|办结|处理|处置|答复|回复|化解|调处|回访|结果")


def plain(heading: str) -> str:
    """反映人（必填）*, 反映人 and 反映人： are the same heading."""
    text = unicodedata.normalize("NFKC", heading).lower()
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return re.sub(r"\((必填|选填|可选|非必填)\)|[\s*:、.]", "", text)


@dataclass(frozen=True)
class Vocabulary:
    """What the columns of a kind of table may hold, each with the headings under which it is found.

    A sheet without any of what it `needs` is no table of this kind.
    """

    fields: Mapping[str, tuple[str, ...]]
    needs: Set[str]

    @cached_property
    def known(self) -> Mapping[str, str]:
        """Fields by all headings, as `plain` makes them."""
        turned = reversed(list(self.fields.items()))
        return {plain(name): field for field, names in turned for name in (field, *names)}


MATTERS = Vocabulary(FIELDS, WORDS)
KNOWN = MATTERS.known


@dataclass(frozen=True)
class Column:
    """A column, what stands above it, and what it was taken for: a field, or "" where it is not used."""

    place: int
    heading: str
    field: str = ""
    taken_for: str = ""  # the field's name in words

    @property
    def letter(self) -> str:
        return get_column_letter(self.place + 1)


@dataclass(frozen=True)
class Columns:
    """The columns of one sheet, those with no heading too if something stands in them."""

    all: tuple[Column, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", {each.field: each.place for each in self.all if each.field})

    @property
    def places(self) -> Mapping[str, int]:
        places: Mapping[str, int] = self.__dict__["_places"]
        return places

    def read(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells by field; a row may be shorter than the heading."""
        return {field: cells[place] if place < len(cells) else "" for field, place in self.places.items()}

    @property
    def not_used(self) -> list[str]:
        return [each.heading or f"{each.letter} 列（没有列名）" for each in self.all if not each.field]

    def __str__(self) -> str:
        used = "、".join(f"{each.heading}＝{each.taken_for}" for each in self.all if each.field)
        return used + (f"；不用的列：{'、'.join(self.not_used)}" if self.not_used else "")


@dataclass(frozen=True)
class ColumnsTold:
    """What a person says of the columns: by heading, in all sheets; or by sheet and place, which goes before.

    "" for a field means that the column is not used. `hidden` sheets are read only where that is told.
    """

    headings: Mapping[str, str]
    places: Mapping[tuple[str, int], str]
    hidden: bool = False

    def of(self, sheet: str) -> dict[int, str]:
        return {place: field for (name, place), field in self.places.items() if name == sheet}


NOTHING_TOLD = ColumnsTold({}, {})


def told_by(maps: Iterable[str], *, hidden: bool = False) -> ColumnsTold:
    """What `--map 列=字段` says; nothing behind the sign means that the column is not used."""
    told = {}
    for entry in maps:
        column, sign, field = entry.rpartition("=")
        if not sign or not column:
            raise BadFile(f"--map 应写成 列=字段，现为“{entry}”。")
        told[plain(column)] = field_named(field)
    return ColumnsTold(told, {}, hidden)


def field_named(name: str) -> str:
    """The key of a field that a person calls by any of its names. Raises BadFile."""
    if name.strip() and plain(name) not in KNOWN:
        raise BadFile(f"没有“{name}”这个字段，可用：{'、'.join(names[0] for names in FIELDS.values())}")
    return KNOWN[plain(name)] if name.strip() else ""


def recognise(
    headings: Sequence[Sequence[str]],
    by_heading: Mapping[str, str],
    by_place: Mapping[int, str],
    vocabulary: Vocabulary = MATTERS,
) -> Columns | None:
    """What each column is, from the parts of its heading, upper ones first. None if none of them holds what is needed."""
    names = [_names(parts) for parts in headings]
    fields: dict[int, str] = dict(by_place)
    for place, candidates in enumerate(names):
        told = next((by_heading[name] for name in candidates if name in by_heading), None)
        if told is not None:
            fields.setdefault(place, told)
    for field, known in vocabulary.fields.items():
        if field not in fields.values():
            wanted = (plain(name) for name in (field, *known))
            found = (p for name in wanted for p, c in enumerate(names) if name in c and p not in fields)
            place_found = next(found, None)
            if place_found is not None:
                fields[place_found] = field
    if not vocabulary.needs & set(fields.values()):
        return None
    shown = ["／".join(parts) for parts in headings]
    called = {field: names[0] for field, names in vocabulary.fields.items()} | {"": ""}
    found_fields = ((p, text, fields.get(p, "")) for p, text in enumerate(shown))
    return Columns(
        tuple(Column(p, text, field, called[field]) for p, text, field in found_fields if text or field)
    )


def _names(parts: Sequence[str]) -> list[str]:
    """Under what a column may be known: 反映人／联系电话 as 反映人联系电话, then as 联系电话; without what is in brackets."""
    if not parts:
        return []
    whole, last = plain("".join(parts)), plain(parts[-1])
    if len(parts) > 1 and HANDLED.search(parts[0]):
        last = f"办理{last}"
    names = [whole, last]
    names += [bare for name in names if (bare := re.sub(r"\(.*?\)", "", name)) != name]
    return [name for name in names if name]
