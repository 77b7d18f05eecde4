"""What stands around pages, for each of the cast; and the pages that say what went wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client

import wolaiban
from tests.cast import Cast
from wolaiban.web.navigation import rooms

INSIDE = ["今天", "事项", "会商", "看板", "典型答复", "值班", "队员", "事项目录", "消息"]
AT_A_DOOR = ["今天", "接访", *INSIDE[1:]]


@pytest.mark.parametrize(
    ("who", "labels"),
    [
        (
            "qin",
            [
                "今天",
                "登记",
                "接访",
                "导入",
                "事项",
                "会商",
                "看板",
                "典型答复",
                "值班",
                "队员",
                "常用语",
                "不在岗",
                "工作室",
                "事项目录",
                "消息",
            ],
        ),
        ("he", [*INSIDE[:-2], "常用语", "不在岗", *INSIDE[-2:]]),
        ("jian", [*AT_A_DOOR[:4], "包案", *AT_A_DOOR[4:]]),
        ("zhi", ["我上报的", "登记", "我的服务", "消息"]),
        ("wang", ["我的诉求", "登记"]),
    ],
)
def test_everybody_has_the_entries_of_their_posts(cast: Cast, who: str, labels: list[str]) -> None:
    assert [room.label for room in rooms(cast.actor(who))] == labels


def test_rotations_stand_in_the_room_of_duty(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.user("qin"))
    page = browser.get("/rosters/rotations/").content.decode()
    assert re.search(r'href="/rosters/"[^>]*aria-current="page"', page)


def test_committees_stand_in_the_room_of_those_who_help(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.user("qin"))
    page = browser.get("/associates/committees/").content.decode()
    assert re.search(r'href="/associates/"[^>]*aria-current="page"', page)
    assert "调解委员会" in page


def test_administrators_keep_people_and_the_catalogue(cast: Cast) -> None:
    assert [room.label for room in rooms(cast.actor("guan"))] == [
        "今天",
        "工作室",
        "人员",
        "事项目录",
        "意见",
        "消息文本",
        "发送记录",
        "运行情况",
        "消息",
    ]


LISTENED_TO = re.compile(r"""toLowerCase\(\) === "(\w)"|([jk]): -?1""")


def test_the_page_of_keys_names_every_key_that_does_something(cast: Cast) -> None:
    scripts = Path(wolaiban.__file__).parent.glob("*/static/*/*.js")
    heard = {
        key for file in scripts for found in LISTENED_TO.findall(file.read_text()) for key in found if key
    }
    browser = Client()
    browser.force_login(cast.user("qin"))
    page = browser.get("/keys/").content.decode()
    heard |= set(re.findall(r'data-key="(.)"', page))
    named = " ".join(re.findall(r"<th scope=\"row\"><kbd>([^<]+)</kbd>", page))
    assert heard >= {"j", "k", "x", "n", "?"}
    assert not [key for key in heard if key.upper() not in named]
    for words in ("Ctrl K 或 /", "Ctrl 回车", "回车", "Esc"):
        assert words in named


def test_no_page_is_styled_or_scripted_from_within(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.user("qin"))
    page = browser.get("/cases/new/").content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == page.count("<script src=")


def test_the_frame_holds_without_a_request() -> None:
    assert "系统出了问题" in render_to_string("500.html")


def test_a_missing_page_says_so(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.user("qin"))
    answer = browser.get("/no/such/page/")
    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode()


def test_a_name_that_is_not_ours_is_said_to_be_none(client: Client) -> None:
    for path in ("/", "/api/v1/cases"):
        answer = client.get(path, headers={"host": "other.example"})

        assert answer.status_code == 400
        page = answer.content.decode()
        assert "本系统不在“other.example”这个网址上" in page
        assert "ALLOWED_HOSTS" in page
        assert "太大" not in page


def test_a_forged_form_is_refused_in_words(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.user("qin"))
    answer = browser.post("/cases/new/", {"words": "x"})
    assert answer.status_code == 403
    assert "页面过期了" in answer.content.decode()


def test_a_forged_fragment_is_refused_where_the_person_looks(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.user("qin"))
    answer = browser.post("/cases/new/", {"words": "x"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (403, "#refusal")
    assert "<html" not in answer.content.decode()
