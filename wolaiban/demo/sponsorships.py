"""A sponsored case of the demo: named by the township, looked at once in time, and to be looked at again next week."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from wolaiban.cases.queries.keys import case_under
from wolaiban.demo.playing import KEY, Player
from wolaiban.process.calendar import BEIJING
from wolaiban.sponsorship.models import SponsorLook, Sponsorship
from wolaiban.sponsorship.parts import SponsorshipParts
from wolaiban.workflow.performing import begin, perform

MATTER, NAMER, LEADER = "clutter", "fang", "cheng"
PLAN = "先把三户房主找到，和居民一起定清理的日子，电动车另找地方停。"
LOOKED = {
    "known": "到两个单元看过，还剩三户的东西没有清。",
    "helped": "请物业腾出一间空房，先给租户存东西。",
    "lawful": "消防通道不能占，限期和后果都书面告诉了。",
}


def stand_for_one(player: Player) -> None:
    """Safe to break off and begin again."""
    case = case_under(KEY.format(MATTER))
    if case is None or not case.is_open:
        return
    found = Sponsorship.objects.filter(case=case).first()
    if found is None:
        sponsorship = Sponsorship(case=case)
        leader = player.actor(LEADER).user
        named = next(one for one in SponsorshipParts(sponsorship).may_lead if one.post.user == leader)
        at = max(player.base - timedelta(days=2), case.changed_at)
        answers = {"leader": named, "plan": PLAN, "next_look": _day(at) + timedelta(days=1)}
        event = begin("sponsor", on=sponsorship, by=player.actor(NAMER), answers=answers, at=at)
        found = Sponsorship.objects.get(pk=event.subject)  # type: ignore[attr-defined]
    if not SponsorLook.objects.filter(sponsorship=found).exists():
        answers = {**LOOKED, "next_look": _day(player.base) + timedelta(days=7)}
        at = player.base - timedelta(hours=1)
        perform("look", on=found, by=player.actor(LEADER), answers=answers, at=at)


def _day(at: datetime) -> date:
    return at.astimezone(BEIJING).date()
