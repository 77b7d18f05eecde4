"""The page of one's own matter: everything that is mine to know, and nothing of anybody else's."""

from __future__ import annotations

import re

import pytest

from tests.cast import DONGFEN, Cast, unit
from tests.portal.tracking.conftest import QIAN, ZHAO, Holder, Reported
from wolaiban.process.words import RequestKind
from wolaiban.residents.actions import reveal
from wolaiban.uploads.cleaning import Cleaned

PHOTO = Cleaned(b"\xff\xd8 a picture \xff\xd9", "image/jpeg", "台阶.jpg")
VOICE = Cleaned(b"OggS a voice", "audio/ogg", "录音.ogg")


def test_it_says_who_holds_it_until_when_and_what_happens_if_they_are_late(cast: Cast, zhao: Holder) -> None:
    studio = unit(DONGFEN).studio
    assert studio
    studio.phone = "010-00000000"
    studio.save()
    case = zhao.case
    cast.moved_to("working", case)

    page = zhao.page()

    assert case.number in page
    assert "正在办理" in page
    assert "东坟村" in page
    assert "秦怀信" in page
    assert 'href="tel:01000000000"' in page
    assert "自动上报到上一级" in page
    assert "受理了此件" in page


def test_a_petition_shows_the_clocks_of_the_law_and_the_way_to_a_review(cast: Cast, zhao: Holder) -> None:
    case = cast.moved_to("working", zhao.case)
    assert "第三十五条" not in zhao.page()

    cast.take("raise", case, "qin", as_petition=True)

    page = zhao.page()
    assert "法定期限" in page
    assert "30 日内" in page
    assert "第三十五条" in page
    assert "起诉" in page


def test_i_see_who_looked_at_me_and_why(cast: Cast, zhao: Holder) -> None:
    assert "还没有人看过" in zhao.page()

    reveal(
        zhao.complaint.resident, by=cast.actor("qin"), reason="打电话核实楼号", case_number=zhao.case.number
    )

    page = zhao.page()
    assert "秦怀信" in page
    assert "打电话核实楼号" in page
    assert "赵*" in page
    assert "13900005678" not in page


def test_the_hash_of_my_case_is_there_to_copy(zhao: Holder) -> None:
    assert bytes(zhao.case.head).hex() in "".join(zhao.page().split())


def test_what_i_sent_is_shown_and_played_and_nobody_elses_is(cast: Cast, reported: Reported) -> None:
    zhao, qian = reported(ZHAO, QIAN, photos=[PHOTO])
    zhao.open(), qian.open()
    cast.moved_to("working", zhao.case)
    assert zhao.send("supply", words="只有我听到的。", photos=[uploaded()]).status_code == 302

    picture, voice = zhao.case.attachments.order_by("pk")

    assert zhao.browser.get(f"/track/case/attachments/{picture.pk}/").status_code == 200
    assert qian.browser.get(f"/track/case/attachments/{picture.pk}/").status_code == 200
    assert zhao.browser.get(f"/track/case/attachments/{voice.pk}/").status_code == 200
    assert qian.browser.get(f"/track/case/attachments/{voice.pk}/").status_code == 404
    assert "只有我听到的" in zhao.page()
    assert "只有我听到的" not in qian.page()


def uploaded() -> object:
    from io import BytesIO

    from PIL import Image

    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    picture.seek(0)
    picture.name = "旁边.png"
    return picture


def test_a_matter_that_was_merged_is_followed_to_where_it_stands(cast: Cast, reported: Reported) -> None:
    (zhao,) = reported(ZHAO)
    (qian,) = reported(QIAN, words="钱家门口也没有扶手。", photos=[PHOTO])
    zhao.open(), qian.open()
    home, into = qian.case, zhao.case
    for case in (home, into):
        cast.moved_to("working", case)
    cast.take("merge", home, "qin", into=into)

    page = qian.page()

    assert home.number in page
    assert f"已并到 {into.number} 一起办" in page
    assert "钱家门口也没有扶手" in page
    assert "院里的台阶没有扶手" not in page.replace(into.title, "")
    assert qian.browser.get(f"/track/case/attachments/{home.attachments.get().pk}/").status_code == 200
    assert "钱家门口" not in zhao.page()


def test_an_accusation_is_followed_like_any_other(cast: Cast, reported: Reported) -> None:
    (zhao,) = reported(ZHAO, words="有人私分公款。", kind=RequestKind.ACCUSATION)
    zhao.open()

    page = zhao.page()

    assert "有人私分公款" in page
    assert "没有再上一级可请" in page


@pytest.mark.parametrize(
    "stage",
    [
        "reported",
        "working",
        "raised",
        "joint",
        "resolved",
        "answered",
        "disputed",
        "closed",
        "declined",
        "withdrawn",
    ],
)
def test_every_stage_has_a_page_without_a_query_for_each_event(
    cast: Cast, reported: Reported, stage: str, django_assert_max_num_queries: object
) -> None:
    assert callable(django_assert_max_num_queries)
    (zhao,) = reported(ZHAO)
    zhao.open()
    case = zhao.case
    for step, by in WAYS_OF_ZHAO[stage]:
        zhao.send(
            step, words="不行。", solved="yes", satisfaction="satisfied"
        ) if by == "zhao" else cast.take(step, case, by)
        case.refresh_from_db()

    with django_assert_max_num_queries(26):
        page = zhao.page()

    assert case.stage == stage
    assert "办理经过" in page


def bar_of(page: str) -> str:
    return page[page.index('<ol class="stages') :].split("</ol>", maxsplit=1)[0]


def test_the_bar_on_top_says_how_far_it_is_and_on_which_days(cast: Cast, zhao: Holder) -> None:
    cast.moved_to("working", zhao.case)

    page = zhao.page()

    assert page.index('<ol class="stages') < page.index("您反映的事")
    told = re.findall(r'<li class="(\w+)"', bar_of(page))
    assert told == ["past", "past", "here", "next", "next"]
    for words in ("收到", "受理", "办理", "给您答复", "您来评价"):
        assert words in bar_of(page)
    assert re.search(r"\d+月\d+日前", bar_of(page))
    assert 'aria-current="step"' in bar_of(page)


def test_when_it_is_answered_it_waits_for_me_and_then_for_the_others(cast: Cast, reported: Reported) -> None:
    zhao, qian = reported(ZHAO, QIAN)
    zhao.open(), qian.open()
    cast.moved_to("answered", zhao.case)
    assert "等您" in bar_of(zhao.page())

    zhao.send("confirm", solved="yes", satisfaction="satisfied")

    assert "等其他人" in bar_of(zhao.page())
    assert "等您" in bar_of(qian.page())


def test_what_i_said_and_was_told_stands_before_what_i_may_press(cast: Cast, zhao: Holder) -> None:
    cast.moved_to("answered", zhao.case)
    page = zhao.page()

    order = ['id="said"', 'id="result"', 'id="asked"', 'id="choices"', 'id="story"']

    assert [page.index(mark) for mark in order] == sorted(page.index(mark) for mark in order)


def test_how_it_goes_meanwhile_is_read_until_there_is_an_answer(cast: Cast, zhao: Holder) -> None:
    case = cast.moved_to("working", zhao.case)
    assert 'id="progress"' not in zhao.page()
    cast.take("interim", case, "qin", message="材料已订，周五施工。")
    cast.take("interim", case, "qin", message="下雨，改到周六施工。")

    page = zhao.page()
    now = page.split('id="progress"')[1].split("</section>")[0]
    assert "下雨，改到周六施工。" in now
    assert "秦怀信" in now
    assert "材料已订" not in now
    assert page.index('id="said"') < page.index('id="progress"') < page.index('id="choices"')
    assert "材料已订" in page.split('id="story"')[1]

    cast.take("resolve", case, "qin")
    assert 'id="progress"' in zhao.page()
    cast.take("answer", case, "qin")
    assert 'id="progress"' not in zhao.page()
    zhao.send("confirm", solved="no", satisfaction="unsatisfied")
    assert 'id="progress"' not in zhao.page()


def test_solved_and_not_solved_weigh_the_same_and_say_what_was_pressed(cast: Cast, zhao: Holder) -> None:
    cast.moved_to("answered", zhao.case)
    page = zhao.page()
    doors = re.findall(r'<a class="(btn big)" href="(/track/case/steps/confirm/\?solved=\w+)"', page)
    assert doors == [
        ("btn big", "/track/case/steps/confirm/?solved=yes"),
        ("btn big", "/track/case/steps/confirm/?solved=no"),
    ]

    form = zhao.browser.get(doors[1][1]).content.decode()
    marked = re.findall(r'value="(\w+)"[^>]* checked', form)

    assert marked == ["no"]
    assert not re.findall(r'value="\w+"[^>]* checked', zhao.browser.get(doors[0][1][:-11]).content.decode())


@pytest.mark.parametrize(("stage", "offered"), [("working", True), ("resolved", True), ("answered", False)])
def test_nobody_is_offered_to_press_others_while_they_wait_for_them(
    cast: Cast, zhao: Holder, stage: str, offered: bool
) -> None:
    cast.moved_to(stage, zhao.case)

    assert ("催一催" in zhao.page()) is offered


def test_nor_while_their_own_words_are_asked_for(cast: Cast, zhao: Holder) -> None:
    case = cast.moved_to("working", zhao.case)
    cast.take("ask", case, "qin")
    assert "催一催" not in zhao.page()

    zhao.send("supply", words="是东边那几级。")

    assert "催一催" in zhao.page()


def test_how_it_was_and_how_it_is_stand_side_by_side(cast: Cast, reported: Reported) -> None:
    (zhao,) = reported(ZHAO, photos=[PHOTO])
    zhao.open()
    case = cast.moved_to("working", zhao.case)
    cast.take("resolve", case, "qin", photos=[PHOTO])
    case.refresh_from_db()
    cast.take("answer", case, "qin")
    before, after = case.attachments.order_by("pk")

    pair = zhao.page().split('<div class="pair">')[1].split("</div>")[0]

    assert pair.index(f"/attachments/{before.pk}/") < pair.index(f"/attachments/{after.pk}/")
    assert "办之前" in pair
    assert "办好后" in pair


def _ways() -> dict[str, tuple[tuple[str, str], ...]]:
    from tests.cast import WAYS

    return {
        stage: tuple((step, "zhao" if by == "wang" else by) for step, by in way)
        for stage, way in WAYS.items()
    }


WAYS_OF_ZHAO = _ways()
