"""The box on top: what it promises it finds, and where it finds nothing it says what it does not look for."""

from __future__ import annotations

from urllib.parse import quote

from tests.cast import DONGFEN, Cast
from tests.desk.conftest import Browser


def finds(browser: Browser, who: str, text: str) -> str:
    return browser(who).get("/palette/", {"q": text}).content.decode()


def test_it_promises_no_people_and_says_why_none_are_found(cast: Cast, browser: Browser) -> None:
    cast.report("台阶没有扶手。", reporters=("wang",))
    page = browser("qin").get("/inbox/").content.decode()
    assert 'placeholder="找件号、内容、地点、页面"' in page
    assert "找件号、内容、地点、页面" in browser("qin").get("/keys/").content.decode()
    nobody = finds(browser, "qin", "王秀英")
    assert "没有找到“王秀英”" in nobody
    assert "姓名电话另外保存，不能这样找" in nobody


def test_more_than_it_has_room_for_is_a_press_away(cast: Cast, browser: Browser) -> None:
    for n in range(6):
        cast.report(f"路灯不亮，第 {n} 盏。", reporters=())
    found = finds(browser, "qin", "路灯")
    assert found.count("待受理") == 5
    assert f'href="/cases/?q={quote("路灯")}"' in found
    assert "看全部" not in finds(browser, "qin", "第 3 盏")


def test_a_village_that_is_named_comes_before_its_matters(cast: Cast, browser: Browser) -> None:
    cast.report("东坟村口的路灯不亮。")
    found = finds(browser, "qin", "东坟村")
    assert found.index(f'href="/cases/?unit={DONGFEN}"') < found.index("东坟村口的路灯不亮")


def test_a_studio_is_one_press_away_for_whoever_keeps_it(cast: Cast, browser: Browser) -> None:
    for who in ("shen", "guan", "gao", "qin"):
        found = finds(browser, who, "东坟村")
        assert f'href="/our-studios/{DONGFEN}/"' in found, who
        if who != "guan":
            assert found.index("/our-studios/") < found.index("/cases/?unit="), who
    assert browser("shen").get(f"/our-studios/{DONGFEN}/").status_code == 200
    for who in ("bai", "he", "tang"):
        assert "/our-studios/" not in finds(browser, who, "东坟村"), who


def test_words_written_together_are_shown_apart_where_nothing_is_found(cast: Cast, browser: Browser) -> None:
    cast.report("公交站的雨棚坏了。")
    page = browser("qin").get("/cases/", {"q": "雨棚公交"}).content.decode()
    assert "几个词之间空一格" in page
    assert f'href="/cases/?q={quote("雨棚 公交")}"' in page
    assert 'class="matter"' in browser("qin").get("/cases/", {"q": "雨棚 公交"}).content.decode()
    assert "几个词之间空一格" not in browser("qin").get("/cases/", {"q": "火星"}).content.decode()
