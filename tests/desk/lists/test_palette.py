"""The box on top: what it promises it finds, and where it finds nothing it says what it does not look for."""

from __future__ import annotations

from tests.cast import Cast
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
