"""How time, stages and people are put into plain Chinese on every face."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.timezone import now

from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Stage

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEAR = {-1: "昨天", 0: "今天", 1: "明天"}
SOON = DAY  # what is due within a day stands out,
ALMOST = timedelta(minutes=59)  # three days that began a minute ago are three days to whoever reads it
NEARLY = 0.2  # or when no more than this share of the time is left


@dataclass(frozen=True)
class TimeLeft:
    """How long there is still, or how late it is: words to read, a tone to colour them by."""

    words: str
    tone: str  # late · soon · calm · paused


def time_left(
    deadline: datetime,
    *,
    at: datetime | None = None,
    counted_from: datetime | None = None,
    paused: bool = False,
    until: datetime | None = None,
) -> TimeLeft:
    """`counted_from`: since when the time runs, where that is known. `until`: when a pause ends at the latest."""
    if paused:
        return TimeLeft(f"暂停到 {day(until)}" if until else "计时已暂停", "paused")
    left = deadline - (at or now())
    if left < timedelta():
        return TimeLeft(f"已超期 {length(-left)}", "late")
    nearly = (deadline - counted_from) * NEARLY if counted_from else SOON
    kindly = left + ALMOST if left >= DAY else left
    return TimeLeft(f"还剩 {length(kindly)}", "soon" if left < max(SOON, nearly) else "calm")


def day(when: datetime) -> str:
    """12月5日, with the year where it is another one. Beijing time."""
    local = when.astimezone(BEIJING)
    words = f"{local.month}月{local.day}日"
    return words if local.year == now().astimezone(BEIJING).year else f"{local.year}年{words}"


def length(span: timedelta) -> str:
    """Whole days, below a day whole hours, below an hour minutes."""
    if span >= DAY:
        return f"{span // DAY} 天"
    if span >= HOUR:
        return f"{span // HOUR} 小时"
    return f"{max(span // MINUTE, 1)} 分钟"


def moment(when: datetime, at: datetime | None = None) -> str:
    """今天 14:05, 昨天 09:20, 11月3日 09:20, 2025年11月3日 09:20: Beijing time."""
    local, today = when.astimezone(BEIJING), (at or now()).astimezone(BEIJING).date()
    near, clock = NEAR.get((local.date() - today).days), f"{local.hour:02}:{local.minute:02}"
    if near:
        return f"{near} {clock}"
    day = f"{local.month}月{local.day}日 {clock}"
    return day if local.year == today.year else f"{local.year}年{day}"


def day_or_moment(when: datetime, at: datetime | None = None) -> str:
    """The day alone where no hour is known: an old ledger names days, which begin at midnight."""
    words = moment(when, at)
    return words.removesuffix(" 00:00") if when.astimezone(BEIJING).time() == time(0) else words


def post_words(post: Post) -> str:
    """The post as people say it: 东坟村工作室负责人, 区水务局经办人. Reads `unit`."""
    function = post.function_word.label
    unit = str(post.unit)
    if post.unit.is_department:
        return unit + function.removeprefix("部门")
    if post.unit.is_district:
        return function
    return unit + function.removeprefix("镇街")


def held_words(actor: Actor, post: Post) -> str:
    """One of the posts in which somebody acts: 代理东坟村工作室负责人 where it is another's."""
    return ("代理" if actor.is_deputy_in(post) else "") + post_words(post)


TOLD_TO_RESIDENTS: dict[Stage, str] = {
    Stage.REPORTED: "已登记，等待受理",
    Stage.WORKING: "正在办理",
    Stage.RAISED: "已代您上报，等待上级承接",
    Stage.JOINT: "几个部门正在一起办理",
    Stage.RESOLVED: "已办理，即将向您反馈",
    Stage.ANSWERED: "已向您反馈，请您评价",
    Stage.DISPUTED: "您有异议，上一级正在复核",
    Stage.CLOSED: "已办结",
    Stage.DECLINED: "不予受理，已告知合法途径",
    Stage.WITHDRAWN: "已撤回",
    Stage.MERGED: "已与同一事项合并办理",
}
