"""Officers keep up to date how their studio is reached, on the record; and print what hangs at its door."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.cast import CHENGGUAN, DAGAOSHE, DISTRICT, DONGFEN, HAIYI, Cast, unit
from tests.desk.conftest import Browser
from wolaiban.people.actions.studios import describe_studio
from wolaiban.people.models import StudioChange
from wolaiban.places.models import Studio, Unit
from wolaiban.process.errors import NotAllowed

SAID = {"phone": "010-80001234", "address": "东坟大街 1 号", "hours": "每天", "notice": ""}


def studio_at(code: str) -> Studio:
    return Studio.objects.get(units__code=code)


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("who", "where"),
    [
        ("qin", DONGFEN),
        ("gao", DONGFEN),
        ("fang", CHENGGUAN),
        ("shen", HAIYI),
        ("lian", DISTRICT),
        ("guan", HAIYI),
    ],
)
def test_leaders_and_administrators_say_how_their_own_are_reached(
    browser: Browser, cast: Cast, who: str, where: str
) -> None:
    answer = browser(who).post(f"/our-studios/{where}/", SAID, follow=True)

    assert "已保存" in text(answer)
    assert studio_at(where).phone == "010-80001234"
    change = StudioChange.objects.get()
    assert (change.by, change.facts["phone"]) == (cast.user(who), ["", "010-80001234"])


@pytest.mark.parametrize("who", ["bai", "zhi", "zhou", "tang", "he", "cheng", "jian", "wang"])
def test_nobody_else_does(browser: Browser, cast: Cast, who: str) -> None:
    assert browser(who).post(f"/our-studios/{DONGFEN}/", SAID).status_code == 404
    with pytest.raises(NotAllowed):
        describe_studio(studio_at(DONGFEN), by=cast.actor(who), **SAID)

    assert studio_at(DONGFEN).phone == ""
    assert not StudioChange.objects.exists()


def test_a_shared_studio_is_kept_by_the_leaders_of_all_it_serves(browser: Browser, cast: Cast) -> None:
    Unit.objects.filter(code=DAGAOSHE).update(studio=unit(DONGFEN).studio)

    browser("zhou").post(f"/our-studios/{DAGAOSHE}/", SAID)

    assert studio_at(DONGFEN).phone == "010-80001234"


def test_what_did_not_change_leaves_no_record(browser: Browser, cast: Cast) -> None:
    browser("qin").post(f"/our-studios/{DONGFEN}/", SAID)

    answer = browser("qin").post(f"/our-studios/{DONGFEN}/", SAID, follow=True)

    assert "没有改动" in text(answer)
    assert StudioChange.objects.count() == 1


def test_the_record_is_read_on_the_page_and_cannot_be_changed(browser: Browser, cast: Cast) -> None:
    browser("qin").post(f"/our-studios/{DONGFEN}/", SAID)
    browser("gao").post(f"/our-studios/{DONGFEN}/", SAID | {"phone": "010-80005678"})

    page = text(browser("qin").get(f"/our-studios/{DONGFEN}/"))
    assert "010-80001234 → 010-80005678" in page
    assert "高远" in page
    with pytest.raises(DatabaseError), transaction.atomic():
        StudioChange.objects.update(facts={})


@pytest.mark.parametrize("phone", ["问村里", "1" * 41])
def test_a_phone_that_cannot_be_called_is_refused_at_its_field(
    browser: Browser, cast: Cast, phone: str
) -> None:
    answer = browser("qin").post(f"/our-studios/{DONGFEN}/", SAID | {"phone": phone})

    assert answer.status_code == 422
    assert 'id="id_phone_fault"' in text(answer)
    assert studio_at(DONGFEN).address == ""


def test_whoever_has_one_studio_goes_straight_to_it(browser: Browser, cast: Cast) -> None:
    assert browser("qin").get("/our-studios/")["Location"] == f"/our-studios/{DONGFEN}/"


def test_a_township_finds_its_own_and_no_others(browser: Browser, cast: Cast) -> None:
    gao = browser("gao")

    assert "东坟村" in text(gao.get("/our-studios/", {"q": "东坟"}))
    assert "没有找到" in text(gao.get("/our-studios/", {"q": "大高舍"}))
    assert "下一页" not in text(gao.get("/our-studios/", {"after": "999999999999"}))
    assert "下一页" in text(browser("shen").get("/our-studios/"))


@pytest.mark.parametrize("sheet", ["poster", "leaflet"])
def test_what_is_printed_leads_to_the_page_of_the_studio(browser: Browser, cast: Cast, sheet: str) -> None:
    browser("qin").post(f"/our-studios/{DONGFEN}/", SAID)

    page = text(browser("qin").get(f"/our-studios/{DONGFEN}/{sheet}/"))

    assert f"http://testserver/s/{DONGFEN}/" in page
    assert '<span class="qr" role="img"' in page
    assert "<svg" in page
    for words in ("城关街道东坟村", "010-80001234", "每天", "东坟大街 1 号", "不收费"):
        assert words in page
