"""How often what happens: shares of kinds of matter, and what comes next at each stage, in how much of its time.

Ninety-seven in a hundred are settled at the studio. Kinds follow a county's counted disputes and the district's own
five commonest; the rest is what a service line hears every day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

from wolaiban.process.words import Channel, Satisfaction, Solved, Stage, Tier

T = TypeVar("T")


class Odds(Generic[T]):
    """What may come up, each with its weight. They are added up once: something is drawn millions of times."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self.all, self.sums = tuple(weights), tuple(accumulate(weights.values()))

    def draw(self, luck: Random) -> T:
        return luck.choices(self.all, cum_weights=self.sums)[0]


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
CHANNELS = Odds(
    {
        Channel.WALK_IN: 38,
        Channel.CALL: 26,
        Channel.ONLINE: 14,
        Channel.OUTREACH_VISIT: 8,
        Channel.HOTLINE: 7,
        Channel.SCREENING: 4,
        Channel.VOLUNTEER: 3,
    }
)
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


def _coming(*steps: Next) -> Odds[Next]:
    return Odds({step: step.weight for step in steps})


# fmt: off
AT_STUDIO: dict[Stage, Odds[Next]] = {
    Stage.REPORTED:  _coming(Next("accept", 74), Next("resolve", 22), Next("decline", 2), Next("withdraw", 1),
                             Next("raise", 0.3), Next("accept", 0.5, 1.0, 1.2)),
    Stage.WORKING:   _coming(Next("resolve", 60, 0.05, 0.5), Next("note", 45, 0.02, 0.3), Next("interim", 15, 0.02, 0.3),
                             Next("ask", 1.5), Next("withdraw", 0.7), Next("raise", 0.9), Next("resolve", 2, 0.8, 0.99), Next("resolve", 0.3, 1.0, 1.1)),
    Stage.RESOLVED:  _coming(Next("answer", 100, 0.02, 0.9)),
    Stage.ANSWERED:  _coming(Next("confirm", 40), Next("lapse", 38, 1.0, 1.0), Next("call_back", 20), Next("dispute", 1.2)),
    Stage.DISPUTED:  _coming(Next("uphold", 60), Next("redo", 40)),
}
ABOVE: dict[Stage, Odds[Next]] = {
    **AT_STUDIO,
    Stage.RAISED:    _coming(Next("take_up", 88), Next("guide", 10), Next("take_up", 2, 1.0, 1.5)),
    Stage.WORKING:   _coming(Next("resolve", 60), Next("note", 18), Next("interim", 10), Next("whistle", 12)),
    Stage.JOINT:     _coming(Next("resolve", 80), Next("note", 20)),
}
# fmt: on
VERDICTS = Odds(
    {
        (Solved.YES, Satisfaction.SATISFIED): 82,
        (Solved.YES, Satisfaction.BASICALLY): 10,
        (Solved.PARTLY, Satisfaction.BASICALLY): 5,
        (Solved.NO, Satisfaction.UNSATISFIED): 3,
    }
)
SUMMONED, REPORTS_IN, CONTRIBUTES = (1, 3), (0.1, 0.8), (0.3, 0.9)  # how many; of the time they have


def tier_by(luck: Random) -> Tier:
    return Tier.MAJOR if luck.random() < MAJOR else Tier.MINOR
