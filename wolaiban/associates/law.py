"""What the law asks of a committee of mediators (人民调解法 art. 8, 9), and what one lacks, in words. Asks no database."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING

from wolaiban.associates.process import MOST_MEMBERS
from wolaiban.associates.words import MinorityMember

if TYPE_CHECKING:
    from wolaiban.associates.models import MediationCommittee

FEWEST_MEMBERS = 3
SOON = timedelta(days=60)


def lacking(committee: MediationCommittee, members: Collection[str], today: date) -> list[str]:
    """What is missing; nothing of a committee that is as it has to be. `members` are their codes."""
    wrongs = [
        (len(members) < FEWEST_MEMBERS, f"只有 {len(members)} 位委员，至少要 {FEWEST_MEMBERS} 位"),
        (len(members) > MOST_MEMBERS, f"有 {len(members)} 位委员，最多 {MOST_MEMBERS} 位"),
        (committee.chair not in members, "还没有主任"),
        *_by_count(committee, members),
        (committee.ends <= today, f"{_day(committee.ends)}已经届满，请换届"),
    ]
    return [words for wrong, words in wrongs if wrong]


def _by_count(committee: MediationCommittee, members: Collection[str]) -> list[tuple[bool, str]]:
    """What was counted counts as long as the members are those it was counted for."""
    if not members:
        return []
    if committee.women is None or set(committee.counted) != set(members):
        return [(True, "还没有核对女委员几位" if committee.women is None else "委员变了，请再核对一次")]
    return [
        (committee.women == 0, "没有女委员，至少要 1 位"),
        (committee.minority == MinorityMember.LACKING, "多民族居住，没有人数较少民族的委员"),
    ]


def ends_soon(committee: MediationCommittee, today: date) -> str:
    """When a term that runs will be over, if that is soon."""
    soon = today < committee.ends <= today + SOON
    return f"{_day(committee.ends)}届满，请准备换届" if soon else ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
