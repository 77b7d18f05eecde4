"""The pages of the reception book: four presses, the case that comes of it, the turn to the restricted path, the figures."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.cast import CHENGGUAN, DAGAOSHE, DONGFEN, HAIYI, Cast
from tests.duty.book import write
from wolaiban.cases.actions.registering import Reporter
from wolaiban.cases.models import Case
from wolaiban.duty.models import Reception
from wolaiban.workflow.models import Statement

pytestmark = pytest.mark.django_db

RECORD = "/receptions/record/"
UNTOUCHED = {
    "way": "counter",
    "heads": "1",
    "times": "first",
    "outcome": "answered",
    "key": "drawn-with-the-form",
}


def page(cast: Cast, who: str, path: str, sent: dict[str, Any] | None = None) -> Any:
    client = Client()
    client.force_login(cast.user(who))
    return client.get(path) if sent is None else client.post(path, sent)


def words(answer: Any, status: int = 200) -> str:
    text = str(answer.content.decode())
    assert answer.status_code == status, text[:500]
    return text


def sent(**given: Any) -> dict[str, Any]:
    return {**UNTOUCHED, "topic": "P10", "words": "问翻建要哪些手续，讲清楚了。", **given}


def test_four_presses_from_where_the_day_begins(cast: Cast) -> None:
    assert f'href="{RECORD}"' in words(page(cast, "bai", "/inbox/"))  # the first
    form = words(page(cast, "bai", RECORD))
    for name, value in UNTOUCHED.items():
        if name not in ("heads", "key"):
            assert f'name="{name}" value="{value}"' in form
    assert form.count("checked") == 3, "way, outcome and times are chosen already"
    answer = page(cast, "bai", RECORD, sent())  # the topic; a line; the button
    assert answer.status_code == 302
    reception = Reception.objects.get()
    assert answer.url == f"/receptions/{reception.pk}/"
    shown = words(page(cast, "bai", answer.url))
    for expected in ("当场答复", "问翻建要哪些手续", "农村农业", "定点接访", "白玉兰（"):
        assert expected in shown


def test_the_form_is_kept_where_something_is_missing(cast: Cast) -> None:
    shown = words(page(cast, "bai", RECORD, sent(topic="", words="讲清楚了。")), 422)
    assert "请选择“什么事”" in shown
    assert "讲清楚了。" in shown
    assert "第二十条" in words(page(cast, "bai", RECORD, sent(heads="12", representatives="7")), 422)
    assert "还没有到" in words(page(cast, "bai", RECORD, sent(when="2099-01-01T08:00")), 422)
    assert not Reception.objects.exists()


def test_a_form_sent_twice_is_one_reception(cast: Cast) -> None:
    first = page(cast, "bai", RECORD, sent())
    again = page(cast, "bai", RECORD, sent())
    assert (first.status_code, first.url) == (302, again.url)
    assert "刚才已经交过一次" in words(page(cast, "bai", RECORD, sent(words="另一件。")), 422)
    assert Reception.objects.count() == 1


def test_a_case_comes_of_it_in_the_same_press(cast: Cast) -> None:
    people = {f"speaker_{n}-name": f"代表{n}" for n in range(5)} | {"speaker_0-phone": "13900000091"}
    answer = page(cast, "bai", RECORD, sent(outcome="cased", words="村口没有灯。", heads="12", **people))
    assert answer.status_code == 302
    case = Case.objects.get()
    assert case.complainants.filter(representative=True).count() == 5
    shown = words(page(cast, "bai", answer.url))
    assert f'href="/cases/{case.number}/"' in shown
    assert "代表 5 人" in shown
    story = words(page(cast, "qin", f"/cases/{case.number}/"))
    assert "接访：记了一次接访" in story
    assert f'<a href="{answer.url}">JF-' in story
    assert "代表0" not in shown + words(page(cast, "gao", answer.url))


def test_a_story_leads_to_the_book_only_whoever_may_read_it(cast: Cast) -> None:
    wang = Reporter(resident=cast.resident("wang"))
    reception = write(cast, outcome="cased", words="村口没有灯。", reporters=[wang])
    case = f"/cases/{Case.objects.get().number}/"
    for who, leads in (("bai", True), ("fang", True), ("cheng", False), ("wang", False)):
        story = words(page(cast, who, case))
        assert "接访：记了一次接访" in story, who
        assert (f'href="/receptions/{reception.pk}/"' in story) is leads, who


def test_without_anybody_no_case_comes_of_it(cast: Cast) -> None:
    shown = words(page(cast, "bai", RECORD, sent(outcome="cased", words="村口没有灯。")), 422)
    assert "不愿留名的，选“匿名”" in shown
    assert page(cast, "bai", RECORD, sent(outcome="cased", anonymous="on")).status_code == 302
    assert Case.objects.get().complainants.count() == 1


def test_words_are_added_to_a_case_by_its_number(cast: Cast) -> None:
    case, others = cast.report(), cast.report(at_unit=HAIYI, by="meng")
    for number in ("", "FS-2026-999999", others.number):
        answer = page(cast, "bai", RECORD, sent(outcome="added", number=number))
        assert "件号" in words(answer, 422)
    answer = page(cast, "bai", RECORD, sent(outcome="added", number=case.number.lower()))
    assert answer.status_code == 302
    assert case.number in words(page(cast, "bai", answer.url))


def test_an_accusation_turns_to_the_restricted_path_before_words_are_stored(cast: Cast) -> None:
    told = "村干部贪污了修路的钱。"
    asked = words(page(cast, "bai", RECORD, sent(words=told)), 409)
    assert "听起来像检举控告" in asked
    turned = words(page(cast, "bai", RECORD, sent(words=told, accuses="yes", way="phone")))
    assert 'action="/cases/new/"' in turned
    assert told in turned
    assert '<option value="accusation" selected>' in turned
    assert '<option value="call" selected>' in turned
    assert not Statement.objects.exists()
    assert not Reception.objects.exists()
    assert not Case.objects.exists()
    assert page(cast, "bai", RECORD, sent(words=told, accuses_nobody="yes")).status_code == 302


def test_an_accusation_is_added_to_by_nobody_here(cast: Cast) -> None:
    case = cast.report(by="shen", kind="accusation")
    assert "检举控告不在这里补充" in words(
        page(cast, "shen", RECORD, sent(outcome="added", number=case.number)), 422
    )


@pytest.mark.parametrize(
    ("who", "code", "status"),
    [
        ("bai", DAGAOSHE, 403),
        ("gao", DONGFEN, 403),
        ("he", "", 403),
        ("cheng", CHENGGUAN, 403),
        ("guan", "", 404),
    ],
)
def test_a_book_is_written_in_by_those_of_the_door(cast: Cast, who: str, code: str, status: int) -> None:
    assert page(cast, who, f"{RECORD}?unit={code}").status_code == status
    assert page(cast, who, f"{RECORD}?unit={code}", sent()).status_code == status
    assert not Reception.objects.exists()


def test_the_list_goes_on_page_by_page_and_costs_the_same(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(33):
        write(cast)
    client = Client()
    client.force_login(cast.user("gao"))
    with django_assert_max_num_queries(20):
        first = client.get("/receptions/").content.decode()
    assert first.count('class="own"') == 30
    older = client.get(f"/receptions/?older={Reception.objects.order_by('-pk')[29].pk}").content.decode()
    assert older.count('class="own"') == 3
    assert "翻建" not in first, "what was said is for the door alone"


def test_to_others_there_is_no_such_reception(cast: Cast) -> None:
    reception = write(cast)
    for who in ("meng", "tang", "he", "cheng", "guan", "wang"):
        assert page(cast, who, f"/receptions/{reception.pk}/").status_code == 404, who
    assert "翻建" not in words(page(cast, "shen", f"/receptions/{reception.pk}/"))


def test_a_month_in_figures_for_those_above(cast: Cast) -> None:
    write(cast, heads=6)
    write(cast, by="zhou", code=DAGAOSHE)
    assert "1 批 6 人次" in words(page(cast, "gao", "/receptions/figures/"))
    assert "2 批 7 人次" in words(page(cast, "shen", "/receptions/figures/"))
    assert "0 批 0 人次" in words(page(cast, "tang", "/receptions/figures/?month=2020-01"))
    for odd in ("0001-01", "2026-13", "x"):
        assert "2 批" in words(page(cast, "shen", f"/receptions/figures/?month={odd}"))


def test_two_buttons_go_on_or_open_what_was_written(cast: Cast) -> None:
    assert page(cast, "bai", RECORD, sent(after="next")).url == RECORD
    reception = Reception.objects.get()
    strike = f"/receptions/{reception.pk}/strike/"
    assert strike in words(page(cast, "bai", f"/receptions/{reception.pk}/"))
    assert page(cast, "bai", strike, {"reason": "记了两次。", "seen": reception.version}).status_code == 302
    assert "已作废" in words(page(cast, "bai", "/receptions/"))
