"""How the steps of a case are offered and told: their buttons, their words in the history, and who reads which answer.

One place for all that a page, a program or a message says of a step beside its row in the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from enum import Enum, auto

from wolaiban.process.presentation import ByClock, Presentation, StepButton
from wolaiban.process.words import Role


class ToldTo(Enum):
    """Who reads an answer, beside those inside, who read all."""

    PARTIES = auto()  # everyone whose matter it is
    THE_ONE_CONCERNED = auto()  # who said it or was told it
    BRINGER = auto()  # who brought the matter in and has no part in it


@dataclass(frozen=True)
class CasePresentation(Presentation):
    """A case is read by people outside as well. What is not named in `told_to` they do not read: a new step is silent.

    `in_bulk` are the steps that may be taken on many cases by one press, each by itself; `undoing` those before which
    it is said what becomes of what was done last.
    """

    in_bulk: tuple[str, ...] = ()
    undoing: Set[str] = frozenset()
    told_to: Mapping[tuple[str, str], Set[ToldTo]] = field(default_factory=dict)

    @property
    def answers(self) -> Set[tuple[str, str]]:
        return self.unlabelled | self.told_to.keys()


# The buttons of the desk: what brings a matter forward, in the order in which it is most likely wanted. What is
# only offered is never pressed on anybody: whoever is content, or has nothing to add. Of some it is worth saying why
# they cannot be taken yet; that there is, say, no objection to decide is not news.
BUTTONS = (
    StepButton("accept"),
    StepButton("take_up"),
    StepButton("report_in"),
    StepButton("contribute", says_why_not=True),
    StepButton("uphold_summons"),
    StepButton("release_summons"),
    StepButton("grant"),
    StepButton("refuse"),
    StepButton("resolve", says_why_not=True),
    StepButton("answer"),
    StepButton("confirm"),
    StepButton("dispute"),
    StepButton("redo"),
    StepButton("uphold"),
    StepButton("raise", says_why_not=True),
    StepButton("guide", says_why_not=True),
    StepButton("whistle"),
    StepButton("object", says_why_not=True),
    StepButton("resume"),
    StepButton("call_back"),
    StepButton("supply", pressed=False),
    StepButton("interim", pressed=False),
    StepButton("ask", pressed=False),
    StepButton("supervise", pressed=False),
    StepButton("urge", pressed=False),
    StepButton("reopen", pressed=False),
)

# What the clock does, as a warning beforehand and in one word.
BY_CLOCK: dict[str, ByClock] = {
    "raise": ByClock("还没有办的，系统会自动上报到上一级", "自动上报上一级"),
    "urge": ByClock("还没有办的，系统会自动催办", "催办"),
    "flag": ByClock("还没有办的，系统会提请区联席办关注", "提请区联席办关注"),
    "lapse": ByClock("没有收到评价的，系统会自动办结", "自动办结"),
}

# How the history tells a step where it matters who took it.
STORIES: dict[tuple[str, str], str] = {
    ("raise", Role.CLOCK): "到期未办，自动上报到上一级",
    ("urge", Role.CLOCK): "临近时限或已超期，自动催办",
    ("resume", Role.CLOCK): "等待期满，自动恢复计时",
    ("confirm", Role.AGENT): "按反映人说的登记了评价",
}
# What the other case tells of it; what the clock flags of a department; what is told of a person erased with their words.
ON_THE_OTHER_SIDE = {"merge": "有另一件并入此件一同办理", "unmerge": "并入的一件从此件拆出"}
SILENCES = {"report_in": "未按时报到", "contribute": "未按时出具意见"}
CORRECTED = "更正了反映人的{particulars}"
PARTICULARS = {"name": "姓名", "phone": "电话", "id_number": "身份证号", "address": "住址"}
TAKEN_BACK = "撤回了刚才的{steps}，重来"
ERASED_WITH_WORDS = "应本人要求删除了身份信息和本人的原话"

# What whoever took a step is told of it: what is so from now on.
SAID: dict[str, str] = {
    "accept": "已受理，开始办理。",
    "decline": "已决定不予受理，理由和该走的途径告诉反映人。",
    "assign": "经办人已定。",
    "reclassify": "类别和层级已改。",
    "raise": "已代理上报，等上一级承接。",
    "guide": "已指导退办，由原单位继续办理。",
    "take_up": "已承接，由本单位办理。",
    "whistle": "已吹哨，被吹哨的部门会收到通知。",
    "report_in": "已报到。",
    "object": "职责异议已提出，等上一级裁定。",
    "uphold_summons": "已维持吹哨，部门继续办理。",
    "release_summons": "异议成立，不再请这个部门办理。",
    "contribute": "办理意见已交给承办单位。",
    "call_off": "联动已解除，由本单位继续办理。",
    "ask": "已请反映人补充，计时暂停。",
    "supply": "补充的情况已记上。",
    "interim": "阶段答复已记上，反映人看得到。",
    "extend": "延期申请已提出，等负责人同意。",
    "grant": "已同意延期，时限已改。",
    "refuse": "没有同意延期，时限不变。",
    "pause": "计时已暂停，到期自动恢复。",
    "resume": "计时已恢复。",
    "resolve": "已办完，接下来把结果告诉反映人。",
    "answer": "告诉反映人的话已记上。",
    "confirm": "评价已记下。",
    "dispute": "异议已提出，由上一级复核。",
    "call_back": "回访已记下。",
    "take_back": "已撤回，可以重来。",
    "uphold": "已维持原答复，此件办结。",
    "redo": "已责成重新办理。",
    "reopen": "已要求重新办理。",
    "withdraw": "诉求已撤回。",
    "merge": "已并入另一件一同办理。",
    "unmerge": "已拆出，单独办理。",
    "urge": "已催办。",
    "ask_up": "已请上一级来管。",
    "supervise": "督办已发出。",
    "mark_sensitive": "敏感标记已改。",
    "note": "已记上。",
}

# What is to be known before a step is taken.
SAYS: dict[str, str] = {
    "take_back": "事项回到办之前的样子，时限照原来的走。办的和撤回的都留在办理经过里，统计不算。",
    "withdraw": "反映人不想再办，才撤回；撤回以后不再办理。自己按错了一步的，用事项最上面的“撤回重来”。",
}

# What a form starts with: what was written last in answer to another question.
STARTS_WITH: Mapping[tuple[str, str], tuple[str, str]] = {("answer", "message"): ("resolve", "result")}
# Where residents are told how their matter stands: what was said in general to many may do there as well.
ANSWERING = frozenset({("resolve", "result"), ("answer", "message"), ("interim", "message")})

# Words that speak for themselves are quoted without the question.
UNLABELLED = frozenset({("register", "words"), ("note", "text"), ("supply", "words")})
# What was said in a matter that was merged into another is still read there.
SAID_BEFORE = frozenset({"register", "supply", "note"})

ALL, ONE, BRINGER = ToldTo.PARTIES, ToldTo.THE_ONE_CONCERNED, ToldTo.BRINGER

# fmt: off
# That something happened is told to everyone who may see the case. The words given with it are not, unless they were
# meant for the resident: a new step is silent until it is named here. What one complainant said or was told is theirs
# alone, also in a joint matter.
TOLD_TO: Mapping[tuple[str, str], Set[ToldTo]] = {
    ("register", "words"):          {ONE, BRINGER},
    ("register", "photos"):         {ALL, BRINGER},
    ("accept", "handler"):          {ALL},
    ("decline", "lawful_way"):      {ALL},
    ("decline", "reason"):          {ALL},
    ("decline", "guidance"):        {ALL},
    ("assign", "handler"):          {ALL},
    ("take_up", "handler"):         {ALL},
    ("whistle", "lead_department"): {ALL},
    ("whistle", "assisting"):       {ALL},
    ("ask", "question"):            {ALL},
    ("ask", "until"):               {ALL},
    ("supply", "words"):            {ONE},
    ("supply", "photos"):           {ONE},
    ("interim", "message"):         {ALL},
    ("extend", "days"):             {ALL},
    ("grant", "message"):           {ALL},
    ("pause", "pause_reason"):      {ALL},
    ("pause", "until"):             {ALL},
    ("resolve", "disposition"):     {ALL},
    ("resolve", "photos"):          {ALL},
    ("answer", "answer_channel"):   {ONE},
    ("answer", "message"):          {ONE},
    ("answer", "told_at"):          {ONE},
    ("confirm", "solved"):          {ONE},
    ("confirm", "satisfaction"):    {ONE},
    ("confirm", "words"):           {ONE},
    ("confirm", "photos"):          {ONE},
    ("confirm", "close_anyway"):    {ONE},
    ("dispute", "words"):           {ONE},
    ("dispute", "photos"):          {ONE},
    ("call_back", "solved"):        {ONE},
    ("call_back", "satisfaction"):  {ONE},
    ("uphold", "reason"):           {ALL},
    ("uphold", "remedies"):         {ALL},
    ("reopen", "words"):            {ONE},
    ("reopen", "photos"):           {ONE},
    ("withdraw", "words"):          {ONE},
    ("urge", "message"):            {ONE},
    ("ask_up", "words"):            {ONE},
    ("supervise", "due"):           {ALL},
    ("recount_time", "due"):        {ALL},
    ("backfill", "closed_at"):      {ALL},
    ("backfill", "disposition"):    {ALL},
}
# fmt: on

PRESENTATION = CasePresentation(
    buttons=BUTTONS,
    by_clock=BY_CLOCK,
    stories=STORIES,
    says=SAYS,
    said=SAID,
    told_to=TOLD_TO,
    unlabelled=UNLABELLED,
    in_bulk=("accept", "assign", "urge"),
    undoing={"take_back"},
)
