"""The one search box: a number opens its case, words their list; an empty list says what was looked for, and where."""

from __future__ import annotations

from urllib.parse import quote

from tests.cast import DAGAOSHE, Cast
from tests.desk.conftest import Browser


def test_a_number_opens_its_case_also_without_its_zeros(cast: Cast, browser: Browser) -> None:
    case = cast.report()
    house, year, serial = case.number.split("-")
    client = browser("qin")
    for asked in (case.number, f"{house}-{year}-{int(serial)}", f"{year}-{int(serial)}"):
        assert client.get("/search/", {"q": asked}).headers["Location"] == f"/cases/{case.number}/"


def test_what_one_may_not_see_is_looked_for_and_not_found(cast: Cast, browser: Browser) -> None:
    foreign = cast.report("外村的。", at_unit=DAGAOSHE, by="zhou")
    answer = browser("qin").get("/search/", {"q": foreign.number}, follow=True)
    assert answer.redirect_chain[0][0] == f"/cases/?q={foreign.number}"
    assert "没有找到" in answer.content.decode()


def test_words_lead_to_their_list(cast: Cast, browser: Browser) -> None:
    answer = browser("qin").get("/search/", {"q": "雨棚 公交"})
    assert answer.headers["Location"] == f"/cases/?q={quote('雨棚')}+{quote('公交')}"
    assert browser("qin").get("/search/").headers["Location"] == "/cases/"


def test_the_empty_list_says_what_was_looked_for_and_where(cast: Cast, browser: Browser) -> None:
    page = browser("qin").get("/cases/?q=雨棚 公交&stage=open", follow=True).content.decode()
    assert "找的是：“雨棚”和“公交”，要每个词都有" in page
    assert "件号、标题、地点、反映和办理的原话、所在的村居和镇街" in page
    assert "上面选的条件以内" in page
    assert "没有找反映人的姓名和电话" in page


def test_too_many_words_are_refused_in_words(browser: Browser) -> None:
    answer = browser("qin").get("/cases/", {"q": "一 二 三 四 五 六 七 八 九"})
    assert answer.status_code == 422
    assert "一次最多找 8 个词" in answer.content.decode()


def test_others_are_led_to_what_is_theirs(browser: Browser) -> None:
    assert browser("wang").get("/search/?q=雨棚").headers["Location"] == "/mine/"
    assert browser("guan").get("/search/?q=雨棚").headers["Location"] == "/inbox/"


def test_the_box_as_a_page_finds_what_the_palette_finds_as_links(cast: Cast, browser: Browser) -> None:
    case = cast.report("雨棚漏雨。")
    page = browser("qin").get("/find/", {"q": "雨棚"}).content.decode().split("<main")[1]
    assert f'href="/cases/{case.number}/"' in page
    assert f'href="/search/?q={quote("雨棚")}"' in page
    nothing = browser("zhou").get("/find/", {"q": "雨棚"}).content.decode().split("<main")[1]
    assert "没有找到“雨棚”" in nothing
    assert 'role="option"' not in nothing


def test_who_keeps_accounts_has_the_box_for_people_and_pages(cast: Cast, browser: Browser) -> None:
    client = browser("guan")
    assert 'placeholder="找人、页面"' in client.get("/inbox/").content.decode()
    page = client.get("/find/", {"q": "秦怀信"}).content.decode().split("<main")[1]
    assert "秦怀信" in page
    assert "在全部事项里找" not in page
