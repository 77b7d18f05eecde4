"""What a step asks: one question a name, whatever step asks it. Forms and the API are built from here."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from enum import Enum, auto

from wolaiban.process.table import BY_NAME, Step
from wolaiban.process.words import (
    AnswerChannel,
    Disposition,
    LawfulWay,
    PauseReason,
    Role,
    RootCause,
    Satisfaction,
    Solved,
    Tier,
    Word,
)


class Kind(Enum):
    """How an answer is taken and recorded. Free text is kept apart from the event, which holds only its commitment."""

    TEXT = auto()
    LINE = auto()
    CHOICE = auto()
    FLAG = auto()
    YES_NO = auto()
    DAYS = auto()
    MOMENT = auto()
    PAST_MOMENT = auto()
    CATEGORY = auto()
    HANDLER = auto()
    DEPARTMENT = auto()
    DEPARTMENTS = auto()
    SUMMONS = auto()
    COMPLAINANT = auto()
    COMPLAINANTS = auto()
    CASE = auto()
    PHOTOS = auto()


FREE_TEXT = frozenset({Kind.TEXT, Kind.LINE})
TYPED = FREE_TEXT | {
    Kind.DAYS,
    Kind.MOMENT,
    Kind.PAST_MOMENT,
    Kind.FLAG,
    Kind.PHOTOS,
}  # the others are chosen


@dataclass(frozen=True)
class Question:
    name: str
    label: str
    kind: Kind
    choices: type[Word] | None = None
    help: str = ""


# fmt: off
QUESTIONS: dict[str, Question] = {q.name: q for q in (
    Question("category",        "事项类别",       Kind.CATEGORY),
    Question("tier",            "层级",           Kind.CHOICE, Tier, "小事工作室办，大事代理到镇街，难事吹哨到部门"),
    Question("handler",         "经办人",         Kind.HANDLER),
    Question("lawful_way",      "应走的途径",     Kind.CHOICE, LawfulWay),
    Question("reason",          "理由",           Kind.TEXT),
    Question("guidance",        "如何告知当事人", Kind.TEXT, help="告诉他去哪里、找谁、带什么"),
    Question("tried",           "已经做了什么",   Kind.TEXT),
    Question("asked",           "请上级解决什么", Kind.TEXT),
    Question("as_petition",     "作为信访事项登记", Kind.FLAG, help="登记后开始计算法定期限"),
    Question("advice",          "指导意见",       Kind.TEXT, help="说明怎么办、依据什么；同一件只能指导退办一次"),
    Question("lead_department", "牵头部门",       Kind.DEPARTMENT),
    Question("assisting",       "协办部门",       Kind.DEPARTMENTS),
    Question("question",        "要解决的问题",   Kind.TEXT),
    Question("due",             "完成期限",       Kind.MOMENT),
    Question("urgent",          "紧急",           Kind.FLAG, help="紧急的须在 2 小时内报到，一般的 24 小时"),
    Question("contact",         "部门联系人",     Kind.LINE, help="姓名和办公电话"),
    Question("legal_basis",     "法律或职责依据", Kind.TEXT),
    Question("summons",         "哪个部门",       Kind.SUMMONS),
    Question("result",          "办理结果",       Kind.TEXT),
    Question("photos",          "照片或文件",     Kind.PHOTOS, help="照片、录音或 PDF；位置信息会自动去除"),
    Question("until",           "等到什么时候",   Kind.MOMENT, help="到期自动恢复计时"),
    Question("words",           "说明",           Kind.TEXT),
    Question("message",         "告知内容",       Kind.TEXT),
    Question("days",            "延长几天",       Kind.DAYS),
    Question("pause_reason",    "暂停原因",       Kind.CHOICE, PauseReason),
    Question("disposition",     "处理结论",       Kind.CHOICE, Disposition),
    Question("root_cause",      "根源",           Kind.CHOICE, RootCause),
    Question("answer_channel",  "反馈方式",       Kind.CHOICE, AnswerChannel),
    Question("told_at",         "告知时间",       Kind.PAST_MOMENT, help="不填即为现在"),
    Question("complainants",    "告知哪几位",     Kind.COMPLAINANTS, help="不选即为全部"),
    Question("complainant",     "回访哪一位",     Kind.COMPLAINANT),
    Question("reached",         "联系上了吗",     Kind.YES_NO),
    Question("solved",          "问题解决了吗",   Kind.CHOICE, Solved),
    Question("satisfaction",    "满意吗",         Kind.CHOICE, Satisfaction),
    Question("close_anyway",    "不用再办，就到这里", Kind.FLAG, help="没有解决、不满意的，都由上一级来复核。您不想再办下去的，才选这一项"),
    Question("remedies",        "告知的救济途径", Kind.TEXT, help="例如：30 日内可向上一级申请复查，也可依法起诉"),
    Question("instruction",     "要求",           Kind.TEXT),
    Question("into",            "并入哪一件",     Kind.CASE, help="同一地方近来在办的在下面；也可填件号"),
    Question("sensitive",       "是敏感事项吗",   Kind.YES_NO, help="涉及孩子、病情、家庭暴力等的选“是”：标题不再列出，只有经办人、负责人和上级看得到"),
    Question("text",            "内容",           Kind.TEXT),
    Question("closed_at",       "原台账的办结时间", Kind.PAST_MOMENT),
)}

# The same question may want other words in another step.
LABELS: dict[tuple[str, str], str] = {
    ("object", "contact"):    "部门联系人（还没有报到的请填）",
    ("pause", "until"):       "暂停到哪一天",
    ("confirm", "complainant"): "谁的评价",
    ("dispute", "words"):     "哪里没有解决",
    ("confirm", "words"):     "想说的话",
    ("reopen", "words"):      "为什么要重新办理",
    ("withdraw", "words"):    "撤回原因",
    ("supply", "words"):      "补充的情况",
    ("ask", "question"):      "请反映人补充什么",
    ("supply", "photos"):     "照片、录音或文件",
    ("confirm", "photos"):    "照片或录音",
    ("dispute", "photos"):    "照片或录音",
    ("reopen", "photos"):     "照片或录音",
    ("ask_up", "words"):      "为什么要请上一级来管",
    ("interim", "message"):   "进展情况",
    ("grant", "message"):     "给反映人的说明",
    ("pause", "message"):     "说明",
    ("resume", "message"):    "说明",
    ("urge", "message"):      "催办的话",
    ("call_back", "message"): "回访记录",
    ("answer", "message"):    "答复内容",
    ("erase", "reason"):      "删除原因",
    ("recount_time", "due"):  "新的时限",
    ("backfill", "result"):   "原台账的办理结果",
    ("backfill", "disposition"): "原台账的处理结论",
    ("backfill", "solved"):   "原台账记的解决情况",
    ("backfill", "satisfaction"): "原台账记的满意度",
}

# Asked only of some of those who may take the step. What an officer writes down on a resident's word names whose word
# it is; that a matter ends unsolved is for the resident alone to say.
ONLY_FOR: dict[tuple[str, str], Set[Role]] = {
    ("confirm", "complainant"):  {Role.AGENT},
    ("confirm", "close_anyway"): {Role.RESIDENT},
}
# fmt: on


@dataclass(frozen=True)
class Asked:
    """A question as one step puts it."""

    question: Question
    label: str
    required: bool

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def kind(self) -> Kind:
        return self.question.kind

    @property
    def missing(self) -> str:
        """What is said to whoever leaves it out."""
        return f"{'请填写' if self.kind in TYPED else '请选择'}“{self.label}”。"


def asked_by(step: Step) -> tuple[Asked, ...]:
    """The step's questions, in the order in which the table lists them."""
    asked = []
    for entry in step.asks:
        name = entry.rstrip("?")
        label = LABELS.get((step.name, name), QUESTIONS[name].label)
        asked.append(Asked(QUESTIONS[name], label, required=not entry.endswith("?")))
    return tuple(asked)


ASKED: dict[str, tuple[Asked, ...]] = {name: asked_by(step) for name, step in BY_NAME.items()}


def asked_of(step: str, role: Role | None) -> tuple[Asked, ...]:
    """The questions that a step puts to somebody in this role."""
    return tuple(asked for asked in ASKED[step] if role in ONLY_FOR.get((step, asked.name), {role}))
