"""On the workbench a conference waits for those who can do something about it, and for nobody else."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.cast import POSTS, Cast
from tests.mediation.conftest import Play
from wolaiban.desk.conferences import FACE
from wolaiban.desk.subjects.waiting import FACES, waiting_for
from wolaiban.workflow.offers import available


def waiting(cast: Cast) -> set[str]:
    return {who for who in POSTS if any(kind.face is FACE for kind in waiting_for(cast.actor(who)))}


@pytest.mark.parametrize(
    ("stage", "whose"),
    [
        ("planned", {"fang"}),  # who leads the host calls it
        ("called", {"gao"}),  # the recorder holds it
        ("held", {"gao", "fang"}),
        ("tracked", {"he"}),  # who owes the task
        ("reported", {"gao", "fang"}),  # who checks it off
        ("closed", set()),
    ],
)
def test_it_waits_for_whoever_has_to_act(cast: Cast, play: Play, stage: str, whose: set[str]) -> None:
    conference = play.until(stage)
    assert FACES[FACE.name] is FACE
    assert waiting(cast) == whose
    for who in whose:
        offered = [one for one in available(cast.actor(who), conference) if not one.obstacle]
        assert offered, f"it waits for {who}, who can do nothing"


def test_many_cost_no_more_than_one(
    cast: Cast, play: Play, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    play.propose()
    for n in range(12):
        case = cast.moved_to("raised", cast.report(f"第 {n} 件。"))
        cast.take("take_up", case, "gao")
        Play(cast, case).propose()
    actor = cast.actor("fang")
    with django_assert_num_queries(2):  # of which kinds anything is open, and conferences
        [kind] = waiting_for(actor)
        assert (len(kind.lines), kind.number, kind.beyond) == (10, 13, 3)
        assert kind.lines[0].name.startswith("城关街道会商 ")


def test_its_number_stands_beside_its_room(cast: Cast, play: Play) -> None:
    play.until("planned")
    client = Client()
    client.force_login(cast.user("fang"))
    told = client.get("/waiting/").json()
    assert told[FACE.list_address] == 1
    assert told["/inbox/"] >= 1
