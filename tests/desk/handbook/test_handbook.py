"""The handbook at the desk: whole, led to from every page, found by its words, and without a way out of the house."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.desk.conftest import Browser
from wolaiban.desk.handbook.pages import page_of, passages_saying, readable
from wolaiban.installation import handbook

PAGES = [(shelf, name) for shelf in handbook.SHELVES for name in handbook.names(shelf)]


def page(browser: Browser, who: str, address: str) -> str:
    return browser(who).get(address).content.decode()


def test_whoever_has_signed_in_finds_the_way_to_it(cast: Cast, browser: Browser) -> None:
    for who in ("bai", "he", "guan", "wang"):
        assert 'href="/handbook/">帮助' in page(browser, who, "/more/").replace("<span>", "")
    contents = page(browser, "bai", "/handbook/")
    assert "<h1" in contents
    assert 'href="/handbook/handbook/counter/"' in contents
    assert 'href="/handbook/process/case/"' in contents


def test_its_contents_name_every_page() -> None:
    contents = page_of("handbook", "README")
    assert contents
    missing = [
        name for name in handbook.names("handbook") if f"/handbook/handbook/{name}/" not in contents.body
    ]
    assert not missing


@pytest.mark.parametrize(("shelf", "name"), PAGES)
def test_every_page_is_drawn_and_leads_nowhere_outside(shelf: str, name: str) -> None:
    drawn = page_of(shelf, name)
    assert drawn
    assert drawn.title
    links = re.findall(r'href="([^"]*)"', drawn.body)
    assert not [link for link in links if not link.startswith("/handbook/")]
    words = re.sub(r"<pre>.*?</pre>|<code>.*?</code>", "", drawn.body, flags=re.S)
    assert not re.findall(r"style=|```|mermaid|\]\(|\*\*[^*]+\*\*", words)


def test_each_passage_is_found_by_its_heading_and_then_by_its_words() -> None:
    first, *others = passages_saying("撤回重来")
    assert (first.page, first.heading) == ("当场办结、常用语、撤回和更正", "撤回重来")
    assert first.url == "/handbook/handbook/counter/#撤回重来"
    assert others
    assert all("撤回重来" in passage.heading + passage.text for passage in others)


def test_the_box_on_top_answers_a_word_that_no_matter_says(cast: Cast, browser: Browser) -> None:
    found = page(browser, "gao", "/palette/?q=吹哨")
    assert "手册：一件事，从登记到办结" in found
    assert "没有找到" not in found


def test_a_chinese_sentence_has_no_gap_where_its_line_ends() -> None:
    assert readable("写错的，\n改过来。\n") == "写错的，改过来。\n"
    assert readable("- 一\n- 二\n") == "- 一\n- 二\n"


def test_what_is_no_page_is_not_there(cast: Cast, browser: Browser) -> None:
    for name in ("nothing", "settings"):
        assert browser("bai").get(f"/handbook/handbook/{name}/").status_code == 404
    assert handbook.text_of("handbook", "../settings") is None
    assert handbook.text_of("decisions", "0001-libraries") is None


def test_a_wheel_carries_it(tmp_path: Path) -> None:
    handbook.carry(tmp_path, handbook.WRITTEN)
    carried = {path.stem for path in (tmp_path / "assets" / "pages" / "handbook").glob("*.md")}
    assert carried == {*handbook.names("handbook"), handbook.CONTENTS}
    with pytest.raises(FileNotFoundError):
        handbook.carry(tmp_path, tmp_path / "nowhere")
