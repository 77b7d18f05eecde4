"""A kind that is about no case, at the desk: begun from its list, shown on its page, with what the engine draws of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import include, path

from tests.cast import Cast
from tests.workflow.conftest import asked
from tests.workflow.kind import ASKER, ERRAND, KIND, Context, Errand, Parts
from wolaiban.config import urls
from wolaiban.desk.subjects.faces import Face
from wolaiban.desk.subjects.showing import addresses
from wolaiban.people.actor import Actor
from wolaiban.process.presentation import ByClock, Presentation, StepButton
from wolaiban.process.words import OFFICERS
from wolaiban.workflow import kinds
from wolaiban.workflow.kinds import Roles


class PlainFace(Face):
    """With no templates of its own."""

    def template(self, name: str) -> str:
        return "desk/subjects/page.html"


def roles(actor: Actor, parts: Parts) -> Roles:
    if parts.errand.seq:
        return KIND.roles(actor, parts)
    post = next(iter(actor.posts_as(OFFICERS)), None)
    return {ASKER: post} if post else {}


def ask(context: Context) -> None:
    assert context.by.user
    context.subject.asker = context.by.user
    context.fill("what")


FACE = PlainFace(
    kind=replace(KIND, roles=roles, bodies={**KIND.bodies, "ask": ask}), name="errands:errand", begins="ask"
)
urlpatterns = [*urls.urlpatterns, path("", include((addresses(FACE, "errands"), "errands")))]
handler404 = urls.handler404
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def at_desk(errands: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setitem(kinds._registered, KIND.name, FACE.kind)
    return errands


def answer(cast: Cast, who: str, at: str, sent: dict[str, Any] | None = None) -> Any:
    client = Client()
    client.force_login(cast.user(who))
    return client.get(at) if sent is None else client.post(at, sent)


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_it_is_begun_from_its_list_and_shown_on_its_page(at_desk: Cast) -> None:
    assert 'href="/errands/ask/"' in words(answer(at_desk, "bai", "/errands/"))
    assert 'href="/errands/">← 跑腿' in words(answer(at_desk, "bai", "/errands/ask/"))
    assert answer(at_desk, "bai", "/errands/ask/", {}).status_code == 422
    begun = answer(at_desk, "bai", "/errands/ask/", {"what": "买米"})
    errand = Errand.objects.get()
    assert (begun.status_code, begun["Location"], errand.what) == (302, f"/errands/{errand.pk}/", "买米")
    shown = words(answer(at_desk, "bai", f"/errands/{errand.pk}/"))
    for each in (errand.number, "<b>白玉兰</b> 托付", "买米", f"/errands/{errand.pk}/add_stop/"):
        assert each in shown, each


def test_it_is_begun_by_those_alone_who_may(at_desk: Cast) -> None:
    assert "/errands/ask/" not in words(answer(at_desk, "jian", "/errands/"))  # an auditor holds no office
    assert answer(at_desk, "jian", "/errands/ask/", {"what": "买米"}).status_code == 403
    assert answer(at_desk, "wang", "/errands/ask/", {"what": "买米"}).status_code == 404
    assert not Errand.objects.exists()


def shown_as(monkeypatch: pytest.MonkeyPatch, **presentation: Any) -> None:
    """The table, if it said so much of how it is shown."""
    monkeypatch.setitem(
        FACE.kind.__dict__, "process", replace(ERRAND, presentation=Presentation(**presentation))
    )


def test_buttons_stand_as_the_table_says(at_desk: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    at = f"/errands/{asked(at_desk).pk}/"
    in_order = re.findall(rf'class="([^"]+)" href="{at}(\w+)/"', words(answer(at_desk, "bai", at)))
    plain = ("add_stop", "drop_stop", "hand_over", "take_over", "drop")
    looks = ("btn main", "btn", "btn", "btn slim", "btn slim")
    assert in_order == list(zip(looks, plain, strict=True))

    shown_as(monkeypatch, buttons=(StepButton("drop", pressed=False), StepButton("add_stop")))
    in_order = re.findall(rf'class="([^"]+)" href="{at}(\w+)/"', words(answer(at_desk, "bai", at)))
    seldom = [("btn slim", name) for name in ("drop_stop", "hand_over", "take_over")]
    assert in_order == [("btn", "drop"), ("btn", "add_stop"), *seldom]


def test_the_story_and_the_clock_are_told_as_the_table_says(
    at_desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = f"/errands/{asked(at_desk).pk}/"
    shown = words(answer(at_desk, "bai", at))
    assert "<b>白玉兰</b> 托付</p>" in shown
    assert "什么事：" in shown
    assert shown.count("系统会自动") == 2

    shown_as(
        monkeypatch,
        stories={("ask", ASKER): "托人跑腿"},
        unlabelled={("ask", "what")},
        by_clock={"drop": ByClock("没有办的就不办了", "不办")},
    )
    shown = words(answer(at_desk, "bai", at))
    assert "<b>白玉兰</b> 托人跑腿</p>" in shown
    assert "什么事：" not in shown
    assert "买米" in shown
    assert shown.count("系统会自动") == shown.count("没有办的就不办了") == 1
