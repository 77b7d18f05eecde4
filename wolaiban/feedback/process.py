"""The process of feedback (意见) about the product: said by somebody in office, answered by the district."""

from __future__ import annotations

from typing import Any

from wolaiban.process.answers import FreeText
from wolaiban.process.grammar import Process, Step
from wolaiban.process.presentation import Presentation, StepButton
from wolaiban.process.questions import Question
from wolaiban.process.words import RoleWord, Shape, StageWord


class FeedbackStage(StageWord):
    SAID = "said", "等回复"
    REPLIED = "replied", "已回复"

    @property
    def is_open(self) -> bool:
        return self is FeedbackStage.SAID

    @property
    def shape(self) -> Shape:
        return Shape.WAITS if self.is_open else Shape.DONE


class FeedbackRole(RoleWord):
    AUTHOR = "author", "提意见的人"
    KEEPER = "keeper", "区联席办或区级系统管理员"
    CLOCK = "clock", "系统时钟"


SAID, REPLIED = FeedbackStage.SAID, FeedbackStage.REPLIED
AUTHOR, KEEPER, CLOCK = FeedbackRole.AUTHOR, FeedbackRole.KEEPER, FeedbackRole.CLOCK

# fmt: off
FEEDBACK: Process[FeedbackStage, FeedbackRole, Any] = Process(
    name="feedback", label="意见", stages=FeedbackStage, roles=FeedbackRole,
    steps=(
        #    name       label      from             to          who may    what must be given  history
        Step("give", "提意见",   set(),           (SAID,),    {AUTHOR},  ("words",),         "提了一条意见"),
        Step("reply",   "回复",     {SAID},          (REPLIED,), {KEEPER},  ("reply",),         "回复了"),
        Step("add",     "再说一句",  {SAID, REPLIED}, (SAID,),    {AUTHOR},  ("more",),          "又说了一句"),
        Step("forget",  "到期删除",  {SAID, REPLIED}, (),         {CLOCK},   (),                 "说过的话到期，删除了"),
    ),
    questions={question.name: question for question in (
        Question("words", "哪里不好用，想要什么样", FreeText(most=1000), help="说这个系统的事。不写居民的姓名、电话和事项内容"),
        Question("reply", "回复",               FreeText(most=1000), help="怎么改、什么时候改；不改的，说为什么"),
        Question("more",  "再说什么",            FreeText(most=1000), help="不写居民的姓名、电话和事项内容"),
    )},
    tells={"reply": "author"},
    presentation=Presentation(
        what="大家说这个系统哪里不好用。只有提的人、区联席办和区级系统管理员看得到，不公开，不计数，不影响谁。",
        how="每一页都有“提意见”。",
        buttons=(StepButton("reply"), StepButton("add", pressed=False)),
        unlabelled=frozenset({("give", "words"), ("reply", "reply"), ("add", "more")}),
        says={"give": "区联席办和管系统的人看得到，会回复您；别人看不到。"},
        said={"give": "已收到，回复了会告诉您。", "reply": "已回复，也告诉了提的人。", "add": "已补上。"},
    ),
)
# fmt: on
