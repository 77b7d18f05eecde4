"""Each step of the table, sent by each relation through the real view: open exactly where standing says so."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import WAYS
from tests.matrix.routes import EVERY_RELATION, SIGNED_OUT
from tests.matrix.table import SEES
from tests.matrix.world import World, undone
from wolaiban.cases.models import Case
from wolaiban.cases.process import CASE, CaseStep
from wolaiban.cases.roles import standing
from wolaiban.process.words import Stage
from wolaiban.workflow.offers import AvailableStep, available

ASKED = (*sorted(SEES), "anonymous", "li", "nan")  # the other strangers are asked in the table of routes
STEPS = tuple(CASE.on_it.values())
SEES_BEFORE_A_WHISTLE = SEES - {"he", "zhi"}  # no department called, no volunteer had a hand in it


def send(world: World, who: str, case: Case, step: str) -> int:
    with undone():
        url = reverse("desk:step", args=[case.number, step])
        status: int = world.client(who).post(url).status_code
        return status


def offered(world: World, who: str, case: Case) -> dict[str, AvailableStep]:
    return {o.step.name: o for o in available(world.cast.actor(who), world.cast.circle(case).case)}


def expected(world: World, who: str, case: Case, step: CaseStep) -> set[int]:
    """Nothing is filled in: who may take a step is told what is missing, or, where nothing is asked, has taken it."""
    if who in SIGNED_OUT:
        return {302}
    if who not in SEES:
        return {404}
    if not step.by & standing(world.cast.actor(who), world.cast.circle(case)).keys():
        return {403}
    if Stage(case.stage) not in step.source:
        return {409}
    offer = offered(world, who, case).get(step.name)
    if offer is None or offer.obstacle is None:
        return {302, 422}
    return {409, 422}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_is_open_exactly_to_those_whose_step_it_is(world: World, step: CaseStep) -> None:
    case = world.case
    answered = {who: send(world, who, case, step.name) for who in ASKED}
    wrong = {
        who: status for who, status in answered.items() if status not in expected(world, who, case, step)
    }
    assert not wrong


@pytest.mark.parametrize("stage", WAYS)
def test_what_a_page_offers_is_not_refused_at_any_stage(world: World, stage: str) -> None:
    case = world.cast.moved_to(stage, world.cast.report())
    seen_by = SEES - {"zhi"} if stage == "joint" else SEES_BEFORE_A_WHISTLE
    wrong = {}
    for who in seen_by:
        for name, offer in offered(world, who, case).items():
            status = send(world, who, case, name)
            if status not in ({409, 422} if offer.obstacle else {302, 422}):
                wrong[who, name] = status
    assert not wrong
    strangers = set(EVERY_RELATION) - SIGNED_OUT - seen_by
    assert {send(world, who, case, "note") for who in strangers} == {404}


def test_whoever_sees_but_may_not_is_shown_no_choices(world: World) -> None:
    """The form of an answer lists all complainants; a resident and a volunteer see nobody but themselves."""
    url = reverse("desk:step", args=[world.case.number, "answer"])
    for who in ("wang", "zhi", "jian"):
        answer = world.client(who).get(url)
        assert answer.status_code == 403
        assert "欧阳" not in answer.content.decode()
        assert "139****5678" not in answer.content.decode()
