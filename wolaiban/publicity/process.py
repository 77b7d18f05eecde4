"""The process of a typical answer: written after a closed case by one, released by another, withdrawn by either."""

from __future__ import annotations

from dataclasses import dataclass

from wolaiban.process.answers import Flag, FreeText, OneLine
from wolaiban.process.grammar import Process, Step
from wolaiban.process.presentation import Presentation, StepButton
from wolaiban.process.questions import Question
from wolaiban.process.words import RoleWord, Shape, StageWord


class TypicalStage(StageWord):
    DRAFT = "draft", "待审"
    RELEASED = "released", "已公布"
    WITHDRAWN = "withdrawn", "已撤下"

    @property
    def is_open(self) -> bool:
        return self is TypicalStage.DRAFT

    @property
    def shape(self) -> Shape:
        if self.is_open:
            return Shape.WAITS
        return Shape.PUT_AWAY if self is TypicalStage.WITHDRAWN else Shape.DONE


class TypicalRole(RoleWord):
    """What somebody is to a typical answer, or to a case that one may be written of."""

    WRITER = "writer", "经办单位、代理工作室或区联席办的工作人员"
    RELEASER = "releaser", "工作室负责人、镇街负责人或区联席办"
    AUTHOR = "author", "拟写人"


@dataclass(frozen=True)
class Facts:
    case_closed: bool
    written_by_me: bool


DRAFT, RELEASED, WITHDRAWN = TypicalStage.DRAFT, TypicalStage.RELEASED, TypicalStage.WITHDRAWN
WRITER, RELEASER, AUTHOR = TypicalRole.WRITER, TypicalRole.RELEASER, TypicalRole.AUTHOR
WORDS = ("question", "answer", "checked_by_hand?")


def _write(facts: Facts) -> str | None:
    return None if facts.case_closed else "事项办结以后，才能拟写典型答复。"


def _release(facts: Facts) -> str | None:
    return "拟写或修改过的人不能自己公布，请另一位负责人审核公布。" if facts.written_by_me else None


# fmt: off
TYPICAL_ANSWER: Process[TypicalStage, TypicalRole, Facts] = Process(
    name="typical_answer", label="典型答复", stages=TypicalStage, roles=TypicalRole,
    steps=(
        Step("write",    "拟写",     set(),             (DRAFT,),     {WRITER},           WORDS),
        Step("rewrite",  "修改",     {DRAFT},           (),           {WRITER, RELEASER}, WORDS),
        Step("release",  "审核公布", {DRAFT},           (RELEASED,),  {RELEASER},         ("agreed",)),
        Step("withdraw", "撤下",     {DRAFT, RELEASED}, (WITHDRAWN,), {AUTHOR, RELEASER}, ("reason",)),
    ),
    questions={question.name: question for question in (
        Question("question", "问题", OneLine(most=100), help="用一般的说法，像别的居民会问的那样。例如：楼门前的台阶没有扶手，该找谁？"),
        Question("answer",   "答复", FreeText(most=1500), help="写怎么办、找谁、要多久。不写人名、电话、门牌和能认出是谁的细节。"),
        Question("checked_by_hand", "已逐处核对：提到的门牌、称呼等不会让人认出是谁", Flag()),
        Question("agreed",   "我已通读，内容属实，没有能认出人的内容", Flag()),
        Question("reason",   "撤下的原因", OneLine(most=100), help="只给工作人员看。"),
    )},
    guards={"write": _write, "release": _release},
    presentation=Presentation(
        buttons=(
            StepButton("release", says_why_not=True), StepButton("rewrite", pressed=False), StepButton("withdraw", pressed=False),
        ),
        what="从办结的事项里写成一般的问答，经另一位负责人审核，公布给居民看。",
        how="打开一件已办结的事项，点“拟写典型答复”。",
        says={"withdraw": "撤下以后，居民立刻看不到，也不能再恢复。"},
        said={
            "write": "已拟好，等另一位负责人审核公布。", "rewrite": "已保存。修改过的人不能自己公布。",
            "release": "已公布，居民现在可以看到。", "withdraw": "已撤下，居民看不到了。",
        },
    ),
)
# fmt: on
