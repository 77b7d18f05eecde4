"""The process of a ticket (排号): the number of somebody who waits at the counter, from handing out to an outcome."""

from __future__ import annotations

from typing import Any

from wolaiban.duty.words import PhoneBack
from wolaiban.process.answers import Amount, OneListed, OneWord
from wolaiban.process.grammar import Alarm, Process, Step
from wolaiban.process.holders import RoleHolder
from wolaiban.process.presentation import ByClock, Presentation, StepButton
from wolaiban.process.questions import Question
from wolaiban.process.words import RoleWord, Shape, StageWord

MOST_DESKS = 99


class TicketStage(StageWord):
    WAITING = "waiting", "在等"
    CALLED = "called", "已叫"
    DONE = "done", "已接待"
    LEFT = "left", "离开"

    @property
    def is_open(self) -> bool:
        return self in {TicketStage.WAITING, TicketStage.CALLED}

    @property
    def shape(self) -> Shape:
        shapes = {TicketStage.WAITING: Shape.WAITS, TicketStage.LEFT: Shape.PUT_AWAY}
        return shapes.get(self, super().shape)


class TicketRole(RoleWord):
    """Whoever has a shift of the day is on duty; while nobody has, all who work there are."""

    LEAD = "lead", "本单位负责人"
    ON_DUTY = "on_duty", "值班人员"
    CLOCK = "clock", "系统时钟"


WAITING, CALLED, DONE, LEFT = TicketStage.WAITING, TicketStage.CALLED, TicketStage.DONE, TicketStage.LEFT
CLOCK = TicketRole.CLOCK
AT_THE_COUNTER = frozenset({TicketRole.LEAD, TicketRole.ON_DUTY})

# fmt: off
TICKET: Process[TicketStage, TicketRole, Any] = Process(
    name="ticket", label="排号", stages=TicketStage, roles=TicketRole,
    steps=(
        #    name          label   from               to          who may do it            what must be given   history
        Step("hand_out",   "取号",  set(),             (WAITING,), AT_THE_COUNTER,           ("topic?",),        "取了号"),
        Step("call",       "叫号",  {WAITING},         (CALLED,),  AT_THE_COUNTER,           ("desk?",),         "叫了号"),
        Step("call_again", "再叫",  {CALLED},          (),         AT_THE_COUNTER,           ("desk?",),         "又叫了一次"),
        Step("serve",      "接待",  {CALLED},          (DONE,),    AT_THE_COUNTER,           ("reception",),     "接待了"),
        Step("leave",      "离开",  {WAITING, CALLED}, (LEFT,),    AT_THE_COUNTER,           ("phone_back?",),   "没有等到就离开了"),
        Step("close_day",  "收班",  {WAITING, CALLED}, (LEFT,),    AT_THE_COUNTER | {CLOCK}, ("phone_back?",),   "收班时还没有轮到"),
    ),
    questions={question.name: question for question in (
        Question("topic",     "什么事",      OneListed("topics"), help="可以不选。只有本工作室看得到"),
        Question("desk",      "几号桌",      Amount(most=MOST_DESKS), help="只有一张桌子的，不用填"),
        Question("reception", "记在哪一笔",   OneListed("unheard", none="先记接访，再结这个号。")),
        Question("phone_back", "要不要回电",  OneWord(PhoneBack), help="没有问到的，不选。要回电的，另外登记，电话不留在号上"),
    )},
    alarms=(
        Alarm({WAITING}, "到了收班的时候（设置 `DUTY_HOURS`），还没有轮到", "close_day"),
        Alarm({WAITING, CALLED}, "到了夜里 12 点，没有结果", "close_day"),
    ),
    holders=(RoleHolder(TicketRole.LEAD, "unit", only_leads=True), RoleHolder(TicketRole.ON_DUTY, "unit")),
    presentation=Presentation(
        what="来的人多，先拿号，叫到号再谈。号上不记是谁；每个号都有结果。",
        how="点“取号”，给来的人一个号。",
        buttons=(
            StepButton("call"), StepButton("call_again", pressed=False), StepButton("leave", pressed=False),
        ),
        by_clock={"close_day": ByClock("还没有结果的，系统会收班", "收班")},
        says={
            "leave": "走了的也留一笔：等了多久、有没有轮到。不记是谁。",
            "serve": "一般在记接访的时候就结了；已经记下的，在这里选。",
        },
        said={
            "call": "已叫号。", "call_again": "又叫了一次。", "serve": "已接待。", "leave": "已离开。",
            "close_day": "已收班。",
        },
    ),
)
# fmt: on
