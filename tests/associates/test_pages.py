"""The pages of associates: the list, the form at the counter, their own page, and seeing who they are."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.associates.conftest import NAME, PHONE, Counter
from tests.cast import CHENGGUAN, Cast
from wolaiban.associates.models import Associate
from wolaiban.residents.models import Look


def page(cast: Cast, who: str, path: str, sent: dict[str, Any] | None = None) -> Any:
    client = Client()
    client.force_login(cast.user(who))
    return client.get(path) if sent is None else client.post(path, sent)


def words(answer: Any) -> str:
    assert answer.status_code == 200, answer.content.decode()[:500]
    return str(answer.content.decode())


def test_from_the_empty_list_to_somebody_with_an_area(cast: Cast) -> None:
    empty = words(page(cast, "qin", "/associates/"))
    assert "还没有队员" in empty
    assert "/associates/enlist/" in empty
    form = words(page(cast, "qin", "/associates/enlist/"))
    assert "不问政治面貌、民族、宗教和病史" in form
    sent = {"name": NAME, "phone": PHONE, "kinds": ["volunteer", "mediator"], "shown": "kind", "agreed": "on"}
    assert page(cast, "qin", "/associates/enlist/", sent).status_code == 302
    at = f"/associates/{Associate.objects.get().pk}/"
    shown = words(page(cast, "qin", at))
    assert "高*芝" in shown
    assert NAME not in shown
    assert "志愿者、调解员" in shown
    assert "只公布身份" in shown
    assert page(cast, "bai", f"{at}claim/", {"new_area": "3 号楼", "willing": "on"}).status_code == 302
    shown = words(page(cast, "qin", at))
    assert "3 号楼" in shown
    assert "按本人意愿，记下认领了一个片区" in shown
    assert "高*芝" in words(page(cast, "gao", "/associates/"))


def test_a_form_begins_with_what_is_registered(counter: Counter, cast: Cast) -> None:
    found = counter.enlist()
    counter.take("describe", found, "qin", skills=["fire"], skill_line="会修锁")
    form = words(page(cast, "qin", f"/associates/{found.pk}/describe/"))
    assert 'value="会修锁"' in form
    assert form.count("checked") == 1


def test_who_they_are_is_seen_with_a_reason_and_they_see_by_whom(counter: Counter, cast: Cast) -> None:
    zhi = counter.enlist_zhi()
    at = f"/associates/{zhi.pk}/identity/"
    assert "13800000778" not in words(page(cast, "qin", at))
    assert page(cast, "qin", at, {"reason": "看"}).status_code == 422
    assert not Look.objects.exists()
    told = words(page(cast, "qin", at, {"reason": "通知周三的活动改了时间"}))
    assert "志远" in told
    assert "13800000778" in told
    assert Look.objects.get().case_number == zhi.number
    own = words(page(cast, "zhi", f"/associates/{zhi.pk}/"))
    assert "通知周三的活动改了时间" in own
    for who, status in {"zhi": 403, "jian": 403, "zhou": 404, "wen": 404, "cheng": 404}.items():
        assert page(cast, who, at, {"reason": "通知周三的活动"}).status_code == status, who
    counter.take("leave", zhi, "qin", sure=True)
    assert page(cast, "qin", at, {"reason": "通知周三的活动"}).status_code == 410


def test_a_volunteer_finds_their_own_page(counter: Counter, cast: Cast) -> None:
    assert "还没有登记为队员" in words(page(cast, "zhi", "/associates/mine/"))
    zhi = counter.enlist_zhi()
    at = f"/associates/{zhi.pk}/"
    assert page(cast, "zhi", "/associates/mine/").url == at
    shown = words(page(cast, "zhi", at))
    assert f"{at}describe/" in shown
    assert f"{at}change/" not in shown
    assert 'href="/associates/"' not in shown
    assert page(cast, "zhi", f"{at}leave/", {"sure": "on"}).url == "/associates/mine/"
    assert page(cast, "zhi", at).status_code == 404
    assert page(cast, "qin", "/associates/mine/").url == "/associates/"
    assert page(cast, "wang", "/associates/mine/").status_code == 404


def test_somebody_is_found_by_what_they_can_do_and_when(counter: Counter, cast: Cast) -> None:
    lawyer = Counter(cast, CHENGGUAN).enlist(by="gao", kinds=["law_expert"])
    counter.take("describe", lawyer, "gao", skills=["law"], free=["wed_am"])
    counter.enlist(name="高大山")
    both = words(page(cast, "qin", "/associates/find/"))
    assert "2 位" in both
    wanted = "/associates/find/?kinds=law_expert&free=wed_am"
    assert "1 位" in words(page(cast, "qin", wanted))
    assert lawyer.number in words(page(cast, "qin", wanted))
    assert "没有这样的队员" in words(page(cast, "qin", "/associates/find/?kinds=law_expert&free=thu_am"))
    assert "没有这样的队员" in words(page(cast, "zhou", wanted))
    assert "2 位" in words(page(cast, "qin", "/associates/find/?kinds=emperor&after=x"))
    assert page(cast, "zhi", wanted).status_code == 404
    counter.take("leave", lawyer, "gao", sure=True)
    assert "没有这样的队员" in words(page(cast, "qin", wanted))


@pytest.mark.parametrize("number", [1, 6])
def test_the_list_asks_no_more_for_more_people(
    counter: Counter, cast: Cast, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(number):
        counter.enlist(name=f"高玉{each}", phone=f"1380000080{each}")
    client = Client()
    client.force_login(cast.user("qin"))
    client.get("/associates/")
    with django_assert_max_num_queries(9):
        client.get("/associates/")
