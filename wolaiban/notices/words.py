"""The words of notices: who is told, by which way, and how far a delivery has come."""

from __future__ import annotations

from wolaiban.process.words import Word


class Audience(Word):
    """Who is meant, seen from an event. `audiences` finds the people."""

    COMPLAINANTS = "complainants", "全体反映人"
    ANSWERED = "those_answered", "这次得到反馈的反映人"
    SPEAKER = "speaker", "说话的反映人"
    MOVED = "moved", "并入或拆出的反映人"
    JUDGED = "judged", "评价被记下的反映人"
    UNJUDGED = "unjudged", "还没有评价的反映人"
    MISLED = "misled", "收到过被撤回的消息的反映人"
    MISLED_INSIDE = "misled_inside", "收到过被撤回的消息的工作人员"
    HANDLER = "handler", "经办人（未定时为承办单位）"
    LEAD = "lead", "承办单位负责人"
    ABOVE = "above", "上一级单位"
    AGENT = "agent", "代理工作室"
    RAISER = "raiser", "上报单位"
    SUMMONED = "summoned", "被吹哨部门"
    DEPARTMENT = "department", "所涉部门"
    LET_GO = "let_go", "不再联动的部门"
    DISTRICT = "district", "区联席办"

    @property
    def is_outside(self) -> bool:
        """Residents: told in their own words, by text message, with the link to track."""
        return self in OUTSIDE


OUTSIDE = frozenset(
    {
        Audience.COMPLAINANTS,
        Audience.ANSWERED,
        Audience.SPEAKER,
        Audience.MOVED,
        Audience.JUDGED,
        Audience.UNJUDGED,
        Audience.MISLED,
    }
)


class Way(Word):
    """How a message travels. Inside the system it does not travel at all: it is read where it stands."""

    SMS = "sms", "短信"
    MAIL = "mail", "邮件"
    ROBOT = "robot", "群机器人"


class DeliveryState(Word):
    WAITING = "waiting", "待发送"
    GATHERED = "gathered", "等待汇总"
    SENDING = "sending", "正在发送"
    SENT = "sent", "已发出"
    SUMMED_UP = "summed_up", "已并入汇总"
    FAILED = "failed", "没有发出"
    DROPPED = "dropped", "不必发送"

    @property
    def is_over(self) -> bool:
        return self in {
            DeliveryState.SENT,
            DeliveryState.SUMMED_UP,
            DeliveryState.FAILED,
            DeliveryState.DROPPED,
        }


class Happening(Word):
    """What kind of an event it is, where the step alone does not say it."""

    ANY = "any", ""
    BY_PERSON = "by_person", "由人办理"
    BY_CLOCK = "by_clock", "系统到期自动办理"
    AHEAD = "ahead", "到期之前"
    AFTER = "after", "到期之后"
    OF_CASE = "of_case", "本件超期"
    OF_SUMMONS = "of_summons", "部门超期"
    ON_BEHALF = "on_behalf", "由工作人员代办"
    GAINED = "gained", "别件并入"
    TO_REVIEW = "to_review", "转上一级复核"
    NO_REVIEW = "no_review", "不需复核"
    TOO_LATE = "too_late", "已过重新办理的期限"
