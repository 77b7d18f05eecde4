"""The processes of a published reception day (接待日) and of a talk that somebody books on it (预约)."""

from __future__ import annotations

from typing import Any

from wolaiban.duty.words import DayWay, HalfDay
from wolaiban.process.answers import Amount, Day, FreeText, OneListed, OneWord, PersonalLine
from wolaiban.process.grammar import Alarm, Process, Step
from wolaiban.process.holders import RoleHolder
from wolaiban.process.presentation import Presentation, StepButton
from wolaiban.process.questions import Question
from wolaiban.process.words import RoleWord, Shape, StageWord


class ReceptionDayStage(StageWord):
    DRAFT = "draft", "拟定"
    PUBLISHED = "published", "已公布"
    OVER = "over", "已过去"
    CALLED_OFF = "called_off", "已取消"
    DROPPED = "dropped", "没有公布，已过期"

    @property
    def is_open(self) -> bool:
        return self in {ReceptionDayStage.DRAFT, ReceptionDayStage.PUBLISHED}

    @property
    def shape(self) -> Shape:
        shapes = {ReceptionDayStage.DRAFT: Shape.WAITS, ReceptionDayStage.PUBLISHED: Shape.DONE}
        return shapes.get(self, Shape.PUT_AWAY)


class ReceptionDayRole(RoleWord):
    OFFICER = "officer", "本单位人员"
    CLOCK = "clock", "系统时钟"


class BookingStage(StageWord):
    ASKED = "asked", "已约好"
    MOVED = "moved", "已改期"
    ARRIVED = "arrived", "已到"
    DONE = "done", "已接待"
    LEFT = "left", "没等到，离开了"
    CANCELLED = "cancelled", "已取消"
    MISSED = "missed", "没有来"

    @property
    def is_open(self) -> bool:
        return self in {BookingStage.ASKED, BookingStage.MOVED, BookingStage.ARRIVED}

    @property
    def shape(self) -> Shape:
        if self is BookingStage.ARRIVED:
            return Shape.WAITS
        if self.is_open:
            return Shape.RUNS
        return Shape.DONE if self is BookingStage.DONE else Shape.PUT_AWAY


class BookingRole(RoleWord):
    """Whoever shows the slip, or is only about to book, is the resident; nobody asks for an account."""

    RESIDENT = "resident", "预约的人"
    OFFICER = "officer", "本单位人员"
    CLOCK = "clock", "系统时钟"


DRAFT, PUBLISHED = ReceptionDayStage.DRAFT, ReceptionDayStage.PUBLISHED
OVER, CALLED_OFF, DROPPED = ReceptionDayStage.OVER, ReceptionDayStage.CALLED_OFF, ReceptionDayStage.DROPPED
OFFICER, CLOCK = ReceptionDayRole.OFFICER, ReceptionDayRole.CLOCK
ASKED, MOVED, ARRIVED = BookingStage.ASKED, BookingStage.MOVED, BookingStage.ARRIVED
DONE, LEFT = BookingStage.DONE, BookingStage.LEFT
CANCELLED, MISSED = BookingStage.CANCELLED, BookingStage.MISSED
AHEAD = frozenset({ASKED, MOVED})
EVER = frozenset(BookingStage)
RESIDENT, STAFF, TIME = BookingRole.RESIDENT, BookingRole.OFFICER, BookingRole.CLOCK
MOST_SLOTS = 40


def _publish(parts: Any) -> str | None:
    return "这个时间已经过去了，请改一个日子。" if parts.has_begun else None


def _move(parts: Any) -> str | None:
    return "约的时间已经到了，不能再改。请打工作室的电话。" if parts.has_begun else None


def _arrive(parts: Any) -> str | None:
    return None if parts.is_today else "约的不是今天，当天才能登记到了。"


# fmt: off
RECEPTION_DAY: Process[ReceptionDayStage, ReceptionDayRole, Any] = Process(
    name="reception_day", label="接待日", stages=ReceptionDayStage, roles=ReceptionDayRole,
    steps=(
        #    name         label           from         to            who may    what must be given                                                     history
        Step("draw_up",   "拟接待日",      set(),       (DRAFT,),     {OFFICER}, ("day", "half", "leader?", "way", "place", "topics?", "slots"),          "拟了接待日"),
        Step("open",      "照值班表公布",   set(),       (PUBLISHED,), {CLOCK},   (),                                                                    "照值班表公布了"),
        Step("change",    "改接待日",      {DRAFT},     (),           {OFFICER}, ("day", "half", "leader?", "way", "place", "topics?", "slots"),          "改了接待日"),
        Step("publish",   "公布",          {DRAFT},     (PUBLISHED,), {OFFICER}, (),                                                                    "公布了"),
        Step("set_slots", "改名额",        {PUBLISHED}, (),           {OFFICER}, ("slots",),                                                            "改了名额"),
        Step("cancel_day",  "取消接待日",     {PUBLISHED}, (CALLED_OFF,), {OFFICER}, ("reason",),                                                         "取消了，约好的人都告诉了"),
        Step("list_up",   "送名单",        {PUBLISHED}, (),           {CLOCK},   (),                                                                    "前一天，名单送接待的人"),
        Step("file",      "归档",          {PUBLISHED}, (OVER,),      {CLOCK},   (),                                                                    "这一天过去了"),
        Step("expire",    "过期",          {DRAFT},     (DROPPED,),   {CLOCK},   (),                                                                    "没有公布，过期了"),
    ),
    questions={question.name: question for question in (
        Question("day",    "哪天",       Day(), help="提前 5 天以上公布，大家来得及约"),
        Question("half",   "上午还是下午", OneWord(HalfDay)),
        Question("leader", "谁接待",     OneListed("may_receive"), help="工作室不选，就是当天值班的书记"),
        Question("way",    "方式",       OneWord(DayWay)),
        Question("place",  "在哪里",     PersonalLine(most=80), help="居民要找得到，例如：城关街道办事处一楼接待室"),
        Question("topics", "主要谈什么",  PersonalLine(most=80), help="可以不写。例如：供暖、物业"),
        Question("slots",  "约几位",     Amount(most=MOST_SLOTS), help="这半天最多几位来谈"),
        Question("reason", "为什么取消",  FreeText(most=200), help="不写病情、家事"),
    )},
    guards={"publish": _publish},
    alarms=(
        Alarm({PUBLISHED}, "前一个工作日 16:00", "list_up"),
        Alarm({PUBLISHED}, "这一天过去了", "file"),
        Alarm({DRAFT}, "这一天过去了，没有公布", "expire"),
    ),
    holders=(RoleHolder(OFFICER, "unit"),),
    tells={"list_up": "receivers", "cancel_day": "receivers"},
    presentation=Presentation(
        what="书记、领导哪天在哪里接待，能约几位。公布以后，居民的页面上看得到，可以预约。工作室的，照公布的值班表自动开放。",
        how="点“拟接待日”，写好日子、地点和名额，公布。",
        buttons=(StepButton("publish", says_why_not=True), StepButton("change", pressed=False), StepButton("set_slots", pressed=False)),
        says={
            "publish": "公布以后，居民马上就能预约。要改日子的，只能取消再公布，约好的人会收到短信。",
            "cancel_day": "约好的人都会收到短信，请他们改约。",
        },
        said={
            "draw_up": "已拟好，看一遍再公布。", "change": "已改好。", "publish": "已公布，居民马上就能预约。",
            "set_slots": "名额已改好。", "cancel_day": "已取消，正在给约好的人发短信。",
        },
    ),
)

BOOKING: Process[BookingStage, BookingRole, Any] = Process(
    name="booking", label="预约", stages=BookingStage, roles=BookingRole,
    steps=(
        #    name        label         from               to            who may            what must be given            history
        Step("book",     "预约",        set(),             (ASKED,),     {RESIDENT, STAFF}, ("day", "topic?", "phone"),  "约好了"),
        Step("move",     "改期",        AHEAD,             (MOVED,),     {RESIDENT, STAFF}, ("new_day",),                "改了日子"),
        Step("cancel",   "取消预约",     AHEAD,             (CANCELLED,), {RESIDENT, STAFF}, (),                          "取消了预约"),
        Step("cancel_day", "接待日取消",   AHEAD,             (CANCELLED,), {STAFF},           (),                          "接待日取消，预约跟着取消"),
        Step("arrive",   "到了",        AHEAD,             (ARRIVED,),   {STAFF},           (),                          "到了"),
        Step("serve",    "已接待",      {*AHEAD, ARRIVED}, (DONE,),      {STAFF},           ("reception",),              "接待了，记在接访本上"),
        Step("leave",    "没等到",      {ARRIVED},         (LEFT,),      {STAFF},           (),                          "没有等到，离开了"),
        Step("remind",   "提醒",        AHEAD,             (),           {TIME},            (),                          "前一天，发短信提醒"),
        Step("ask_outcome",     "催记接访",     {ARRIVED},         (),           {TIME},            (),                          "来过的人还没有记接访，提醒本单位"),
        Step("miss",     "没有来",      AHEAD,             (MISSED,),    {TIME},            (),                          "这一天过去了，没有来"),
        Step("forget",   "到期删除",     EVER,              (),           {TIME},            (),                          "电话到期，删除了"),
    ),
    questions={question.name: question for question in (
        Question("day",       "约哪天",     OneListed("days", none="现在没有可以约的日子。")),
        Question("topic",     "大概什么事",  OneListed("topics"), help="可以不选，当面再说"),
        Question("phone",     "电话",      PersonalLine(), help="只用来发短信，和居民的一样加密保存"),
        Question("new_day",   "改到哪天",   OneListed("other_days", none="没有别的日子可以改。")),
        Question("reception", "哪一次接访",  OneListed("receptions", none="先点“记接访”，记下怎么接待的。")),
    )},
    guards={"move": _move, "cancel": _move, "arrive": _arrive},
    alarms=(
        Alarm({ASKED, MOVED}, "前一天 10:00", "remind"),
        Alarm({ASKED, MOVED}, "这一天过去了", "miss"),
        Alarm({ARRIVED}, "第二天 9:00，还没有记接访", "ask_outcome"),
        Alarm(EVER, "电话满了保存期限（每天夜里清理）", "forget"),
    ),
    holders=(RoleHolder(STAFF, "unit"),),
    tells={
        "book": "resident", "move": "resident", "cancel": "resident", "cancel_day": "resident", "remind": "resident",
        "ask_outcome": "officers",
    },
    letters={
        "book": "visit_booked", "move": "visit_moved", "cancel": "visit_cancelled", "cancel_day": "visit_called_off",
        "remind": "visit_soon",
    },
    presentation=Presentation(
        what="谁约了哪天来谈。只留电话，不留姓名；来的人不用等，没来的不记在谁头上。",
        how="居民在网页上约；打电话来的，点“预约”替他约。",
        buttons=(StepButton("arrive"), StepButton("move", pressed=False), StepButton("cancel", pressed=False)),
        says={
            "cancel": "取消以后，这个名额让给别人。想再来，重新约。",
            "move": "先约上新的，再让出原来的。原来的提醒不再发。",
        },
        said={
            "book": "已约好，日子、地点和编号发短信告诉他。", "move": "已改期。", "cancel": "已取消。",
            "arrive": "已记下到了。", "serve": "已接待。", "leave": "已记下。",
        },
    ),
)
# fmt: on
