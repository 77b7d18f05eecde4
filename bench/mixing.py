"""Kinds that are no cases, as people make them: for each of so many cases one conference, and one typical answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.timezone import now

from bench.filling import District
from wolaiban.cases.models import Case
from wolaiban.mediation.models import Conference
from wolaiban.mediation.parts import ConferenceParts
from wolaiban.people.actor import Actor
from wolaiban.process.words import RequestKind, Stage
from wolaiban.publicity.models import TypicalAnswer
from wolaiban.workflow.models import AbstractEvent
from wolaiban.workflow.performing import begin, perform

CASES_FOR_EACH = 400
TYPICAL = {"question": "楼道里堆了东西，走不过去，该找谁？", "answer": "找工作室，当天到现场，三天内清走。"}
TASK = {"outcome": "plan", "words": "由部门牵头，按期做完。", "task": "到现场定下做法"}


def mix(district: District, cases: int) -> int:
    """Every step is durable, by somebody who may take it; returns how many events came of it."""
    wanted = max(1, cases // CASES_FOR_EACH)
    return sum(len(_confer(district, case)) for case in _may_be_conferred_on(wanted)) + sum(
        len(_publish(district, case)) for case in _may_be_published(wanted)
    )


def _may_be_conferred_on(count: int) -> list[Case]:
    """Open ones that lie with their township, the newest first."""
    lying = Case.objects.open().filter(holder__kind="township", sensitive=False, about="")
    free = lying.exclude(kind=RequestKind.ACCUSATION).select_related("holder", "unit")
    return list(free.order_by("-pk")[:count])


def _may_be_published(count: int) -> list[Case]:
    closed = Case.objects.filter(stage=Stage.CLOSED, backfilled=False, sensitive=False)
    told = closed.exclude(kind=RequestKind.ACCUSATION).select_related("unit", "category")
    return list(told.order_by("-pk")[:count])


def _confer(district: District, case: Case) -> list[AbstractEvent]:
    """Proposed, called, held, settled, its minutes signed: from then on a task is owed."""
    lead, ahead = district.lead(case.holder), now() + timedelta(days=30)
    department = district.town.departments[0]
    asked = {"host": case.holder, "question": "请会上定由谁牵头。", "tried": "到现场看过两次。"}
    told = [begin("propose", on=Conference(case=case), by=lead, answers=asked)]
    conference = Conference.objects.get(pk=told[0].subject)  # type: ignore[attr-defined]
    place = {"when": ahead, "place": "三楼会议室", "recorder": lead.user, "units": [department]}
    told.append(_take("call", conference, lead, place))
    told.append(_take("hold", conference, lead, {"present": ConferenceParts(conference).seats}))
    owed = TASK | {"item": ConferenceParts(conference).items[0], "owner": department, "due": ahead}
    return [*told, _take("settle_item", conference, lead, owed), _take("sign", conference, lead, {})]


def _take(step: str, conference: Conference, by: Actor, answers: dict[str, Any]) -> AbstractEvent:
    event = perform(step, on=conference, by=by, answers=answers)
    conference.refresh_from_db()
    return event


def _publish(district: District, case: Case) -> list[AbstractEvent]:
    """Written by the studio, released by the district's office."""
    office = district.town.by(district.town.district.lead)
    written = begin("write", on=TypicalAnswer(case=case), by=district.lead(case.unit), answers=TYPICAL)
    typical = TypicalAnswer.objects.get(pk=written.subject)  # type: ignore[attr-defined]
    return [written, perform("release", on=typical, by=office, answers={"agreed": True})]
