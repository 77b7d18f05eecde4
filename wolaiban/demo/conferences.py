"""Conferences of the demo, one in each state that is worth a look: proposed, called, held, tracked, over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wolaiban.demo.pages.cast import CHENGGUAN, DOUDIAN, GONGCHEN, HOUSING, LAND, URBAN, XILU
from wolaiban.demo.playing import Player
from wolaiban.demo.script import midnight
from wolaiban.mediation.kind import KIND
from wolaiban.mediation.models import Conference
from wolaiban.mediation.parts import ConferenceParts
from wolaiban.mediation.steps import NOTICE
from wolaiban.process.calendar import later
from wolaiban.workflow.performing import act_for_clock, begin, perform


@dataclass(frozen=True)
class ConferenceScene:
    """A conference of a township about its longest open matter, begun so many days ago, and how far it came."""

    host: str
    officer: str
    lead: str
    days: int
    departments: tuple[tuple[str, str], ...]  # each with somebody who reports for it
    question: str
    steps: int  # how many of STEPS were taken


STEPS = ("call", "hold", "settle_item", "sign", "report_task", "check_off", "finish")
SCENES = (
    ConferenceScene(
        GONGCHEN, "ding", "shao", 2, ((URBAN, "he"),), "几家都说不归自己管，请会上定由谁牵头。", 0
    ),
    ConferenceScene(
        XILU, "tang", "xue", 3, ((LAND, ""), (URBAN, "he")), "围挡占了路，请会上定谁来拆、什么时候恢复。", 1
    ),
    ConferenceScene(
        CHENGGUAN, "gao", "fang", 8, ((URBAN, "he"), (HOUSING, "ma")), "钱从哪里出，请会上定下来。", 2
    ),
    ConferenceScene(
        DOUDIAN, "dong", "ke", 20, ((HOUSING, "ma"),), "修缮的责任请会上分清，定一个完工的日子。", 5
    ),
    ConferenceScene(XILU, "tang", "xue", 40, ((URBAN, "he"),), "清理以后谁来管护，请会上定。", 7),
)
TRIED = "去现场看过两次，能做的先做了；剩下的要有职权的部门一起定。"


def confer(player: Player) -> None:
    """Safe to break off and begin again."""
    for scene in SCENES:
        host = player.units[scene.host]
        began = midnight(player.base) + timedelta(hours=10) - timedelta(days=scene.days)
        conference = Conference(host=host)
        case = next(iter(ConferenceParts(conference).longest_open), None)
        if case is None or Conference.objects.filter(host=host, meets_at=_meets(scene, began)).exists():
            continue
        conference.case = case
        answers = {"host": host, "question": scene.question, "tried": TRIED}
        by = player.actor(scene.officer)
        event = begin("propose", on=conference, by=by, answers=answers, at=began)
        _play(player, scene, Conference.objects.get(pk=event.subject), began)  # type: ignore[attr-defined]


def _meets(scene: ConferenceScene, began: datetime) -> datetime | None:
    return began + timedelta(days=7) if scene.steps else None


def _play(player: Player, scene: ConferenceScene, conference: Conference, began: datetime) -> None:
    for count, step in enumerate(STEPS[: scene.steps]):
        at = min(began + timedelta(days=(1, 7, 7.04, 7.1, 14, 15, 15.1)[count]), player.base)
        while conference.wake_at is not None and conference.wake_at <= at:
            act_for_clock(KIND, conference.pk, conference.wake_at)
            conference.refresh_from_db()
        by = {"hold": scene.officer, "settle_item": scene.officer, "check_off": scene.officer}.get(
            step, scene.lead
        )
        who = scene.departments[0][1] if step == "report_task" else by
        answers = _answers(player, scene, conference, step, at)
        perform(step, on=conference, by=player.actor(who), answers=answers, at=at)
        conference.refresh_from_db()


def _answers(
    player: Player, scene: ConferenceScene, conference: Conference, step: str, at: datetime
) -> dict[str, Any]:
    parts, units = ConferenceParts(conference), [player.units[code] for code, _ in scene.departments]
    recorder = player.actor(scene.officer).user
    meets = _meets(scene, at - timedelta(days=1))
    match step:
        case "call":
            assert meets
            place = {"when": meets, "place": "三楼会议室", "outside": "物业公司项目经理"}
            urgent = {"urgent": True} if meets < later(at, NOTICE) else {}  # over the holidays
            return {**place, "recorder": recorder, "units": units, **urgent}
        case "hold":
            return {"present": parts.seats, "absent": "都到了。"}
        case "settle_item":
            said = {
                "outcome": "plan",
                "words": "由街道牵头，部门按职责各办一段，物业配合；完工后请居民一起来看。",
            }
            task = {"task": "到现场定下做法，按期做完", "owner": units[0], "due": at + timedelta(days=9)}
            return {"item": parts.items[0], **said, **task}
        case "report_task":
            return {"owed_task": parts.tasks[0], "result": "已经做完，照片和验收单留在街道。"}
        case "check_off":
            return {"reported_task": parts.tasks[0], "reason": "到现场看过，做好了。"}
    return {}
