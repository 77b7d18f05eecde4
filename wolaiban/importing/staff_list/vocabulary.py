"""What the columns of a staff list are called, and how posts are written in them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from wolaiban.importing.columns import FIELDS, Vocabulary, plain
from wolaiban.importing.refusals import BadRow
from wolaiban.people.authority import functions_at
from wolaiban.places.models import Unit
from wolaiban.process.words import LEADS, Function

# fmt: off
STAFF = Vocabulary(
    {
        "name":     ("姓名", "人员姓名", "干部姓名", "成员姓名", "工作人员", "工作人员姓名", "负责人姓名", "名字", "name"),
        "unit":     ("单位", "工作单位", "任职单位", "单位名称", "工作室", "所属工作室", "工作室名称", *FIELDS["unit"][1:]),
        "township": FIELDS["township"],
        "function": ("岗位", "职务", "职位", "岗位名称", "担任职务", "现任职务", "任职岗位", "工作室职务", "工作室岗位", "人员类别", "人员身份", "身份", "分工", "post", "function"),
        "phone":    ("电话", "工作电话", "办公电话", *FIELDS["phone"][1:]),
        "starts":   ("任职日期", "任职时间", "到任日期", "到任时间", "到岗日期", "到岗时间", "上任日期", "上任时间", "开始日期", "starts"),
        "row_no":   FIELDS["row_no"],
    },
    needs=frozenset({"name"}),
)

WRITTEN: Mapping[Function, tuple[str, ...]] = {
    Function.STUDIO_LEADER: ("书记", "支书", "村书记", "村支书", "社区书记", "支部书记", "党支部书记", "村党支部书记", "党总支书记", "社区党委书记", "党委书记", "书记兼主任", "书记、主任", "书记主任", "室负责人"),
    Function.COMMITTEE_MEMBER: ("两委", "两委委员", "两委干部", "村两委", "村两委成员", "委员", "支委", "支部委员", "村委委员", "村委会委员", "居委会委员", "村委会主任", "居委会主任", "副书记", "副主任", "村干部", "社区干部"),
    Function.SECURITY: ("治保", "治保主任", "治安委员", "治保干部"),
    Function.WOMEN: ("妇联", "妇联主席", "妇联主任", "妇女主任", "妇联干部"),
    Function.FAMILY_PLANNING: ("计生", "计生主任", "计生专干", "计生干部"),
    Function.VOLUNTEER: ("志愿人员",),
    Function.TOWNSHIP_COORDINATOR: ("统筹员", "街道统筹员", "乡镇统筹员"),
    Function.TOWNSHIP_LEADER: ("街道负责人", "乡镇负责人"),
    Function.LEADER_IN_CHARGE: ("包村领导", "包社区领导", "包片"),
    Function.DEPARTMENT_OFFICER: ("经办人", "经办"),
    Function.DISTRICT_OFFICE: ("联席办工作人员", "区联席办"),
    Function.DISTRICT_DIRECTOR: ("联席办主任",),
}
# fmt: on
LEADER = ("负责人", "主要负责人")  # of whatever unit
SEVERAL = re.compile(r"[、，,;；/／+\n]|兼任|兼")
BY_WORDS = {
    plain(words): function
    for function in Function
    for words in (function.label, function.value, *WRITTEN.get(function, ()))
}


def functions_in(text: str, unit: Unit) -> tuple[Function, ...]:
    """The posts that a cell names, each of which this unit has. Raises BadRow."""
    if not text:
        raise BadRow("没有写岗位")
    words = [text] if plain(text) in BY_WORDS else [part.strip() for part in SEVERAL.split(text)]
    return tuple(dict.fromkeys(_function(word, unit) for word in words if word))


def _function(word: str, unit: Unit) -> Function:
    there = functions_at(unit)
    if plain(word) in LEADER:
        return next(function for function in there if function in LEADS)
    function = BY_WORDS.get(plain(word))
    if function is None:
        raise BadRow(f"不认识岗位“{word[:20]}”，{unit}有：{_listed(there)}")
    if function not in there:
        raise BadRow(f"{unit}没有“{function.label}”这个岗位，有：{_listed(there)}")
    return function


def _listed(functions: tuple[Function, ...]) -> str:
    return "、".join(function.label for function in functions)
