"""What people on duty are called in public: surname and function, never the whole name."""

from __future__ import annotations

from wolaiban.process.words import Function

F = Function
TITLES = {
    F.STUDIO_LEADER: "书记",
    F.COMMITTEE_MEMBER: "委员",
    F.SECURITY: "治保委员",
    F.WOMEN: "妇联委员",
    F.FAMILY_PLANNING: "计生委员",
    F.TOWNSHIP_COORDINATOR: "统筹员",
    F.TOWNSHIP_LEADER: "负责人",
    F.LEADER_IN_CHARGE: "领导",
    F.DISTRICT_DIRECTOR: "主任",
}
ANY_TITLE = "同志"
# Surnames of two characters that are in use; whoever has another is called by its first.
# fmt: off
COMPOUND = frozenset((
    *("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文"),
    *("长孙", "司徒", "司空", "夏侯", "轩辕", "端木", "呼延", "南宫", "独孤", "西门", "东郭"),
    *("百里", "第五", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔", "申屠", "仲孙"),
    *("钟离", "闾丘", "南荣", "左丘", "赫连", "纳兰", "完颜", "拓跋", "东门", "梁丘", "公羊"),
    *("万俟", "闻人"),
))
# fmt: on


def surname(name: str) -> str:
    """欧阳 of 欧阳静, 白 of 白玉兰; of a name in letters its last word."""
    if name.isascii():
        return name.rpartition(" ")[2]
    return name[:2] if name[:2] in COMPOUND and len(name) > 2 else name[:1]


def called(name: str, function: Function | None) -> str:
    """白委员, 秦书记: what may be said of somebody on duty without asking them."""
    return f"{surname(name)}{TITLES.get(function, ANY_TITLE) if function else ANY_TITLE}"
