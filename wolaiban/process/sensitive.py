"""Which words say that a matter is sensitive (个人信息保护法 art. 28, 31), or accuses somebody in office.

Children harmed, illness, violence at home; of accusations see 信访工作条例 art. 30.
"""

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


ACCUSING_WORDS = (
    "检举", "控告", "贪污", "受贿", "行贿", "索贿", "收好处", "收黑钱", "吃拿卡要", "吃回扣", "挪用公款", "挪用集体", "私分", "侵吞",
    "截留", "虚报冒领", "优亲厚友", "以权谋私", "徇私", "滥用职权", "保护伞", "举报书记", "举报主任", "举报干部", "告书记", "告干部",
)  # fmt: skip
ACCUSING = re.compile("|".join(ACCUSING_WORDS))


def sounds_accusing(*texts: str) -> bool:
    """Whether any of these texts sounds as if somebody in office were accused: then people are asked."""
    return any(ACCUSING.search(text) for text in texts)
