"""The processes of duty: a rotation (轮值), the roster (值班) of one month drawn up by it, and a reception (接访).

Those of a ticket (排号), of a reception day (接待日) and of a booking (预约) stand in `ticket_process` and `booking_process`.
"""

from __future__ import annotations

from typing import Any

from wolaiban.duty.booking_process import BOOKING, RECEPTION_DAY
from wolaiban.duty.ticket_process import TICKET
from wolaiban.duty.words import HolidayDuty, MatterTimes, ReceptionOutcome, ReceptionWay, SwapState
from wolaiban.process.answers import (
    Amount,
    Flag,
    FreeText,
    Moment,
    OneListed,
    OneWord,
    PastMoment,
    SomeListed,
)
from wolaiban.process.grammar import Alarm, Process, Step
from wolaiban.process.holders import RoleHolder
from wolaiban.process.presentation import ByClock, Presentation, StepButton
from wolaiban.process.questions import Question
from wolaiban.process.words import RoleWord, Shape, StageWord

__all__ = ["BOOKING", "RECEPTION", "RECEPTION_DAY", "ROSTER", "ROTATION", "TICKET"]


class RosterStage(StageWord):
    DRAFT = "draft", "拟定"
    POSTED = "posted", "已公布"
    OVER = "over", "已过去"
    DROPPED = "dropped", "没有公布，已过期"

    @property
    def is_open(self) -> bool:
        return self in {RosterStage.DRAFT, RosterStage.POSTED}

    @property
    def shape(self) -> Shape:
        shapes = {RosterStage.DRAFT: Shape.WAITS, RosterStage.POSTED: Shape.DONE}
        return shapes.get(self, Shape.PUT_AWAY)


class RosterRole(RoleWord):
    LEAD = "lead", "本单位负责人"
    OFFICER = "officer", "本单位人员"
    ABOVE = "above", "上一级单位人员"
    CLOCK = "clock", "系统时钟"


class RotationStage(StageWord):
    IN_FORCE = "in_force", "在用"
    STOPPED = "stopped", "已停用"

    @property
    def is_open(self) -> bool:
        return self is RotationStage.IN_FORCE


class RotationRole(RoleWord):
    LEAD = "lead", "本单位负责人"
    OFFICER = "officer", "本单位人员"


class ReceptionStage(StageWord):
    """What is written down is done; where a case came of it, that goes on by itself."""

    RECORDED = "recorded", "已记"
    STRUCK = "struck", "已作废"

    @property
    def is_open(self) -> bool:
        return False

    @property
    def shape(self) -> Shape:
        return Shape.DONE if self is ReceptionStage.RECORDED else Shape.PUT_AWAY


class ReceptionRole(RoleWord):
    LEAD = "lead", "本单位负责人"
    OFFICER = "officer", "本单位人员"
    CLOCK = "clock", "系统时钟"


DRAFT, POSTED = RosterStage.DRAFT, RosterStage.POSTED
OVER, DROPPED = RosterStage.OVER, RosterStage.DROPPED
EVER = frozenset(RosterStage)
LEAD, OFFICER, ABOVE, CLOCK = RosterRole.LEAD, RosterRole.OFFICER, RosterRole.ABOVE, RosterRole.CLOCK
IN_FORCE, STOPPED = RotationStage.IN_FORCE, RotationStage.STOPPED
RECORDED, STRUCK = ReceptionStage.RECORDED, ReceptionStage.STRUCK
RECEIVES = frozenset({ReceptionRole.LEAD, ReceptionRole.OFFICER})


def _post(parts: Any) -> str | None:
    days = parts.days_lacking_unknown_above
    if not days:
        return None
    named = "、".join(f"{day.month}月{day.day}日" for day in days[:MOST_NAMED])
    more = f"等 {len(days)} 天" if len(days) > MOST_NAMED else ""
    return f"{named}{more}没有{parts.wanted}值班。请派人，或者“请镇街顶班”。"


def _set_up(parts: Any) -> str | None:
    return "已经定了轮值，请打开它来改。" if parts.is_set_up else None


def _strike(parts: Any) -> str | None:
    return "已经登记为事项，或者补充进了事项，不能作废。" if parts.subject.case_id else None


def _is_asked(swap: Any) -> bool:
    return SwapState(swap.state) is SwapState.ASKED


def _is_taken(swap: Any) -> bool:
    return SwapState(swap.state) is SwapState.TAKEN


def _is_open(swap: Any) -> bool:
    return SwapState(swap.state).is_open


MOST_NAMED = 8
NO_SHIFT_AHEAD = "这张表上没有以后的班了。"
NONE_OF_YOURS = "这张表上您没有以后的班。"

# fmt: off
ROSTER: Process[RosterStage, RosterRole, Any] = Process(
    name="roster", label="值班", stages=RosterStage, roles=RosterRole,
    steps=(
        #    name              label          from             to         who may do it            what must be given                         history
        Step("draw_up",        "排班",         set(),           (DRAFT,),  {LEAD, OFFICER, CLOCK},  ("month",),                                "排了班"),
        Step("redraw",         "按轮值重排",    {DRAFT},         (),        {LEAD, OFFICER},         (),                                        "按轮值重排了"),
        Step("put",            "派人",         {DRAFT},         (),        {LEAD, OFFICER},         ("shift", "person", "whole_day?"),         "派了人"),
        Step("post",           "公布",         {DRAFT},         (POSTED,), {LEAD},                  ("freely?",),                              "公布了"),
        Step("change",         "调班",         {POSTED},        (),        {LEAD},                  ("shift", "person", "whole_day?", "reason"), "调了班"),
        Step("ask_cover",      "请镇街顶班",    {DRAFT, POSTED}, (),        {LEAD, OFFICER},         ("lacking",),                              "请镇街顶班"),
        Step("cover",          "顶班",         {DRAFT, POSTED}, (),        {ABOVE},                 ("lacking_one", "stand_in"),               "派人来顶了班"),
        Step("ask_swap",       "请人换班",      {POSTED},        (),        {OFFICER},               ("own_shift", "whom?", "why?"),            "请人换班"),
        Step("take",           "接班",         {POSTED},        (),        {OFFICER},               ("asked_swap", "gives?"),                  "接了班"),
        Step("agree",          "同意换班",      {POSTED},        (),        {LEAD},                  ("taken_swap",),                           "同意了换班"),
        Step("refuse_swap",    "不同意换班",    {POSTED},        (),        {LEAD},                  ("taken_swap", "reason"),                  "没有同意换班"),
        Step("take_back_swap", "收回换班",      {POSTED},        (),        {OFFICER},               ("own_swap",),                             "收回了换班"),
        Step("ask_for",        "替人请换班",    {POSTED},        (),        {LEAD},                  ("shift", "whom?", "why?"),                "替人请换班"),
        Step("annotate",       "补记",         {POSTED, OVER},  (),        {LEAD},                  ("past_shift", "words"),                   "补记了一笔"),
        Step("replan",         "接待日照新日历改", {DRAFT, POSTED}, (),      {CLOCK},                 (),                                        "工作日历变了，书记接待的日子跟着改了"),
        Step("urge_post",      "催公布",       {DRAFT},         (),        {CLOCK},                 (),                                        "下月值班表还没有公布，提醒负责人"),
        Step("report_unposted", "提醒镇街未公布", {DRAFT},       (),        {CLOCK},                 (),                                        "下月值班表还没有公布，告诉镇街"),
        Step("alarm",          "空班提醒",      {POSTED},        (),        {CLOCK},                 (),                                        "空班，提醒负责人"),
        Step("alarm_above",    "空班提醒镇街",   {POSTED},        (),        {CLOCK},                 (),                                        "空班，提醒镇街"),
        Step("alarm_district", "空班报区",      {POSTED},        (),        {CLOCK},                 (),                                        "当天空班，报区里"),
        Step("lapse_swap",     "换班过时",      {POSTED},        (),        {CLOCK},                 (),                                        "到了上班的时候没有换成，不再换"),
        Step("file",           "归档",         {POSTED},        (OVER,),   {CLOCK},                 (),                                        "这个月过去了"),
        Step("expire",         "过期",         {DRAFT},         (DROPPED,), {CLOCK},                (),                                        "这个月过去了，没有公布"),
        Step("forget",         "到期删除",      EVER,            (),        {CLOCK},                 (),                                        "说过的话到期，删除了"),
    ),
    questions={question.name: question for question in (
        Question("month",       "哪个月",         OneListed("months", none="近三个月的表都排好了。")),
        Question("shift",       "哪个班",         OneListed("shifts_ahead", none=NO_SHIFT_AHEAD)),
        Question("person",      "派谁",           OneListed("may_hold", none="本单位没有可以值班的人员。")),
        Question("whole_day",   "这天的别的班一起换", Flag(), help="那天同一个人的班都换给这一位，不想一起换的，去掉"),
        Question("reason",      "理由",           FreeText(most=200), help="不写病情、家事"),
        Question("freely",      "换班不用我同意",   Flag(), help="换班的两个人说好就行；不勾的，由负责人同意"),
        Question("lacking",     "哪几天",         SomeListed("lacking_ahead", none="没有空班。")),
        Question("lacking_one", "哪一天",         OneListed("lacking_ahead", none="没有空班。")),
        Question("stand_in",    "派谁去",         OneListed("stand_ins", none="没有可以派的人员。")),
        Question("own_shift",   "让出哪个班",      OneListed("shifts_ahead", only_by="person", none=NONE_OF_YOURS)),
        Question("whom",        "请谁接",         OneListed("may_hold"), help="不选，谁都可以接"),
        Question("why",         "说一句",         FreeText(most=200), help="可以不写。不写病情、家事"),
        Question("asked_swap",  "接哪个班",       OneListed("swaps_ahead", _is_asked, not_by="asked_by", none="现在没有请人接的班。")),
        Question("gives",       "把自己哪个班给对方", OneListed("shifts_ahead", only_by="person"), help="不选，就是白接一个班"),
        Question("taken_swap",  "哪一个换班",      OneListed("swaps_ahead", _is_taken, none="没有等您同意的换班。")),
        Question("own_swap",    "收回哪一个",      OneListed("swaps_ahead", _is_open, only_by="asked_by", none="您没有可以收回的换班。")),
        Question("past_shift",  "哪个班",         OneListed("shifts_past", none="还没有过去的班。")),
        Question("words",       "补记什么",        FreeText(most=500), help="过去的班不能改，只能补记。不写居民的姓名和电话"),
    )},
    guards={"post": _post},
    alarms=(
        Alarm({DRAFT, POSTED}, "装入了新的工作日历，书记接待的日子因此不同", "replan"),
        Alarm({DRAFT}, "上个月 25 日还没有公布", "urge_post"),
        Alarm({DRAFT}, "上个月 28 日还没有公布", "report_unposted"),
        Alarm({POSTED}, "空班前 3 个工作日", "alarm"),
        Alarm({POSTED}, "空班前 1 个工作日", "alarm_above"),
        Alarm({POSTED}, "空班当天 8:00", "alarm_district"),
        Alarm({POSTED}, "请人换的班到了上班的时候，还没有换成", "lapse_swap"),
        Alarm({POSTED}, "这个月过去了", "file"),
        Alarm({DRAFT}, "这个月过去了，没有公布", "expire"),
        Alarm(EVER, "说过的话满了保存期限（每天夜里清理）", "forget"),
    ),
    holders=(
        RoleHolder(LEAD, "unit", only_leads=True), RoleHolder(OFFICER, "unit"), RoleHolder(ABOVE, "above"),
    ),
    tells={
        "post": "people", "change": "shift.person", "put": "shift.person", "ask_cover": "above",
        "cover": "stand_in", "ask_swap": "last_swap.asked", "ask_for": "last_swap.asked", "take": "asked_swap.to_decide",
        "agree": "taken_swap.both", "refuse_swap": "taken_swap.both",
        "replan": "receiving", "urge_post": "leads", "report_unposted": "above", "alarm": "leads", "alarm_above": "above",
        "alarm_district": "district",
    },
    presentation=Presentation(
        what="每天谁在、夜里谁接电话、书记哪天接待。公布以后，居民的页面、门口的表和电话都照着它。",
        how="点“排班”，按轮值排出一个月，看一遍，公布。",
        buttons=(
            StepButton("post", says_why_not=True), StepButton("agree"), StepButton("cover"), StepButton("take", pressed=False),
            StepButton("ask_cover", pressed=False), StepButton("ask_swap", pressed=False), StepButton("change", pressed=False),
            StepButton("put", pressed=False),
        ),
        by_clock={
            "alarm": ByClock("还空着的，系统会提醒负责人", "提醒负责人"),
            "alarm_above": ByClock("还空着的，系统会提醒镇街", "提醒镇街"),
            "alarm_district": ByClock("还空着的，系统会报区里", "报区里"),
        },
        says={
            "post": "公布以后，居民马上就能看到每天谁值班（只写姓和职务）。",
            "change": "过去的班不能改。改了只告诉新换上的人。",
            "ask_swap": "有人接、负责人同意以后才算换了；换成以前，这个班还是您的。",
            "cover": "派去的人当天接这个工作室的电话、接待居民。",
        },
        said={
            "draw_up": "已排好，看一遍再公布。", "post": "已公布，居民马上就能看到。", "change": "已换人，居民的页面和电话跟着换了。",
            "ask_swap": "已请人换班，等人接。", "take": "已接下。", "agree": "已换好。", "ask_cover": "已告诉镇街，请他们派人。",
            "cover": "已派人顶班。",
        },
    ),
)

ROTATION: Process[RotationStage, RotationRole, Any] = Process(
    name="rotation", label="轮值", stages=RotationStage, roles=RotationRole,
    steps=(
        Step("set_up",   "定轮值",   set(),      (IN_FORCE,), {RotationRole.LEAD}, ("day_people", "night_people?", "begins_with?", "on_holiday", "since"), "定了轮值"),
        Step("rewrite",  "改轮值",   {IN_FORCE}, (),          {RotationRole.LEAD}, ("day_people", "night_people?", "begins_with?", "on_holiday", "since"), "改了轮值"),
        Step("move_up",  "往前排",   {IN_FORCE}, (),          {RotationRole.LEAD}, ("place",),                                                 "把一个人往前排了"),
        Step("stop",     "停用",     {IN_FORCE}, (STOPPED,),  {RotationRole.LEAD}, ("reason",),                                                "停用了"),
    ),
    questions={question.name: question for question in (
        Question("day_people",   "日间谁来轮",     SomeListed("may_hold", none="本单位没有可以值班的人员。")),
        Question("night_people", "夜里谁接电话",    SomeListed("may_hold"), help="都不选：夜里的电话由负责人接"),
        Question("begins_with",  "从谁开始",       OneListed("may_hold"), help="不选，从第一个开始"),
        Question("on_holiday",   "法定节假日",      OneWord(HolidayDuty)),
        Question("since",        "从哪天起",       Moment(days_ahead=0), help="从这一天数起，一天轮一个人"),
        Question("place",        "谁",            OneListed("after_first", none="只有一个人，没有先后。")),
        Question("reason",       "理由",          FreeText(most=200)),
    )},
    guards={"set_up": _set_up},
    holders=(RoleHolder(RotationRole.LEAD, "unit", only_leads=True), RoleHolder(RotationRole.OFFICER, "unit")),
    presentation=Presentation(
        what="谁来轮、按什么次序、节假日怎么办。每月 20 日，系统照着它把下个月的值班表排好，等负责人公布。",
        how="由工作室负责人来定。",
        said={"set_up": "已定好，排班时照着它。", "rewrite": "已改好，以后排班照着它；排好的表不变。"},
    ),
)

RECEPTION: Process[ReceptionStage, ReceptionRole, Any] = Process(
    name="reception", label="接访", stages=ReceptionStage, roles=ReceptionRole,
    steps=(
        Step("record",   "记接访", set(),      (RECORDED,), RECEIVES, ("topic", "outcome", "words?", "way", "heads", "representatives?", "times", "receivers?", "when?"), "记了一次接访"),
        Step("annotate", "补记",   {RECORDED}, (),          RECEIVES, ("more",),                                                                              "补记了一笔"),
        Step("strike",   "作废",   {RECORDED}, (STRUCK,),   RECEIVES, ("reason",),                                                                            "记错了，作废"),
        Step("forget",   "到期删除", {RECORDED, STRUCK}, (), {ReceptionRole.CLOCK}, (),                                                                          "记的话到期，删除了"),
    ),
    questions={question.name: question for question in (
        Question("topic",     "什么事",    OneListed("topics", none="还没有事项目录。")),
        Question("outcome",   "结果",      OneWord(ReceptionOutcome)),
        Question("words",     "一句话",    FreeText(most=500), help="说了什么、怎么答复的。不写姓名、电话、门牌"),
        Question("way",       "方式",      OneWord(ReceptionWay)),
        Question("heads",     "来了几个人", Amount(most=9999)),
        Question("representatives", "代表几个人", Amount(), help="一起来的人多，推几位代表来谈，最多 5 位"),
        Question("times",     "这件事是",   OneWord(MatterTimes), help="看的是事，不看人"),
        Question("receivers", "谁接待的",   SomeListed("may_receive"), help="最多 5 位；不选，就是您"),
        Question("when",      "什么时候",   PastMoment(), help="不填，就是现在；补记以前的，填那时候"),
        Question("more",      "补记什么",   FreeText(most=500), help="不写姓名、电话、门牌"),
        Question("reason",    "为什么作废", FreeText(most=200), help="例如：记了两次"),
    )},
    guards={"strike": _strike},
    holders=(RoleHolder(ReceptionRole.LEAD, "unit", only_leads=True), RoleHolder(ReceptionRole.OFFICER, "unit")),
    presentation=Presentation(
        what="有人来、有人打电话，当场答复了的也算：记一句话，不记名字。要等答复的，登记为事项。",
        how="点“记接访”：选什么事，写一句话，记下。",
        buttons=(StepButton("annotate", pressed=False),),
        unlabelled=frozenset({("record", "words"), ("annotate", "more")}),
        says={"strike": "作废的不算进批次和人次，仍然看得到。"},
        said={"record": "已记下。", "annotate": "已补记。", "strike": "已作废，不再计数。"},
    ),
)
# fmt: on
