"""Say that somebody is away and who stands in for them, take it back, and come back early. Why is never asked."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from wolaiban.people.actions.recording import record
from wolaiban.people.actor import Actor
from wolaiban.people.deputising import (
    LONGEST_ABSENCE,
    LONGEST_DEPUTY,
    away_within,
    deputised_posts,
    is_over,
    may_arrange,
    own_post_for,
)
from wolaiban.people.models import Absence, ChangeKind, Deputy, Post, User
from wolaiban.process.errors import BadAnswer, NotAllowed, NotNow


@transaction.atomic(durable=True)
def be_away(user: User, *, starts: date, ends: date, by: Actor, deputy: User | None = None) -> Absence:
    """Write down that somebody is away from one day on until they are back on another, and who stands in, if anybody."""
    user = _arranged(user, by)
    _check_days(user, starts, ends)
    absence = Absence.objects.create(user=user, starts=starts, ends=ends, noted_by=by.user)
    record(ChangeKind.AWAY, of=user, by=by, rows=[absence], starts=starts.isoformat(), ends=ends.isoformat())
    if deputy is not None:
        _stand_in(absence, deputy, by)
    return absence


@transaction.atomic(durable=True)
def name_deputy(absence: Absence, deputy: User, *, by: Actor) -> list[Deputy]:
    """Let somebody act in the posts of who is away; whoever did until now no longer does."""
    absence = _standing(absence, by)
    _end_deputies(absence, by)
    return _stand_in(absence, deputy, by)


@transaction.atomic(durable=True)
def end_deputies(absence: Absence, *, by: Actor) -> None:
    """Nobody stands in any more. It is over with the deputy's next request."""
    absence = _standing(absence, by)
    if not _end_deputies(absence, by):
        raise NotNow("现在没有人代理。")


@transaction.atomic(durable=True)
def be_back(absence: Absence, *, by: Actor) -> None:
    """End an absence today, or take back one that has not begun; whoever stood in no longer does."""
    absence = _standing(absence, by)
    _end_deputies(absence, by)
    absence.ends = max(localdate(), absence.starts)
    absence.save(update_fields=["ends"])
    record(ChangeKind.BACK, of=absence.user, by=by, rows=[absence], ends=absence.ends.isoformat())


def _arranged(user: User, by: Actor) -> User:
    """The account, locked, so that two who say it at once say it once."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if not may_arrange(by, user):
        raise NotAllowed(what=f"安排{user}不在岗时的代理", who="本人、本单位或上一级单位的负责人")
    if not user.is_active or not deputised_posts(user):
        raise NotNow(f"{user}现在没有需要代理的岗位。")
    return user


def _standing(absence: Absence, by: Actor) -> Absence:
    absence = Absence.objects.select_for_update(of=("self",)).select_related("user").get(pk=absence.pk)
    if not may_arrange(by, absence.user):
        raise NotAllowed(what=f"安排{absence.user}不在岗时的代理", who="本人、本单位或上一级单位的负责人")
    if is_over(absence):
        raise NotNow(f"{absence.user}这次不在岗已经结束。")
    return absence


def _check_days(user: User, starts: date, ends: date) -> None:
    if starts < localdate():
        raise BadAnswer({"starts": "过去的日子不用补记，请从今天或以后填起。"})
    if ends <= starts:
        raise BadAnswer({"ends": "回来的日子要晚于不在的第一天。"})
    if (ends - starts).days > LONGEST_ABSENCE:
        raise BadAnswer({"ends": "一次最多记一年。更久的，请系统管理员结束任职。"})
    if already := away_within([user.pk], starts, ends).get(user.pk):
        raise BadAnswer({"starts": f"这几天已经记过：{_span(already)}不在岗。"})


def _stand_in(absence: Absence, deputy: User, by: Actor) -> list[Deputy]:
    """One row for each post that this person may act in, at most so many days."""
    starts = max(absence.starts, localdate())
    ends = min(absence.ends, starts + timedelta(days=LONGEST_DEPUTY))
    posts = _posts_left_to(deputy, absence, starts, ends)
    rows = [
        Deputy.objects.create(
            absence=absence, post=post, own_post=own, starts=starts, ends=ends, given_by=by.user
        )
        for post, own in posts
    ]
    record(
        ChangeKind.DEPUTY_NAMED, of=absence.user, by=by, rows=rows,
        deputy=str(deputy.pk), starts=starts.isoformat(), ends=ends.isoformat(),
    )  # fmt: skip
    return rows


def _posts_left_to(deputy: User, absence: Absence, starts: date, ends: date) -> list[tuple[Post, Post]]:
    """Each post of who is away with the one by which the deputy may act in it, or the reason why there is none."""
    principal = absence.user
    if deputy.pk == principal.pk:
        raise BadAnswer({"deputy": "不能请自己代理，请另选一位。"})
    if not deputy.is_active:
        raise BadAnswer({"deputy": f"{deputy}的账号已停用，请另选一位。"})
    if away := away_within([deputy.pk], starts, ends).get(deputy.pk):
        stands_in = Deputy.objects.not_over().filter(absence=away, own_post__user=principal).exists()
        whom = "，而且请的就是" + principal.name + "代理" if stands_in else ""
        raise BadAnswer({"deputy": f"{deputy}{_span(away)}也不在岗{whom}。请另选一位。"})
    theirs = list(Post.objects.current().filter(user=deputy).with_unit().order_by("starts", "pk"))
    found = [(post, own_post_for(theirs, post)) for post in deputised_posts(principal)]
    left = [(post, own) for post, own in found if own is not None]
    if not left:
        raise BadAnswer(
            {"deputy": f"{deputy}不在{principal}的单位，也不在上一级单位。只能请本单位或上一级单位的人代理。"}
        )
    return left


def _end_deputies(absence: Absence, by: Actor) -> list[Deputy]:
    """Today, or, of those who were to begin later, before they began."""
    ending = list(absence.deputies.select_for_update().filter(ends__gt=localdate()))
    for deputy in ending:
        deputy.ends = max(localdate(), deputy.starts)
        deputy.save(update_fields=["ends"])
    if ending:
        record(ChangeKind.DEPUTY_ENDED, of=absence.user, by=by, rows=ending)
    return ending


def _span(absence: Absence) -> str:
    last = absence.ends - timedelta(days=1)
    return f"{absence.starts.month}月{absence.starts.day}日至{last.month}月{last.day}日"
