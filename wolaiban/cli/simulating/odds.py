"""How often what happens: shares of kinds of matter, and what comes next at each stage, in how much of its time.

Ninety-seven in a hundred are settled at the studio. Kinds follow a county's counted disputes and the district's own
five commonest; the rest is what a service line hears every day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from wolaiban.process.words import Channel, Satisfaction, Solved, Stage, Tier

# In a thousand matters; a kind that is not named here comes up OTHERS times.
KINDS = {
    "邻里纠纷": 170,
    "土地承包": 140,
    "小区物业管理": 90,
    "违法建设": 70,
    "占地回迁安置": 60,
    "房屋宅基地纠纷": 40,
    "农民工权益": 10,
    "消费纠纷": 10,
    "村务公开": 12,
    "集体资产管理": 12,
    "环境卫生": 35,
    "噪音污染": 25,
}
OTHERS = 20
CHANNELS = {
    Channel.WALK_IN: 38,
    Channel.CALL: 26,
    Channel.ONLINE: 14,
    Channel.OUTREACH_VISIT: 8,
    Channel.HOTLINE: 7,
    Channel.SCREENING: 4,
    Channel.VOLUNTEER: 3,
}
ANONYMOUS, RETURNING, SEVERAL = 0.03, 0.40, 0.02  # of those who report
URGENT, MAJOR = 0.02, 0.06
NOBODY_NAMED = 0.4  # of what officers and volunteers find themselves
NOT_REACHED = 0.1  # of those who are called back
IN_TIME = (
    0.8  # a larger share of a stage's time is counted from its beginning, a smaller one from the last step
)
ADDRESS_LEFT = 0.5


@dataclass(frozen=True)
class Next:
    """A step that may come next: its weight, and between which shares of the stage's time it is taken."""

    step: str
    weight: float
    soonest: float = 0.02
    latest: float = 0.75


# fmt: off
AT_STUDIO: dict[Stage, tuple[Next, ...]] = {
    Stage.REPORTED:  (Next("accept", 74), Next("resolve", 22), Next("decline", 2), Next("withdraw", 1),
                      Next("raise", 0.3), Next("accept", 0.5, 1.0, 1.2)),
    Stage.WORKING:   (Next("resolve", 60, 0.05, 0.5), Next("note", 45, 0.02, 0.3), Next("interim", 15, 0.02, 0.3),
                      Next("ask", 1.5), Next("withdraw", 0.7), Next("raise", 0.9), Next("resolve", 2, 0.8, 0.99), Next("resolve", 0.3, 1.0, 1.1)),
    Stage.RESOLVED:  (Next("answer", 100, 0.02, 0.9),),
    Stage.ANSWERED:  (Next("confirm", 40), Next("lapse", 38, 1.0, 1.0), Next("call_back", 20), Next("dispute", 1.2)),
    Stage.DISPUTED:  (Next("uphold", 60), Next("redo", 40)),
}
ABOVE: dict[Stage, tuple[Next, ...]] = {
    **AT_STUDIO,
    Stage.RAISED:    (Next("take_up", 88), Next("guide", 10), Next("take_up", 2, 1.0, 1.5)),
    Stage.WORKING:   (Next("resolve", 60), Next("note", 18), Next("interim", 10), Next("whistle", 12)),
    Stage.JOINT:     (Next("resolve", 80), Next("note", 20)),
}
# fmt: on
VERDICTS = {
    (Solved.YES, Satisfaction.SATISFIED): 82,
    (Solved.YES, Satisfaction.BASICALLY): 10,
    (Solved.PARTLY, Satisfaction.BASICALLY): 5,
    (Solved.NO, Satisfaction.UNSATISFIED): 3,
}
SUMMONED, REPORTS_IN, CONTRIBUTES = (1, 3), (0.1, 0.8), (0.3, 0.9)  # how many; of the time they have


T = TypeVar("T")


def pick(luck: Random, odds: Mapping[T, float]) -> T:
    return luck.choices(list(odds), list(odds.values()))[0]


def tier_by(luck: Random) -> Tier:
    return Tier.MAJOR if luck.random() < MAJOR else Tier.MINOR
