"""The process of a sponsorship (包案): a leader is named for a case, looks at it by the day that was set, until it is over."""

from __future__ import annotations

from typing import Any

from wolaiban.process.answers import Day, FreeText, OneListed
from wolaiban.process.grammar import Alarm, Process, Step
from wolaiban.process.holders import RoleHolder
from wolaiban.process.presentation import Presentation, StepButton
from wolaiban.process.questions import Question
from wolaiban.process.words import RequestKind, RoleWord, Shape, StageWord


class SponsorshipStage(StageWord):
    ACTIVE = "active", "包案中"
    OVER = "over", "随事项结束"
    DISCHARGED = "discharged", "已解除"

    @property
    def is_open(self) -> bool:
        return self is SponsorshipStage.ACTIVE

    @property
    def shape(self) -> Shape:
        shapes = {SponsorshipStage.ACTIVE: Shape.RUNS, SponsorshipStage.OVER: Shape.DONE}
        return shapes.get(self, Shape.PUT_AWAY)


class SponsorshipRole(RoleWord):
    LEADER = "leader", "包案领导"
    NAMER = "namer", "镇街、区里定包案的负责人"
    CLOCK = "clock", "系统时钟"


ACTIVE, DISCHARGED, OVER = SponsorshipStage.ACTIVE, SponsorshipStage.DISCHARGED, SponsorshipStage.OVER
LEADER, NAMER, CLOCK = SponsorshipRole.LEADER, SponsorshipRole.NAMER, SponsorshipRole.CLOCK
# The four things a leader answers for (四包): the questions of a look, and the columns of what was noted then.
FOUR = ("known", "helped", "guided", "lawful")
QUIET = frozenset({"remind_look", "report_unlooked", "end"})  # not told in the chain of the case


def _sponsor(parts: Any) -> str | None:
    if parts.subject.case.kind == RequestKind.ACCUSATION:
        return "检举控告不包案，由纪检监察机关依规办理。"
    if parts.is_sponsored:
        return "此件已经有领导包案。要换人，先解除。"
    return None if parts.subject.case.is_open else "此件已经结束，不用再包案。"


# fmt: off
SPONSORSHIP: Process[SponsorshipStage, SponsorshipRole, Any] = Process(
    name="sponsorship", label="包案", stages=SponsorshipStage, roles=SponsorshipRole,
    steps=(
        #    name               label         from      to             who may do it  what must be given                                            history
        Step("sponsor",         "定包案领导",  set(),    (ACTIVE,),     {NAMER},       ("leader", "plan?", "next_look"),                            "定了包案领导"),
        Step("look",            "过问",       {ACTIVE}, (),            {LEADER},      ("known?", "helped?", "guided?", "lawful?", "next_look"),    "包案领导过问了"),
        Step("discharge",       "解除",       {ACTIVE}, (DISCHARGED,), {NAMER},       ("reason",),                                                 "解除了包案"),
        Step("remind_look",     "提醒过问",    {ACTIVE}, (),            {CLOCK},       (),                                                          "到了该过问的日子，提醒包案领导"),
        Step("report_unlooked", "报未过问",    {ACTIVE}, (),            {CLOCK},       (),                                                          "过了日子还没有过问，告诉定包案的负责人"),
        Step("end",             "随事项结束",  {ACTIVE}, (OVER,),       {CLOCK},       (),                                                          "事项结束，包案跟着结束"),
    ),
    questions={question.name: question for question in (
        Question("leader",    "请谁包案",     OneListed("may_lead", none="镇街和区里现在没有可以包案的领导。"), help="镇街定本镇街的领导；区领导由区里定"),
        Question("plan",      "打算怎么办",   FreeText(most=1000), help="不写姓名、电话、门牌"),
        Question("next_look", "下次哪天过问",  Day(), help="最迟三个月以内；到了那天会提醒"),
        Question("known",     "包掌握情况",   FreeText(most=1000), help="四包里至少写一句。不写姓名、电话、门牌"),
        Question("helped",    "包解决困难",   FreeText(most=1000)),
        Question("guided",    "包教育疏导",   FreeText(most=1000)),
        Question("lawful",    "包依法处理",   FreeText(most=1000)),
        Question("reason",    "为什么解除",   FreeText(most=500), help="例如：领导调离，另定包案领导"),
    )},
    labels={("sponsor", "next_look"): "第一次哪天过问"},
    guards={"sponsor": _sponsor},
    alarms=(
        Alarm({ACTIVE}, "该过问的那天 8:00，还没有过问", "remind_look"),
        Alarm({ACTIVE}, "过了那天，次日 8:00 还没有过问", "report_unlooked"),
        Alarm({ACTIVE}, "事项办结、撤回、并案或者不予受理", "end"),
    ),
    holders=(RoleHolder(NAMER, "host", only_leads=True),),
    tells={
        "sponsor": "concerned", "discharge": "leader", "remind_look": "leader", "report_unlooked": "host_leads", "end": "leader",
    },
    presentation=Presentation(
        what="难办的、久拖不决的事，定一位领导包到底：掌握情况、解决困难、教育疏导、依法处理，定期过问，直到办完。",
        how="镇街或者区里的负责人打开一件在办的事项，点“定包案领导”。",
        buttons=(StepButton("look"),),
        says={
            "sponsor": "包案不改变由谁承办、由谁复核：包案领导不因此多看到一件事项，也不因此能裁定异议。",
            "look": "写这次了解到的、做到的；没有的不填。写的话，看得到这件事项的工作人员都读得到，居民读不到。",
        },
        said={
            "sponsor": "已定下，已经告诉包案领导。", "look": "已记下这次过问。", "discharge": "已解除包案。",
        },
    ),
)
# fmt: on
