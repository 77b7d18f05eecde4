"""Steps of every kind through the API, as their tables say."""

from __future__ import annotations

import pytest

from tests.api.program import Program
from tests.cast import Cast
from tests.editions import draft_from_current
from wolaiban.cases.process import CASE
from wolaiban.catalogue.models import Category, Edition
from wolaiban.publicity.models import TypicalAnswer
from wolaiban.workflow.kinds import every_kind
from wolaiban.workflow.models import Event
from wolaiban.workflow.performing import begin

WORDS = {"question": "台阶没有扶手，该找谁？", "answer": "到工作室说一声。"}


@pytest.fixture
def typical(cast: Cast) -> TypicalAnswer:
    closed = cast.moved_to("closed", cast.report())
    begin("write", on=TypicalAnswer(case=closed), by=cast.actor("bai"), answers=WORDS)
    return TypicalAnswer.objects.get()


def address(subject: TypicalAnswer | Edition, step: str) -> str:
    kind = "edition" if isinstance(subject, Edition) else "typical_answer"
    return f"/{kind}/{subject.number}/steps/{step}"


def test_a_step_is_taken_and_answered_with_what_was_written_down(cast: Cast, typical: TypicalAnswer) -> None:
    answer = Program.of(cast, "qin").post(address(typical, "release"), {"agreed": True})
    assert answer.status_code == 200
    typical.refresh_from_db()
    assert typical.stage == "released"
    last = Event.objects.get(process="typical_answer", subject=typical.pk, step="release")
    assert answer.json() == {
        "number": typical.number,
        "step": "release",
        "seq": 2,
        "stage": "released",
        "at": last.told["at"],
        "hash": bytes(last.hash).hex(),
    }


def test_the_same_key_releases_once(cast: Cast, typical: TypicalAnswer) -> None:
    program = Program.of(cast, "bai")
    first = program.post(address(typical, "rewrite"), WORDS, key="k")
    again = program.post(address(typical, "rewrite"), WORDS, key="k")
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert Event.objects.filter(process="typical_answer", step="rewrite").count() == 1
    assert program.post(address(typical, "rewrite"), WORDS | {"answer": "别的"}, key="k").status_code == 422


@pytest.mark.parametrize(
    ("who", "step", "sent", "status", "says"),
    [
        ("bai", "release", {"agreed": True}, 403, "须由"),
        ("meng", "release", {"agreed": True}, 404, ""),
        ("qin", "release", {}, 422, "我已通读"),
        ("qin", "rewrite", {"question": "问", "answer": "打 13900001111"}, 422, "手机号码"),
        ("qin", "rewrite", {**WORDS, "why": "x"}, 422, "不问"),
        ("qin", "rewrite", {**WORDS, "seen": 0}, 409, "刷新"),
    ],
)
def test_what_is_refused_is_refused_in_the_words_of_the_page(
    cast: Cast, typical: TypicalAnswer, who: str, step: str, sent: dict[str, object], status: int, says: str
) -> None:
    answer = Program.of(cast, who).post(address(typical, step), sent)
    assert answer.status_code == status
    assert says in answer.content.decode()
    assert Event.objects.filter(process="typical_answer", subject=typical.pk).count() == 1


def test_things_are_named_by_their_codes(cast: Cast) -> None:
    draft = draft_from_current(by=cast.actor("shen"))
    program = Program.of(cast, "shen")
    amended = {"category": "F01", "name": "承包地", "usual_tier": "hard", "active": True}
    assert program.post(address(draft, "amend"), amended).status_code == 200
    assert Category.objects.get(edition=draft, code="F01").name == "承包地"
    wrong = program.post(address(draft, "amend"), amended | {"category": "X99"})
    assert wrong.status_code == 422
    assert "“事项”没有这个选项" in wrong.content.decode()


def test_every_step_by_hand_is_an_operation(cast: Cast) -> None:
    published = Program.of(cast, "qin").get("/openapi.json").json()["paths"]
    for kind in every_kind():
        for step in kind.process.steps:
            path = f"/api/v1/{kind.name}/{{number}}/steps/{step.name}"
            wanted = step.by_hand and not step.begins and kind.process is not CASE  # a case has its own
            assert (path in published) == bool(wanted), path
