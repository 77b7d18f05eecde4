"""A case of 东坟村 that lies with its township, and the words of the steps of a conference about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from tests.cast import CHENGGUAN, URBAN, Cast, unit
from wolaiban.cases.models import Case
from wolaiban.mediation.models import AgendaItem, Conference, ConferenceTask, Seat
from wolaiban.workflow.models import AbstractEvent
from wolaiban.workflow.performing import begin, perform


class Play:
    """Takes steps with sensible answers; say only what the test is about. The conference is refreshed."""

    def __init__(self, cast: Cast, case: Case) -> None:
        self.cast, self.case = cast, case
        self.conference = Conference(case=case)

    def propose(self, by: str = "gao", **answers: Any) -> Conference:
        given = {"host": unit(CHENGGUAN), "question": "扶手由谁出钱？", "tried": "问过三家。"} | answers
        event = begin("propose", on=self.conference, by=self.cast.actor(by), answers=given)
        self.conference = Conference.objects.get(pk=event.subject)  # type: ignore[attr-defined]
        return self.conference

    def take(self, step: str, by: str, *, at: datetime | None = None, **answers: Any) -> AbstractEvent:
        given = self.usual(step) | answers
        event = perform(step, on=self.conference, by=self.cast.actor(by), answers=given, at=at)
        self.conference.refresh_from_db()
        self.case.refresh_from_db()
        return event

    def usual(self, step: str) -> dict[str, Any]:
        match step:
            case "call":
                people = {"recorder": self.cast.user("gao"), "units": [unit(URBAN)]}
                return {
                    "when": now() + timedelta(days=20),
                    "place": "三楼会议室",
                    "outside": "物业公司",
                    **people,
                }
            case "hold":
                return {"present": list(Seat.objects.filter(conference=self.conference)), "absent": "无"}
            case "settle_item":
                task = {"task": "月底前把扶手装好", "owner": unit(URBAN), "due": now() + timedelta(days=10)}
                return {"item": self.item, "outcome": "plan", "words": "由公益金支付。", **task}
            case "report_task":
                return {"owed_task": self.task, "result": "装好了。"}
            case "check_off" | "send_back":
                return {"reported_task": self.task, "reason": "到现场看过。"}
            case "recuse":
                return {"item": self.item, "reason": "是我家亲戚。"}
        return {}

    @property
    def item(self) -> AgendaItem:
        return AgendaItem.objects.filter(conference=self.conference).order_by("pk")[0]

    @property
    def task(self) -> ConferenceTask:
        return ConferenceTask.objects.filter(conference=self.conference).order_by("pk")[0]

    def until(self, stage: str) -> Conference:
        self.propose()
        for step, by, reached in (
            ("call", "fang", "called"), ("hold", "gao", "held"), ("settle_item", "gao", "settled"),
            ("sign", "fang", "tracked"), ("report_task", "he", "reported"), ("check_off", "gao", "checked"),
            ("finish", "fang", "closed"),
        ):  # fmt: skip
            if stage == "planned":
                break
            self.take(step, by)
            if reached == stage:
                break
        return self.conference


@pytest.fixture
def play(cast: Cast) -> Play:
    case = cast.moved_to("raised", cast.report())
    cast.take("take_up", case, "gao")
    return Play(cast, case)
