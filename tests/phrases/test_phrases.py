"""Phrases: offered where they fit, kept by those whose they are, with a trace of every change."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.phrases.conftest import Browser
from wolaiban.cases.models import Case
from wolaiban.ledger.verifying import Verification
from wolaiban.phrases.actions.keeping import add, change, remove
from wolaiban.phrases.models import Phrase
from wolaiban.phrases.places import PLACES
from wolaiban.phrases.queries import offered
from wolaiban.process.errors import BadAnswer, NotAllowed
from wolaiban.traces.models import Trace

HERE = "resolve.result"
pytestmark = pytest.mark.django_db


def words(cast: Cast, who: str, category: str = "") -> list[str]:
    found = offered(cast.actor(who), "resolve", ["result"], category)
    return [phrase.words for phrase in found.get("result", [])]


def test_ones_own_and_the_districts_are_offered_and_nobody_elses(cast: Cast) -> None:
    add(place=HERE, words="已修好，试过能用。", by=cast.actor("qin"))
    add(place=HERE, words="已当面说明。", for_all=True, by=cast.actor("shen"))
    assert words(cast, "qin") == ["已修好，试过能用。", "已当面说明。"]
    assert words(cast, "bai") == ["已当面说明。"]


def test_those_for_this_kind_of_matter_come_first_and_others_not_at_all(cast: Cast) -> None:
    qin, path = cast.actor("qin"), cast.category().path
    field = path.partition(" / ")[0]
    add(place=HERE, words="什么事都用。", by=qin)
    add(place=HERE, words="这一大类用。", topic=field, by=qin)
    add(place=HERE, words="只这一类用。", topic=path, by=qin)
    add(place=HERE, words="别的类用。", topic=f"{field}别的", by=qin)
    assert words(cast, "qin", path) == ["只这一类用。", "这一大类用。", "什么事都用。"]
    assert words(cast, "qin") == ["什么事都用。"]


def test_the_districts_are_its_offices_alone(cast: Cast) -> None:
    phrase = add(place=HERE, words="已当面说明。", for_all=True, by=cast.actor("shen"))
    for who in ("qin", "gao", "he"):
        with pytest.raises(NotAllowed):
            add(place=HERE, words="全区都用。", for_all=True, by=cast.actor(who))
        with pytest.raises(NotAllowed):
            change(phrase, words="改了。", topic="", by=cast.actor(who))
        with pytest.raises(NotAllowed):
            remove(phrase, by=cast.actor(who))
    for who in ("zhi", "wang", "jian"):
        with pytest.raises(NotAllowed):
            add(place=HERE, words="存一句。", by=cast.actor(who))


def test_who_changed_what_stands_in_the_traces(cast: Cast) -> None:
    qin = cast.actor("qin")
    phrase = add(place=HERE, words="已修好。", by=qin)
    change(phrase, words="已修好，试过能用。", topic="", by=qin)
    assert list(Verification().findings()) == []
    key = phrase.pk
    remove(phrase, by=qin)

    told = [trace.told for trace in Trace.objects.filter(kind="phrases.phrase", subject=key).order_by("seq")]
    assert [(one["act"], one["actor"]) for one in told] == [
        (act, cast.user("qin").pk) for act in ("kept", "changed", "removed")
    ]
    assert list(Verification().findings()) == []


def test_one_put_in_behind_our_back_is_found(cast: Cast) -> None:
    Phrase.objects.create(step="resolve", question="result", words="不用办。", by=cast.user("qin"))
    assert [finding.fault.value for finding in Verification().findings()] == ["untraced"]


@pytest.mark.parametrize(
    ("bad", "where"),
    [
        ({"words": " "}, "words"),
        ({"words": "字" * 201}, "words"),
        ({"words": "请打 13800000009。"}, "words"),
        ({"place": "resolve.photos"}, "place"),
    ],
)
def test_what_does_not_do_is_refused(cast: Cast, bad: dict[str, str], where: str) -> None:
    with pytest.raises(BadAnswer) as refusal:
        add(**{"place": HERE, "words": "已修好。", **bad}, by=cast.actor("qin"))  # type: ignore[arg-type]
    assert set(refusal.value.fields) == {where}
    assert not Phrase.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_twice_is_said_to_be_there(cast: Cast) -> None:
    add(place=HERE, words="已修好。", by=cast.actor("qin"))
    with pytest.raises(BadAnswer, match="已经有了"):
        add(place=HERE, words="已修好。", by=cast.actor("qin"))
    add(place=HERE, words="已修好。", by=cast.actor("bai"))


def test_every_question_that_officers_write_to_can_have_some() -> None:
    assert {"resolve.result", "answer.message", "decline.guidance", "whistle.question"} <= PLACES.keys()
    assert not {"ask_up.words", "resolve.photos", "accept.tier"} & PLACES.keys()


@pytest.mark.django_db(transaction=True)
def test_the_page_keeps_changes_and_removes(cast: Cast, browser: Browser) -> None:
    client = browser("qin")
    form = {"place": HERE, "words": "已修好，试过能用。"}
    assert "已存好" in client.post("/phrases/", form, follow=True).content.decode()
    phrase = Phrase.objects.get()
    changed = client.post(f"/phrases/{phrase.pk}/", {"words": "已修好。"}, follow=True).content.decode()
    assert "已改好" in changed
    assert browser("bai").get(f"/phrases/{phrase.pk}/").status_code == 404
    assert browser("bai").post(f"/phrases/{phrase.pk}/remove/").status_code == 404
    client.post(f"/phrases/{phrase.pk}/remove/")
    assert not Phrase.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_they_stand_under_the_box_they_are_for(cast: Cast, rail: Case, browser: Browser) -> None:
    add(place=HERE, words="已修好，试过能用。", by=cast.actor("qin"))
    shown = browser("qin").get(f"/cases/{rail.number}/steps/resolve/").content.decode()
    assert 'data-put-in="已修好，试过能用。"' in shown
    shown = browser("qin").get(f"/cases/{rail.number}/steps/raise/").content.decode()
    assert "已修好，试过能用。" not in shown
