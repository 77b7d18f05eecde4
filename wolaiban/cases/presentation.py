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
    """A case is read by people outside as well. What is not named in `told_to` they do not read: a new step is silent."""

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
    ("urge", Role.CLOCK): "临近或超过时限，自动催办",
    ("resume", Role.CLOCK): "等待期满，自动恢复计时",
    ("confirm", Role.AGENT): "按反映人说的登记了评价",
}
# What the other case tells of it; what the clock flags of a department; what is told of a person erased with their words.
ON_THE_OTHER_SIDE = {"merge": "有另一件并入此件一同办理", "unmerge": "并入的一件从此件拆出"}
SILENCES = {"report_in": "未按时报到", "contribute": "未按时出具意见"}
ERASED_WITH_WORDS = "应本人要求删除了身份信息和本人的原话"

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
    buttons=BUTTONS, by_clock=BY_CLOCK, stories=STORIES, told_to=TOLD_TO, unlabelled=UNLABELLED
)
