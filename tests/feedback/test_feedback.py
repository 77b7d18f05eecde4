"""What people say of the product: from any page, to the district alone, answered, bounded."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from tests.cast import DONGFEN, Cast, unit
from tests.ledger.forging import verified
from wolaiban.feedback.kind import KIND, MOST_A_DAY
from wolaiban.feedback.models import Feedback
from wolaiban.notices.models import Message
from wolaiban.process.errors import BadAnswer, NotYours
from wolaiban.retention.forgetting import forget_all
from wolaiban.workflow.models import Event, Statement
from wolaiban.workflow.performing import begin, perform
from wolaiban.workflow.reader import READERS

pytestmark = pytest.mark.django_db

WORDS = "值班表在手机上要横着划，想一天一行。"
BOX = "/feedback/give/"


def said(cast: Cast, who: str = "bai", words: str = WORDS, **columns: str) -> Feedback:
    event = begin("give", on=Feedback(**columns), by=cast.actor(who), answers={"words": words})
    return Feedback.objects.get(pk=event.subject)  # type: ignore[attr-defined]


def browser_of(cast: Cast, who: str) -> Client:
    browser = Client()
    browser.force_login(cast.user(who))
    return browser


def test_it_is_said_on_a_page_and_answered_by_the_district(cast: Cast) -> None:
    bai, shen = browser_of(cast, "bai"), browser_of(cast, "shen")
    assert WORDS not in bai.get(f"{BOX}?from=/rosters/rotations/").content.decode()
    answer = bai.post(f"{BOX}?from=/rosters/rotations/7/%3Fq=1", {"words": WORDS}, follow=True)
    found = Feedback.objects.get()
    assert (found.author, found.unit) == (cast.user("bai"), unit(DONGFEN))
    assert (found.page, found.room) == ("desk:rotation", "desk:rosters"), "names, no path and no query"
    page = answer.content.decode()
    assert "已收到，回复了会告诉您" in page
    assert WORDS in page

    assert "白玉兰在“值班”提的" in shen.get("/feedback/").content.decode()
    assert "白玉兰的意见" in shen.get("/inbox/", follow=True).content.decode(), "it stands on their workbench"
    answer = shen.post(
        f"/feedback/{found.pk}/reply/", {"reply": "下个月改成一天一行。", "seen": found.version}, follow=True
    )
    assert "已回复" in answer.content.decode()
    for reader in READERS.values():
        reader.read_all()
    told = Message.objects.filter(user=cast.user("bai"), page=f"/feedback/{found.pk}/")
    assert told.exists(), "the author is told inside"
    assert "下个月改成一天一行" in bai.get(f"/feedback/{found.pk}/").content.decode()
    assert list(verified()) == []


def test_an_administrator_of_the_district_answers_too(cast: Cast) -> None:
    found = said(cast)
    perform("reply", on=found, by=cast.actor("guan"), answers={"reply": "记下了。"})
    found.refresh_from_db()
    assert found.stage == "replied"
    perform("add", on=found, by=cast.actor("bai"), answers={"more": "还有一处。"})
    found.refresh_from_db()
    assert found.stage == "said", "it waits again"


def test_nobody_else_sees_it(cast: Cast) -> None:
    found = said(cast)
    for who, sees in (
        ("bai", True),
        ("shen", True),
        ("guan", True),
        ("qin", False),
        ("gao", False),
        ("wang", False),
    ):
        assert KIND.visible_to(cast.actor(who)).filter(pk=found.pk).exists() is sees, who
        expected = 200 if sees else 404
        assert browser_of(cast, who).get(f"/feedback/{found.pk}/").status_code == expected, who
    with pytest.raises(NotYours):
        perform("reply", on=found, by=cast.actor("bai"), answers={"reply": "自己回自己。"})


def test_its_words_are_in_no_event(cast: Cast) -> None:
    said(cast)
    bodies = Event.objects.filter(process="feedback").values_list("body", flat=True)
    assert not [body for body in bodies if "横着划".encode() in bytes(body)]


@pytest.mark.parametrize("words", ["", "   ", "字" * 1001, "他的电话 13900001111 打不通"])
def test_what_does_not_do_is_handed_back_with_its_words(cast: Cast, words: str) -> None:
    answer = browser_of(cast, "bai").post(BOX, {"words": words})
    assert answer.status_code == 422
    assert words.strip() in answer.content.decode()
    assert not Feedback.objects.exists()
    assert not Statement.objects.filter(process="feedback").exists()


def test_so_many_a_day_and_no_more(cast: Cast) -> None:
    for n in range(MOST_A_DAY):
        said(cast, words=f"第 {n} 处不好用。")
    with pytest.raises(BadAnswer, match="明天再说"):
        said(cast)
    assert said(cast, "qin"), "another may"
    with time_machine.travel(now() + timedelta(days=1, minutes=1)):
        assert said(cast)


def test_residents_have_no_such_page(cast: Cast) -> None:
    wang = browser_of(cast, "wang")
    assert wang.get(BOX).status_code == 404
    assert "提意见" not in wang.get("/my/", follow=True).content.decode()


def test_it_is_forgotten_after_two_years(cast: Cast) -> None:
    found = said(cast)
    with time_machine.travel(now() + timedelta(days=740)):
        assert forget_all().erased["feedback_words"] == 1
    assert not Statement.objects.filter(process="feedback", words__isnull=False).exists()
    assert Feedback.objects.filter(pk=found.pk).exists()


def test_where_it_came_from_may_be_anything(cast: Cast) -> None:
    bai = browser_of(cast, "bai")
    for strange in ("", "//evil.example/x", "/no/such/page/", "javascript:alert(1)", "/" + "x" * 3000):
        bai.post(f"{BOX}?from={strange}", {"words": f"从 {strange[:20]} 来。"})
    assert Feedback.objects.count() == 5
    assert set(Feedback.objects.values_list("page", flat=True)) == {""}
