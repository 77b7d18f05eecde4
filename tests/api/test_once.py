"""The same sent twice is done once, also at once; something else under the same key is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.utils.timezone import localdate

from tests import cast as people
from tests.api.program import Program
from tests.cast import DONGFEN, Cast
from wolaiban.cases.models import Case, Event
from wolaiban.residents.models import Resident
from wolaiban.workflow.models import Submission

CROWD = 6
MATTER = {
    "unit": DONGFEN,
    "words": "3 号楼前台阶没有扶手。",
    "reporters": [{"name": "王秀英", "phone": "13800000001"}],
}


def test_a_matter_is_registered_once(cast: Cast, qin: Program) -> None:
    first, second = (qin.post("/cases", MATTER, key="k1") for _ in range(2))

    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert Case.objects.count() == Event.objects.count() == 1
    assert Case.objects.get().number == first.json()["number"]


def test_a_step_is_taken_once_and_answered_the_same_whatever_came_after(
    cast: Cast, qin: Program, rail: Case
) -> None:
    accepted = {"category": cast.category().code, "tier": "minor", "handler": "qin", "seen": rail.turn}
    first = qin.post(f"/cases/{rail.number}/accept", accepted, key="k1")
    cast.take("resolve", rail, "qin")

    second = qin.post(f"/cases/{rail.number}/accept", accepted, key="k1")

    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert rail.events.filter(step="accept").count() == 1


def test_a_note_is_written_once(cast: Cast, qin: Program, rail: Case) -> None:
    for _ in range(3):
        assert qin.post(f"/cases/{rail.number}/note", {"text": "看过"}, key="k1").status_code == 200

    assert rail.events.filter(step="note").count() == 1


def test_what_was_done_is_answered_the_same_where_it_is_out_of_sight_by_now(
    cast: Cast, qin: Program, rail: Case
) -> None:
    first = qin.post(f"/cases/{rail.number}/note", {"text": "看过"}, key="k1")
    cast.user("qin").posts.update(ends=localdate())

    assert qin.post(f"/cases/{rail.number}/note", {"text": "还看"}, key="k2").status_code == 404
    second = qin.post(f"/cases/{rail.number}/note", {"text": "看过"}, key="k1")

    assert (second.status_code, second.content) == (first.status_code, first.content)


def test_something_else_under_the_same_key_is_refused(cast: Cast, qin: Program, rail: Case) -> None:
    qin.post(f"/cases/{rail.number}/note", {"text": "看过"}, key="k1")

    for path, content in (
        (f"/cases/{rail.number}/note", {"text": "又看过"}),
        (f"/cases/{rail.number}/interim", {"text": "看过"}),
        ("/cases", MATTER),
    ):
        told = qin.post(path, content, key="k1")
        assert (told.status_code, told.json()["type"]) == (422, "key_reused")
    assert Event.objects.count() == 2


def test_a_key_is_its_senders_own(cast: Cast, qin: Program, rail: Case) -> None:
    qin.post(f"/cases/{rail.number}/note", {"text": "看过"}, key="k1")

    assert (
        Program.of(cast, "bai").post(f"/cases/{rail.number}/note", {"text": "看过"}, key="k1").status_code
        == 200
    )
    assert rail.events.filter(step="note").count() == 2


def test_what_was_refused_may_be_sent_again_mended(cast: Cast, qin: Program, rail: Case) -> None:
    assert qin.post(f"/cases/{rail.number}/note", {"text": ""}, key="k1").status_code == 422

    assert qin.post(f"/cases/{rail.number}/note", {"text": "看过"}, key="k1").status_code == 200


@pytest.mark.parametrize("key", [" ", "长" * 10, "x" * 201])
def test_a_key_that_is_none_is_refused(cast: Cast, qin: Program, rail: Case, key: str) -> None:
    told = qin.post(f"/cases/{rail.number}/note", {"text": "看过"}, key=key)

    assert told.status_code in {200, 422}
    assert (told.status_code == 422) == (not key.strip() or len(key) > 200)


def test_neither_key_nor_body_is_kept_in_the_clear(cast: Cast, qin: Program) -> None:
    """Not even as a plain hash: a telephone number is quickly tried out."""
    qin.post("/cases", MATTER, key="13800000001")

    row = Submission.objects.get()
    assert len(bytes(row.key)) == len(bytes(row.digest)) == 32
    assert b"13800000001" not in bytes(row.key) + bytes(row.digest)


# ---- At once, with threads and connections of their own


def together(send: Callable[[int], Any]) -> list[Any]:
    def sent(turn: int) -> Any:
        try:
            return send(turn)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(sent, range(CROWD)))


@pytest.fixture
def crowd(transactional_db: None) -> Cast:
    return people.assemble()


@pytest.mark.django_db(transaction=True)
def test_sent_at_once_it_is_registered_once(crowd: Cast) -> None:
    qin = Program.of(crowd, "qin")

    answers = together(lambda _: qin.post("/cases", MATTER, key="k1"))

    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert Case.objects.count() == 1
    assert Resident.objects.filter(account=None).count() <= 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["accept", "note"])
def test_pressed_at_once_it_is_done_once_and_all_are_told_so(crowd: Cast, step: str) -> None:
    case, qin = crowd.report(), Program.of(crowd, "qin")
    content = {
        "accept": {"category": crowd.category().code, "tier": "minor", "handler": "qin"},
        "note": {"text": "看过"},
    }

    answers = together(lambda _: qin.post(f"/cases/{case.number}/{step}", content[step], key="k1"))

    assert {(answer.status_code, answer.content) for answer in answers} == {(200, answers[0].content)}
    assert case.events.filter(step=step).count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_a_key_one_moves_it_and_the_others_are_told(crowd: Cast) -> None:
    case, qin = crowd.report(), Program.of(crowd, "qin")
    content = {"category": crowd.category().code, "tier": "minor", "handler": "qin", "seen": case.turn}

    answers = together(lambda _: qin.post(f"/cases/{case.number}/accept", content))

    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: CROWD - 1}
    assert case.events.filter(step="accept").count() == 1
