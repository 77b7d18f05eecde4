"""The process of a catalogue edition: copied into a draft, changed, published or dropped, replaced by the next, never back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wolaiban.process.answers import Amount, Flag, FreeText, OneLine, OneListed, OneWord
from wolaiban.process.grammar import Process, Step
from wolaiban.process.presentation import Presentation
from wolaiban.process.questions import Question
from wolaiban.process.words import Measure, RoleWord, Shape, StageWord, Tier


class EditionStage(StageWord):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "现行"
    REPLACED = "replaced", "已替换"
    DISCARDED = "discarded", "已放弃"

    @property
    def is_open(self) -> bool:
        return self is EditionStage.DRAFT

    @property
    def shape(self) -> Shape:
        if self.is_open:
            return Shape.RUNS
        return Shape.DONE if self is EditionStage.PUBLISHED else Shape.PUT_AWAY


class EditionRole(RoleWord):
    CARETAKER = "caretaker", "区联席办或系统管理员"
    CLOCK = "clock", "系统"  # what the operator loads; what goes with the publishing of another


@dataclass(frozen=True)
class Facts:
    draft_exists: bool
    holes: Sequence[str]  # stages without a limit
    in_use: bool  # any kind of matter


DRAFT, PUBLISHED = EditionStage.DRAFT, EditionStage.PUBLISHED
REPLACED, DISCARDED = EditionStage.REPLACED, EditionStage.DISCARDED
CARETAKER, CLOCK = EditionRole.CARETAKER, EditionRole.CLOCK


def _draft(facts: Facts) -> str | None:
    return "已经有一份草稿，请在那份草稿上修改。" if facts.draft_exists else None


def _publish(facts: Facts) -> str | None:
    if facts.holes:
        return f"还有环节没有时限，不能发布：{'、'.join(facts.holes)}。"
    return None if facts.in_use else "没有一个在用的事项，不能发布。"


# fmt: off
EDITION: Process[EditionStage, EditionRole, Facts] = Process(
    name="edition", label="事项目录", stages=EditionStage, roles=EditionRole,
    steps=(
        Step("load",       "装入首版",     set(),       (DRAFT,),     {CLOCK}),
        Step("draft",      "起草新版",     set(),       (DRAFT,),     {CARETAKER}),
        Step("add",        "新增事项",     {DRAFT},     (),           {CARETAKER}, ("under?", "name", "usual_tier", "owner?")),
        Step("amend",      "修改事项",     {DRAFT},     (),           {CARETAKER}, ("category", "name", "usual_tier", "owner?", "active?")),
        Step("move",       "移动事项",     {DRAFT},     (),           {CARETAKER}, ("category", "under?")),
        Step("set_limit",  "规定时限",     {DRAFT},     (),           {CARETAKER}, ("category?", "stage", "tier?", "amount", "measure")),
        Step("drop_limit", "取消时限",     {DRAFT},     (),           {CARETAKER}, ("limit",)),
        Step("report_in_by", "部门报到时限", {DRAFT},   (),           {CARETAKER}, ("hours", "urgent_hours")),
        Step("publish",    "发布",         {DRAFT},     (PUBLISHED,), {CARETAKER, CLOCK}, ("label", "note?")),
        Step("replace",    "替换",         {PUBLISHED}, (REPLACED,),  {CLOCK}),
        Step("discard",    "放弃草稿",     {DRAFT},     (DISCARDED,), {CARETAKER}),
    ),
    questions={question.name: question for question in (
        Question("category",     "事项",     OneListed("categories")),
        Question("under",        "在哪一项之下", OneListed(), help="不选即为最上一级。"),
        Question("name",         "名称",     OneLine(most=50)),
        Question("usual_tier",   "通常级别", OneWord(Tier), "受理时先按这一级，经办人可以改。"),
        Question("owner",        "主管部门", OneListed(), help="吹哨时排在最前面的部门。"),
        Question("active",       "在用",     Flag(), help="停用后，登记和受理时不再能选；下级同时停用。"),
        Question("stage",        "环节",     OneListed()),
        Question("tier",         "级别",     OneWord(Tier), "不选即为各级都一样。"),
        Question("amount",       "时限",     Amount(most=365 * 24)),
        Question("measure",      "单位",     OneWord(Measure)),
        Question("limit",        "时限",     OneListed("limits")),
        Question("hours",        "一般情况（小时）", Amount(most=720)),
        Question("urgent_hours", "紧急情况（小时）", Amount(most=720)),
        Question("label",        "版本名称", OneLine(most=50)),
        Question("note",         "说明",     FreeText(), help="为什么改。所有人员都能看到。"),
    )},
    guards={"draft": _draft, "publish": _publish},
    presentation=Presentation(
        says={
            "set_limit": "没有单独规定的事项都按这一条。已有的同样规定会被替换。",
            "drop_limit": "取消后按更一般的规定；没有更一般的规定，就不能发布。",
            "report_in_by": "吹哨以后，部门多久之内报到。",
            "discard": "草稿里的改动会全部丢掉，不能找回。现行目录不受影响。",
        },
        said={
            "draft": "已起草新版。改完后发布，发布之前仍按现行版办理。",
            "report_in_by": "已修改部门报到时限。",
            "publish": "已发布。已登记的事项仍按登记时的版本办理。",
            "discard": "草稿已放弃，现行目录没有变化。",
        },
    ),
)
# fmt: on
