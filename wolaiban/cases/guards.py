"""What must happen before a step of a case: guards take plain facts and answer without a database."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import datetime

from wolaiban.cases.bounds import ALONE, MAX_EXTENSION_DAYS, OBJECTION_WORKING_DAYS, TAKEN_BACK_WITHIN
from wolaiban.process.calendar import within_working_days
from wolaiban.process.errors import BadAnswer, NotYours
from wolaiban.process.grammar import Obstacle
from wolaiban.process.words import Role, SummonsState


@dataclass(frozen=True)
class MySummons:
    """The acting department's own summons."""

    state: SummonsState
    called_at: datetime


@dataclass(frozen=True)
class Facts:
    """What the guards need to know of a case and of the actor on it, at one moment."""

    now: datetime
    roles: Set[Role]
    has_unit_above: bool = True
    at_studio: bool = False
    guided_back_before: bool = False
    open_summonses: int = 0
    objections: int = 0
    called_by_me: bool = False  # an objecting department
    leader_decides: bool = False  # somebody stands above who whistled: the leader in charge
    my_summons: MySummons | None = None
    paused: bool = False
    extension_pending: bool = False
    extension_mine: bool = False
    extended_days: int = 0
    complainants: int = 1
    my_complaint_judged: bool = False
    unjudged: int = 1
    handler_is_me: bool = False
    reopen_until: datetime | None = None
    stands_alone: bool = False
    me: int | None = None
    changed_at: datetime | None = None
    last_act_by: Callable[[], int | None] = lambda: (
        None
    )  # read where it is asked for; None also of something else


def _whistle(facts: Facts) -> Obstacle:
    """A lead of a village is a lead, but only a township or the district may whistle."""
    return NotYours if facts.at_studio else None


def _merge(facts: Facts) -> Obstacle:
    return BadAnswer({"into": ALONE}) if facts.stands_alone else None


def _raise(facts: Facts) -> str | None:
    return None if facts.has_unit_above else "已在区级，没有上一级可报。难事请吹哨。"


def _ask_up(facts: Facts) -> str | None:
    return None if facts.has_unit_above else "已经由区里在办，没有再上一级可请。"


def _guide(facts: Facts) -> str | None:
    return "此件已指导退办过一次，这次须承接。" if facts.guided_back_before else None


NOT_CALLED = "贵部门不在这次联动中。"
DONE_ALREADY: dict[SummonsState, str] = {
    SummonsState.CALLED: "贵部门还没有报到。",
    SummonsState.REPORTED_IN: "贵部门已经报到。",
    SummonsState.OBJECTED: "贵部门已经提出职责异议，等裁定。",
    SummonsState.ANSWERED: "贵部门已经出具意见。",
    SummonsState.RELEASED: "贵部门的异议成立，已解除。",
    SummonsState.CALLED_OFF: "这次联动已经解除。",
}


def _stands_at(facts: Facts, *states: SummonsState) -> str | None:
    """None where the acting department's summons is in one of these states; else the one reason."""
    mine = facts.my_summons
    if mine is None:
        return NOT_CALLED
    return None if mine.state in states else DONE_ALREADY[mine.state]


def _report_in(facts: Facts) -> str | None:
    return _stands_at(facts, SummonsState.CALLED)


def _object(facts: Facts) -> str | None:
    mine = facts.my_summons
    if why := _stands_at(facts, SummonsState.CALLED, SummonsState.REPORTED_IN):
        return why
    assert mine is not None
    if not within_working_days(mine.called_at, OBJECTION_WORKING_DAYS, facts.now):
        return "已过 5 个工作日，不能再提职责异议（《信访工作条例》第二十三条）。"
    return None


def _contribute(facts: Facts) -> str | None:
    mine = facts.my_summons
    if mine and mine.state is SummonsState.OBJECTED:
        return "职责异议还在裁定中，裁定后再出具意见。"
    return _stands_at(facts, SummonsState.CALLED, SummonsState.REPORTED_IN)


def _release_summons(facts: Facts) -> str | None:
    """Whoever whistled may agree and let go: that is the sender's consent (信访工作条例 art. 23)."""
    return None if facts.objections else "目前没有待裁定的职责异议。"


def _uphold_summons(facts: Facts) -> str | None:
    """Nobody rules against an objection to their own whistle."""
    if not facts.objections:
        return "目前没有待裁定的职责异议。"
    if facts.called_by_me:
        return "这次吹哨是您吹的：同意部门意见的可以解除，不同意的须由别人来裁定。"
    if facts.leader_decides and Role.ABOVE not in facts.roles:
        return "区里吹的哨，维持与否由包片领导裁定；同意部门意见的可以解除。"
    return None


def _resolve(facts: Facts) -> str | None:
    if facts.open_summonses:
        return f"还有 {facts.open_summonses} 个部门未出具意见，等齐或解除后再办结。"
    return None


def _extend(facts: Facts) -> str | None:
    if facts.extension_pending:
        return "已有一份延期申请在等批复。"
    if facts.extended_days >= MAX_EXTENSION_DAYS:
        return f"已累计延期 {facts.extended_days} 天，不能再延。"
    return None


def _decide_extension(facts: Facts) -> str | None:
    if not facts.extension_pending:
        return "目前没有待批的延期申请。"
    return "不能审批自己提出的延期申请。" if facts.extension_mine else None


def _pause(facts: Facts) -> str | None:
    return "计时已经暂停。" if facts.paused else None


def _resume(facts: Facts) -> str | None:
    return None if facts.paused else "计时没有暂停。"


def _judge(facts: Facts) -> str | None:
    if Role.RESIDENT in facts.roles:
        return "您已经评价过了。" if facts.my_complaint_judged else None
    return None if facts.unjudged else "反映人都已评价过了。"


def _decide(facts: Facts) -> str | None:
    """Nobody decides on what they did themselves, or what was done by whom they stand in for."""
    return "这件是您或您代理的人经办的，请由别人来裁定。" if facts.handler_is_me else None


def _call_back(facts: Facts) -> str | None:
    return "回访须由经办人以外的人来做。" if facts.handler_is_me else None


def _reopen(facts: Facts) -> str | None:
    if Role.SUPERVISOR in facts.roles or facts.reopen_until is None or facts.now <= facts.reopen_until:
        return None
    return "已过可要求重新办理的期限。您仍可作为新的诉求提出，也可依法走其他途径。"


def _withdraw(facts: Facts) -> str | None:
    if facts.complainants > 1 and Role.AGENT not in facts.roles:
        return "此件由多人共同反映，请由工作室逐一确认后办理撤回。"
    return None


def _take_back(facts: Facts) -> str | None:
    if facts.changed_at is None or facts.now - facts.changed_at > TAKEN_BACK_WITHIN:
        return "已过 10 分钟，不能撤回了。"
    by = facts.last_act_by()
    if by is None:
        return "之后已有新的进展，不能撤回了。"
    return None if by == facts.me else "谁办的，谁才能撤回。"


GUARDS: dict[str, Callable[[Facts], Obstacle]] = {
    "whistle": _whistle,
    "merge": _merge,
    "raise": _raise,
    "guide": _guide,
    "report_in": _report_in,
    "object": _object,
    "contribute": _contribute,
    "uphold_summons": _uphold_summons,
    "release_summons": _release_summons,
    "resolve": _resolve,
    "extend": _extend,
    "grant": _decide_extension,
    "refuse": _decide_extension,
    "ask": _pause,
    "pause": _pause,
    "resume": _resume,
    "confirm": _judge,
    "dispute": _judge,
    "uphold": _decide,
    "redo": _decide,
    "call_back": _call_back,
    "reopen": _reopen,
    "withdraw": _withdraw,
    "ask_up": _ask_up,
    "take_back": _take_back,
}
