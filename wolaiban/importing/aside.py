"""Rows of a table that are no matters: totals, signatures, headings between, headings said again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wolaiban.importing.columns import Columns

TOTAL = re.compile(
    r"(本页|本月|本周|本年|累计|总)?(合\s*计|小\s*计|总\s*计|共\s*计|累\s*计)([\s:：（(\d].*)?|共\s*\d+\s*[件条起宗].{0,10}"
)
SIGNED = re.compile(
    r"(填\s*表|制\s*表|填\s*报|审\s*核|审\s*批|报\s*送|统\s*计|经\s*办|登\s*记|负\s*责|主管|单位负责|签\s*字|签\s*发|日\s*期|联系电话)(人|单位|时间|日期|领导)?(（.{1,6}）|\(.{1,6}\))?\s*[:：].{0,60}"
    r"|(备\s*注|说\s*明|注|填表说明|填报说明)\s*[:：].*|.{0,20}[（(](盖\s*章|签\s*字|公\s*章)[)）].{0,30}|第\s*\d+\s*页.{0,12}",
    re.DOTALL,
)
NUMBERED = r"(?:[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．:：]?|第[一二三四五六七八九十\d]{1,3}[类章部分批次]+[、:：]?|\d{1,2}[、.．])"
SECTION = re.compile(
    rf"{NUMBERED}\s*[^，。；？！,;?!\d]{{1,20}}(类|方面|问题|事项|部分|纠纷|情况)\s*(?:[（(].{{0,12}}[)）])?"
    r"|[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．:：][^，。；？！,;?!\d]{1,12}"
)
DAY = re.compile(r"\d{4}\s*[年./-].{0,8}|.{0,6}\d{1,2}月.{0,4}")
MONTH = re.compile(r"(\d{4}\s*年)?\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*月份?|\d{4}\s*年度?")
MOST_BESIDE_A_TOTAL = 4  # cells with something in them: the word and a few sums


def why_no_matter(cells: Sequence[str], columns: Columns, *, is_wide: bool = False) -> str:
    """What a row is if it is no matter; "" if it may be one. `is_wide`: one cell is merged over most of it."""
    told = [cell for cell in cells if cell]
    first, alone = told[0], len(set(told)) == 1
    if len(told) > 1 and set(told) <= {part for each in columns.all for part in each.heading.split("／")}:
        return "又是表头"
    if len(told) <= MOST_BESIDE_A_TOTAL and TOTAL.fullmatch(first):
        return f"合计：{first[:20]}"
    if _is_signed(told):
        return "落款或说明"
    if alone and len(columns.all) > 1 and (is_wide or SECTION.fullmatch(first) or MONTH.fullmatch(first)):
        return f"分类标题：{first[:20]}"
    return ""


def _is_signed(told: Sequence[str]) -> bool:
    """Whether it is signatures and the like: one of them alone, with a day beside it, or several and nothing longer."""
    signed = sum(1 for cell in told if SIGNED.fullmatch(cell))
    days = sum(1 for cell in told if DAY.fullmatch(cell))
    if signed == len(set(told)) or (signed and signed + days == len(told) and len(told) <= 2):
        return True
    return signed > 1 and all(len(cell) <= 12 or SIGNED.fullmatch(cell) for cell in told)
