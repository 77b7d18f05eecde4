"""The reception books of the demo: what was heard at the doors with cards and at a township in the last days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from wolaiban.cases.actions.registering import Reporter
from wolaiban.demo.pages.cast import CHENGGUAN, DAGAOSHE, DONGFEN, HAIYI, YILINJUN
from wolaiban.demo.playing import KEY, Player
from wolaiban.duty.actions.recording import BookEntry, recorded
from wolaiban.duty.models import Reception
from wolaiban.duty.parts import ReceptionParts
from wolaiban.duty.words import MatterTimes, ReceptionOutcome, ReceptionWay
from wolaiban.workflow.idempotency import Once

R, W = ReceptionOutcome, ReceptionWay


@dataclass(frozen=True)
class BookScene:
    """What somebody wrote down so many hours ago. `speakers`: who speaks for the others, where a case comes of it."""

    unit: str
    by: str
    hours: int
    topic: str
    words: str
    outcome: ReceptionOutcome = R.ANSWERED
    way: ReceptionWay = W.COUNTER
    heads: int = 1
    speakers: int = 0


SCENES = (
    BookScene(DONGFEN, "bai", 75, "P10", "问翻建要哪些手续，给了清单，讲了先后。"),
    BookScene(DONGFEN, "qin", 52, "D", "两家为排水沟又争了几句，约了周五一起去看。", R.APPOINTED, heads=2),
    BookScene(DONGFEN, "bai", 27, "P09", "问老年卡在哪里办，告诉了窗口和要带的证件。", way=W.PHONE),
    BookScene(HAIYI, "lu", 50, "P01", "问什么时候供暖，说了日子和报修电话。", way=W.PHONE),
    BookScene(HAIYI, "meng", 26, "P15", "拖欠工资，讲了劳动仲裁怎么申请。", R.GUIDED),
    BookScene(DAGAOSHE, "zhou", 30, "P10", "问浇地排到哪天，当场查了告诉他。"),
    BookScene(YILINJUN, "yu", 29, "P01", "问充电桩几点断电，答复了。"),
    BookScene(CHENGGUAN, "fang", 28, "D", "三户说分界，听完讲了怎么调解。", way=W.LEADER, heads=3),
    BookScene(
        DONGFEN, "qin", 0, "P06", "十二户来说村口的路夜里没有灯，大车多，请装灯、限速。", R.CASED,
        heads=12, speakers=2,
    ),
)  # fmt: skip


def keep_books(player: Player) -> None:
    """Safe to break off and begin again: each is written down under a key of its own."""
    for number, scene in enumerate(SCENES):
        unit = player.units[scene.unit]
        topics = {topic.code: topic for topic in ReceptionParts(Reception(unit=unit)).topics}
        answers: dict[str, Any] = {
            "topic": topics[scene.topic], "outcome": scene.outcome, "words": scene.words, "way": scene.way,
            "heads": scene.heads, "times": MatterTimes.FIRST,
        }  # fmt: skip
        speakers = [Reporter(representative=True) for _ in range(scene.speakers)]
        recorded(
            BookEntry(unit, answers, speakers, invented=True),
            by=player.actor(scene.by),
            once=Once.of(KEY.format(f"book/{number}"), shared=True),
            at=player.base - timedelta(hours=scene.hours),
        )
