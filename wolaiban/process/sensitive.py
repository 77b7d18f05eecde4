"""Which words say that a matter is sensitive: children harmed, illness, violence at home (个人信息保护法 art. 28, 31)."""

from __future__ import annotations

import re

WORDS = (
    "家暴", "家庭暴力", "打老婆", "打媳妇", "打孩子", "打我妈", "虐待", "遗弃", "性侵", "猥亵", "强奸", "性骚扰", "拐卖", "霸凌", "欺凌",
    "未成年", "留守儿童", "孤儿", "怀孕", "流产", "自杀", "轻生", "自残", "抑郁", "精神病", "精神分裂", "精神障碍", "孤独症", "自闭症", "智力障碍", "脑瘫", "卧病", "重病", "艾滋", "癌症", "肿瘤", "白血病",
    "吸毒", "戒毒", "社区矫正", "刑满",
)  # fmt: skip
FOUND = re.compile("|".join(WORDS))


def sounds_sensitive(*texts: str) -> bool:
    """Whether any of these texts says so. A closed list: what it misses, people mark."""
    return any(FOUND.search(text) for text in texts)
