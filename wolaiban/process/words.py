"""The words of the process: every closed list that a table row, a form or a report may use.

Identifiers are the glossary's English, labels the clerks' Chinese (docs/words.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, StrEnum, auto
from typing import Self, TypeVar


class Word(StrEnum):
    """A member of a closed list: a value that is stored and a label that is read."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(str(word.value), word.label) for word in cls]


WordT = TypeVar("WordT", bound=Word)


def in_order(words: Iterable[WordT]) -> list[WordT]:
    """These words of one list, each once, as the list has them."""
    given = set(words)
    return [word for word in type(next(iter(given))) if word in given] if given else []


class Shape(Enum):
    """What a word tells at a glance, whatever it is of: pages draw each shape with one sign."""

    WAITS = auto()  # somebody must act
    RUNS = auto()
    RAISED = auto()  # with those above
    MADE = auto()  # done, but not yet told
    JOINT = auto()  # in several hands
    TOLD = auto()  # answered, and waiting to be judged
    DONE = auto()
    CONTESTED = auto()
    PUT_AWAY = auto()


class StageWord(Word):
    """Where a subject of one kind may stand."""

    @property
    def shape(self) -> Shape:
        """Running while it is open, done afterwards: where that does not tell enough, a kind says more."""
        return Shape.RUNS if self.is_open else Shape.DONE

    @property
    def is_open(self) -> bool:
        """Whether anything is still to be done, if only by the clock: what is published until a day is open until then.

        An open stage leads on to another and may have a ladder, somebody answers for it, and in lists it stands first
        (`Face.open` says under which heading).
        """
        raise NotImplementedError

    @classmethod
    def open_ones(cls) -> list[Self]:
        return [stage for stage in cls if stage.is_open]


class RoleWord(Word):
    """What an actor may be to a subject of one kind. Computed each time, never stored on a person."""

    @property
    def by_hand(self) -> bool:
        """Whether pages and programs offer this role its steps. The others take theirs by themselves."""
        return self.value not in {"clock", "importer", "eraser", "corrector", "proceeding"}


class Stage(StageWord):
    """Where a case stands."""

    REPORTED = "reported", "待受理"
    WORKING = "working", "办理中"
    RAISED = "raised", "已上报待承接"
    JOINT = "joint", "吹哨联动中"
    RESOLVED = "resolved", "已办待反馈"
    ANSWERED = "answered", "已反馈待评价"
    DISPUTED = "disputed", "有异议待复核"
    CLOSED = "closed", "已办结"
    DECLINED = "declined", "不予受理"
    WITHDRAWN = "withdrawn", "已撤回"
    MERGED = "merged", "已并案"

    @property
    def is_open(self) -> bool:
        return self in OPEN_STAGES

    @property
    def shape(self) -> Shape:
        return STAGE_SHAPES[self]


STAGE_SHAPES = {
    Stage.REPORTED: Shape.WAITS,
    Stage.WORKING: Shape.RUNS,
    Stage.RAISED: Shape.RAISED,
    Stage.JOINT: Shape.JOINT,
    Stage.RESOLVED: Shape.MADE,
    Stage.ANSWERED: Shape.TOLD,
    Stage.DISPUTED: Shape.CONTESTED,
    Stage.CLOSED: Shape.DONE,
    Stage.DECLINED: Shape.PUT_AWAY,
    Stage.WITHDRAWN: Shape.PUT_AWAY,
    Stage.MERGED: Shape.PUT_AWAY,
}
OPEN_STAGES = frozenset(
    {
        Stage.REPORTED,
        Stage.WORKING,
        Stage.RAISED,
        Stage.JOINT,
        Stage.RESOLVED,
        Stage.ANSWERED,
        Stage.DISPUTED,
    }
)


class Role(RoleWord):
    """What an actor is to one case."""

    RESIDENT = "resident", "反映人"
    AGENT = "agent", "代理工作室人员"
    HANDLER = "handler", "经办人"
    LEAD = "lead", "承办单位负责人"
    ABOVE = "above", "上一级单位人员"
    SUMMONED = "summoned", "被吹哨部门人员"
    SUPERVISOR = "supervisor", "区联席办或包片领导"
    CLOCK = "clock", "系统时钟"
    IMPORTER = "importer", "台账补录"
    ERASER = "eraser", "受理删除的人"
    CORRECTOR = "corrector", "更正身份的人"
    PROCEEDING = "proceeding", "会商等程序"


class Tier(Word):
    MINOR = "minor", "小事"
    MAJOR = "major", "大事"
    HARD = "hard", "难事"


class Channel(Word):
    """How the words came in (信访工作条例 art. 17, and what officers and volunteers find by themselves)."""

    WALK_IN = "walk_in", "来访"
    CALL = "call", "来电"
    ONLINE = "online", "网上"
    LETTER = "letter", "来信"
    FAX = "fax", "传真"
    OUTREACH_VISIT = "outreach_visit", "干部走访"
    SCREENING = "screening", "排查"
    VOLUNTEER = "volunteer", "志愿者上报"
    HOTLINE = "hotline", "12345 派单"
    IMPORT = "import", "批量导入"


class RequestKind(Word):
    """北京市接诉即办工作条例 art. 2; an accusation goes to its restricted path (信访工作条例 art. 30)."""

    ENQUIRY = "enquiry", "咨询"
    HELP = "help", "求助"
    COMPLAINT = "complaint", "投诉"
    TIP_OFF = "tip_off", "举报"
    SUGGESTION = "suggestion", "建议"
    ACCUSATION = "accusation", "检举控告"


class AccusedOffice(Word):
    """Whom an accusation is about, where it is the office that would keep it."""

    OFFICE = "office", "区联席办的人"
    DIRECTOR = "director", "区联席办主任本人"


class Relation(Word):
    """On whose behalf somebody speaks."""

    SELF = "self", "本人"
    GUARDIAN = "guardian", "监护人"
    RELATIVE = "relative", "家属"
    NEIGHBOUR = "neighbour", "邻居代为反映"
    PROXY = "proxy", "委托代理人"


class Disposition(Word):
    """三到位一处理 (信访工作条例 art. 27)."""

    SOLVED = "solved", "诉求合理，已解决"
    PARTLY = "partly", "部分解决"
    EXPLAINED = "explained", "已解释说明"
    HELPED = "helped", "生活困难，已帮扶"
    BY_LAW = "by_law", "依法处理"


class RootCause(Word):
    FACILITY = "facility", "设施老化或缺失"
    SERVICE = "service", "服务管理不到位"
    POLICY = "policy", "政策不明或不完善"
    NEIGHBOURS = "neighbours", "邻里之间有分歧"
    CONTRACT = "contract", "合同或权属不清"
    HARDSHIP = "hardship", "家庭生活困难"
    LEGACY = "legacy", "历史遗留问题"
    BREACH = "breach", "违法违规行为"
    MISUNDERSTANDING = "misunderstanding", "情况不了解"
    OTHER = "other", "其他"


class LawfulWay(Word):
    """Why a matter is not ours, and where it belongs: 信访工作条例 art. 31, 接诉即办工作条例 art. 11."""

    EMERGENCY = "emergency", "紧急警情、火情、急救：拨打 110、119、120、122"
    COURT = "court", "诉讼、行政复议、检察监督或公安机关渠道"
    ARBITRATION = "arbitration", "仲裁渠道"
    PARTY_APPEAL = "party_appeal", "党员申诉渠道"
    ADMINISTRATIVE = "administrative", "行政许可、裁决等法定行政程序"
    DUTY_REQUEST = "duty_request", "申请主管机关查处或履职"
    DISCIPLINE = "discipline", "纪检监察机关"
    IN_PROCESS = "in_process", "同一事项正在办理或已办结，无新情况"
    SECRET = "secret", "涉及国家秘密、商业秘密、个人隐私"
    MARKET = "market", "市场或社会渠道可以解决"
    UNLAWFUL = "unlawful", "诉求违反法律或公序良俗"


class PauseReason(Word):
    MATERIALS = "materials", "等待当事人补充材料"
    APPRAISAL = "appraisal", "等待鉴定、检测结论"
    PROCEEDING = "proceeding", "等待诉讼、仲裁、复议结果"
    SEASON = "season", "季节或天气原因暂不能施工"
    ON_REQUEST = "on_request", "当事人要求暂缓"
    FORCE_MAJEURE = "force_majeure", "不可抗力"


class Satisfaction(Word):
    SATISFIED = "satisfied", "满意"
    BASICALLY = "basically", "基本满意"
    UNSATISFIED = "unsatisfied", "不满意"


class Solved(Word):
    YES = "yes", "解决了"
    PARTLY = "partly", "部分解决"
    NO = "no", "没有解决"


class AnswerChannel(Word):
    IN_PERSON = "in_person", "当面"
    PHONE = "phone", "电话"
    SMS = "sms", "短信"
    LETTER = "letter", "书面"
    ONLINE = "online", "网上"


class SummonsState(Word):
    CALLED = "called", "待报到"
    REPORTED_IN = "reported_in", "已报到，办理中"
    OBJECTED = "objected", "提出职责异议"
    ANSWERED = "answered", "已出具意见"
    RELEASED = "released", "异议成立，已解除"
    CALLED_OFF = "called_off", "联动已解除"

    @property
    def is_open(self) -> bool:
        return self in {SummonsState.CALLED, SummonsState.REPORTED_IN, SummonsState.OBJECTED}

    @property
    def shape(self) -> Shape:
        return SUMMONS_SHAPES[self]


SUMMONS_SHAPES = {
    SummonsState.CALLED: Shape.WAITS,
    SummonsState.REPORTED_IN: Shape.RUNS,
    SummonsState.OBJECTED: Shape.CONTESTED,
    SummonsState.ANSWERED: Shape.DONE,
    SummonsState.RELEASED: Shape.PUT_AWAY,
    SummonsState.CALLED_OFF: Shape.PUT_AWAY,
}


class Measure(Word):
    """What a service limit is counted in."""

    HOURS = "hours", "小时"
    DAYS = "days", "天"
    WORKING_DAYS = "working_days", "个工作日"


class Function(Word):
    """What a post is for. Who works on cases, who leads and who only watches is said once, in the sets below."""

    STUDIO_LEADER = "studio_leader", "工作室负责人"
    COMMITTEE_MEMBER = "committee_member", "两委成员"
    SECURITY = "security", "治保委员"
    WOMEN = "women", "妇联委员"
    FAMILY_PLANNING = "family_planning", "计生委员"
    VOLUNTEER = "volunteer", "志愿者"
    TOWNSHIP_COORDINATOR = "township_coordinator", "镇街统筹员"
    TOWNSHIP_LEADER = "township_leader", "镇街负责人"
    LEADER_IN_CHARGE = "leader_in_charge", "包片领导"
    DEPARTMENT_OFFICER = "department_officer", "部门经办人"
    DEPARTMENT_HEAD = "department_head", "部门负责人"
    DISTRICT_OFFICE = "district_office", "区联席办工作人员"
    DISTRICT_DIRECTOR = "district_director", "区联席办主任"
    AUDITOR = "auditor", "审计员"
    ADMINISTRATOR = "administrator", "系统管理员"


LEADS = frozenset(
    {Function.STUDIO_LEADER, Function.TOWNSHIP_LEADER, Function.DEPARTMENT_HEAD, Function.DISTRICT_DIRECTOR}
)
DISTRICT_OFFICERS = frozenset({Function.DISTRICT_OFFICE, Function.DISTRICT_DIRECTOR})
CONFIDANTS = LEADS | {Function.LEADER_IN_CHARGE}  # see what is sensitive in their unit, whoever handles it
WATCHES_ONLY = frozenset({Function.LEADER_IN_CHARGE, Function.AUDITOR})
OFFICERS = frozenset(Function) - WATCHES_ONLY - {Function.VOLUNTEER, Function.ADMINISTRATOR}
SEES_UNIT = OFFICERS | WATCHES_ONLY
