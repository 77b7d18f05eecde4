"""What people of the demo say of the product: one waits for the district, one was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from wolaiban.demo.playing import Player
from wolaiban.feedback.models import Feedback
from wolaiban.workflow.performing import begin, perform


@dataclass(frozen=True)
class FeedbackScene:
    """Said so many hours ago by somebody on a page of a room; answered by another, if at all."""

    by: str
    hours: int
    page: str
    room: str
    words: str
    reply: str = ""


SCENES = (
    FeedbackScene("lu", 49, "desk:roster", "desk:rosters", "值班表打印出来，名字还可以再大一点，门口路过的人看不清。",
             "在打印那一页选 A3，名字是大字。以后让 A4 的也大一号。"),
    FeedbackScene("bai", 3, "desk:record_reception", "desk:receptions", "记接访时，常问的几件事能不能放在最前面，不用找。"),
)  # fmt: skip


def say_some(player: Player) -> None:
    """Safe to break off and begin again: who has said something already is counted."""
    for number, scene in enumerate(SCENES):
        at = player.base - timedelta(hours=scene.hours)
        if number >= Feedback.objects.count():
            row = Feedback(page=scene.page, room=scene.room)
            begin("give", on=row, by=player.actor(scene.by), answers={"words": scene.words}, at=at)
        found = Feedback.objects.order_by("pk")[number]
        if scene.reply and found.stage_word.is_open:
            later = at + timedelta(hours=20)
            perform("reply", on=found, by=player.actor("shen"), answers={"reply": scene.reply}, at=later)
