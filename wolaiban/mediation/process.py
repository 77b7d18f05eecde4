"""The process of a conference (会商): proposed from a case, called, held, its minutes signed, its tasks checked off."""

from __future__ import annotations

from typing import Any

from wolaiban.process.answers import (
    Flag,
    FreeText,
    Moment,
    OneLine,
    OneListed,
    OneWord,
    SomeFiles,
    SomeListed,
    YesNo,
)
from wolaiban.process.grammar import Alarm, Process, Rung, Step
from wolaiban.process.holders import RoleHolder
from wolaiban.process.presentation import Presentation
from wolaiban.process.questions import NoMore, Question, Some
from wolaiban.process.tasks import TASK_QUESTIONS
from wolaiban.process.words import RequestKind, RoleWord, Shape, StageWord, Word


class ConferenceStage(StageWord):
    PLANNED = "planned", "待召集"
    CALLED = "called", "已通知"
    HELD = "held", "正在议定"
    TRACKED = "tracked", "跟踪落实"
    CLOSED = "closed", "已结会"
    CANCELLED = "cancelled", "已取消"

    @property
    def is_open(self) -> bool:
        return self not in {ConferenceStage.CLOSED, ConferenceStage.CANCELLED}

    @property
    def shape(self) -> Shape:
        return STAGE_SHAPES[self]


STAGE_SHAPES = {
    ConferenceStage.PLANNED: Shape.WAITS,
    ConferenceStage.CALLED: Shape.WAITS,
    ConferenceStage.HELD: Shape.JOINT,
    ConferenceStage.TRACKED: Shape.RUNS,
    ConferenceStage.CLOSED: Shape.DONE,
    ConferenceStage.CANCELLED: Shape.PUT_AWAY,
}


class ConferenceRole(RoleWord):
    """What somebody is to a conference, or to a case that one may be proposed for."""

    PROPOSER = "proposer", "经办、承办、代理、上一级或督办的人员"
    CHAIR = "chair", "主持人"
    RECORDER = "recorder", "记录人"
    OWNER = "owner", "任务承办单位人员"
    MEMBER = "member", "参会单位人员"
    HOST = "host", "召集单位人员"
    CLOCK = "clock", "系统时钟"


class ItemOutcome(Word):
    PLAN = "plan", "定了方案"
    AGAIN = "again", "下次再议"
    RAISE = "raise", "提级办理"
    MEDIATION = "mediation", "转调解"
    HEARING = "hearing", "转听证"
    HELP = "help", "帮扶救助"
    BY_LAW = "by_law", "依法告知"


STAGES = ConferenceStage.PLANNED, ConferenceStage.CALLED, ConferenceStage.HELD, ConferenceStage.TRACKED
PLANNED, CALLED, HELD, TRACKED = STAGES
CLOSED, CANCELLED = ConferenceStage.CLOSED, ConferenceStage.CANCELLED
PROPOSER, CHAIR, RECORDER = ConferenceRole.PROPOSER, ConferenceRole.CHAIR, ConferenceRole.RECORDER
OWNER, MEMBER, HOST, CLOCK = (
    ConferenceRole.OWNER,
    ConferenceRole.MEMBER,
    ConferenceRole.HOST,
    ConferenceRole.CLOCK,
)


def _propose(parts: Any) -> str | None:
    if parts.subject.case.kind == RequestKind.ACCUSATION:
        return "检举控告不进会商，由纪检监察机关依规办理。"
    if parts.is_conferring:
        return "此件已经在一次还没有结束的会商的议程上。"
    return None if parts.subject.case.is_open else "此件已经结束，不用再会商。"


def _is_unsettled(item: Any) -> bool:
    return not item.outcome


# What the clock does about a task that nobody reports: its owner is urged, then the host's lead and the district are told.
TASK_LADDER = (Rung(0.8, "urge_task"), Rung(1.0, "flag_task"), Rung(2.0, "flag_task"))
QUIET = frozenset(
    {"recuse", "decide_recusal", "urge_task", "flag_task"}
)  # not told in the chains of the cases

# fmt: off
CONFERENCE: Process[ConferenceStage, ConferenceRole, Any] = Process(
    name="conference", label="会商", stages=ConferenceStage, roles=ConferenceRole,
    steps=(
        #    name              label       from               to            who may do it               what must be given                                          history
        Step("propose",        "提请会商", set(),             (PLANNED,),   {PROPOSER},                 ("host", "question", "tried"),                               "提请了会商"),
        Step("call",           "通知开会", {PLANNED},         (CALLED,),    {CHAIR},                    ("when", "place", "recorder", "units?", "outside?", "chair?", "urgent?"), "通知了开会"),
        Step("hold",           "开会",     {CALLED},          (HELD,),      {RECORDER},                 ("present", "absent?"),                                      "开了会"),
        Step("settle_item",    "议定",     {HELD},            (),           {CHAIR, RECORDER},          ("item", "outcome", "words", "task?", "owner?", "due?"),     "议定了一个议题"),
        Step("sign",           "签发纪要", {HELD},            (TRACKED,),   {CHAIR},                    (),                                                          "签发了纪要"),
        Step("give_task",      "再交一项任务", {HELD},        (),           {CHAIR, RECORDER},          ("settled", "task", "owner", "due"),                         "交办了一项任务"),
        Step("decide_recusal", "决定回避", {CALLED, HELD},    (),           {CHAIR},                    ("recusal", "granted", "reason"),                            "决定了回避申请"),
        Step("list_item",      "列入议题", {PLANNED, CALLED}, (),           {HOST},                     ("case", "question"),                                        "列入了一个议题"),
        Step("drop_item",      "移出议题", {PLANNED, CALLED}, (),           {HOST},                     ("item", "reason"),                                          "移出了一个议题"),
        Step("postpone",       "改期",     {CALLED},          (),           {CHAIR},                    ("when", "place", "reason"),                                 "改了会期"),
        Step("recuse",         "申请回避", {CALLED, HELD},    (),           {CHAIR, RECORDER, MEMBER},  ("item", "reason"),                                          "申请回避一个议题"),
        Step("cancel",         "取消",     {PLANNED, CALLED}, (CANCELLED,), {CHAIR},                    ("reason",),                                                 "取消了会商"),
        Step("report_task",    "报任务",   {TRACKED},         (),           {OWNER},                    ("owed_task", "result", "photos?"),                          "报了任务办理结果"),
        Step("check_off",      "销号",     {TRACKED},         (),           {HOST},                     ("reported_task", "reason"),                                 "给一项任务销了号"),
        Step("send_back",      "退回",     {TRACKED},         (),           {HOST},                     ("reported_task", "reason"),                                 "退回了一项任务"),
        Step("finish",         "结会",     {TRACKED},         (CLOSED,),    {CHAIR},                    (),                                                          "结了会"),
        Step("drop_task",      "撤销任务", {TRACKED},         (),           {CHAIR},                    ("open_task", "reason"),                                     "撤销了一项任务"),
        Step("urge_task",      "催办任务", {TRACKED},         (),           {CLOCK},                    (),                                                          "任务时限将到，自动催办"),
        Step("flag_task",      "提请关注", {TRACKED},         (),           {CLOCK},                    (),                                                          "任务超期，提请关注"),
    ),
    questions={question.name: question for question in (
        *TASK_QUESTIONS,
        Question("host",          "请谁来召集",         OneListed("may_call")),
        Question("question",      "请会上定什么",       FreeText(most=500), help="一句话说清要定的事。不写人名和电话"),
        Question("tried",         "已经做了什么",       FreeText(most=2000)),
        Question("case",          "哪一件",             OneListed("longest_open"), help="本单位在办、反映最早的 50 件；别的，在那一件的页面上提请会商"),
        Question("item",          "哪个议题",           OneListed("items", _is_unsettled, none="没有还要议的议题。")),
        Question("settled",       "哪个议题",           OneListed("items", lambda item: item.outcome, none="先议定议题，再交任务。")),
        Question("reason",        "理由",               FreeText(most=500)),
        Question("when",          "什么时候开",         Moment(days_ahead=None, ahead=True), help="至少提前 2 个工作日通知；急事除外"),
        Question("place",         "在哪里开",           OneLine(most=100)),
        Question("recorder",      "记录人",             OneListed("officers")),
        Question("units",         "请哪些单位参加",     SomeListed("may_be_asked")),
        Question("outside",       "还请谁",             OneLine(most=200), help="没有账号的，例如物业公司、法律顾问"),
        Question("chair",         "主持人",             OneListed("officers"), help="不选即由召集单位负责人主持"),
        Question("urgent",        "急事，不等 2 个工作日", Flag()),
        Question("recusal",       "谁的申请",           OneListed("recusals", lambda recusal: recusal.granted is None, none="没有等决定的回避申请。")),
        Question("granted",       "同意回避吗",         YesNo()),
        Question("present",       "到会的",             SomeListed("seats")),
        Question("absent",        "谁没有来、谁代谁来", OneLine(most=200)),
        Question("outcome",       "结论",               OneWord(ItemOutcome)),
        Question("words",         "议定的内容",         FreeText(most=2000)),
        Question("task",          "交办的任务",         FreeText(most=500), help="要做什么、做到什么程度"),
        Question("owner",         "由谁承办",           OneListed("seats.unit"), help="到会的单位里选"),
        Question("due",           "何时办完",           Moment(days_ahead=None, ahead=True)),
        Question("result",        "办得怎么样",         FreeText(most=2000)),
        Question("photos",        "照片或文件",         SomeFiles(), help="照片、录音或 PDF；位置信息会自动去除"),
    )},
    labels={
        ("postpone", "when"): "改到什么时候", ("recuse", "reason"): "为什么回避", ("check_off", "reason"): "核实的情况",
        ("send_back", "reason"): "还差什么",
    },
    together={"settle_item": ("task", "owner", "due")},
    waits={
        "call": (Some("item", "议程上还没有议题。"),),
        "sign": (NoMore("item", "纪要里还有 {count} 个议题没有议定。"), NoMore("recusal", "还有 {count} 份回避申请没有决定。")),
        "finish": (NoMore("open_task", "还有 {count} 项任务没有销号。"),),
    },
    guards={"propose": _propose},
    alarms=(
        Alarm({TRACKED}, "任务的时限用去八成，还没有报", "urge_task"),
        Alarm({TRACKED}, "任务到期还没有报，提请召集单位负责人关注；又过了同样长的时间，提请区联席办关注", "flag_task"),
    ),
    holders=(
        RoleHolder(HOST, "host"), RoleHolder(RECORDER, "host", named="recorder"),
        RoleHolder(CHAIR, "host", named="chair", or_lead=True),
        RoleHolder(MEMBER, "seats.unit"), RoleHolder(OWNER, "tasks.owner"),
    ),
    tells={
        "propose": "host", "call": "seats.unit", "postpone": "seats.unit", "cancel": "seats.unit",
        "drop_item": "beginner", "sign": "owed.owner", "send_back": "owed.owner", "report_task": "host",
        "urge_task": "owed.owner", "flag_task": "flagged",
    },
    presentation=Presentation(
        what="一家办不了、久拖不决的，请有关单位坐到一起定下来，定了的逐项销号。", how="打开一件在办的事项，点“提请会商”。",
        says={"sign": "签发以后，议定的内容和任务不能再改，各任务开始计时。"},
        said={
            "propose": "已提请会商，等召集单位通知开会。", "call": "已定下会期和参会单位。", "settle_item": "已记下这个议题。",
            "sign": "纪要已签发，任务开始计时。", "report_task": "已报上去，等召集单位核实销号。", "check_off": "已销号。",
        },
    ),
)
# fmt: on
