"""The pages of a roster: its grid, its gaps and swaps, the sheet for the door; and those of a rotation."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from tests.duty.conftest import Door, hired
from wolaiban.duty.models import Roster, Rotation
from wolaiban.process.words import Function


def page(cast: Cast, who: str, path: str, sent: dict[str, Any] | None = None) -> Any:
    client = Client()
    client.force_login(cast.user(who))
    return client.get(path) if sent is None else client.post(path, sent)


def words(answer: Any) -> str:
    assert answer.status_code == 200, answer.content.decode()[:500]
    return str(answer.content.decode())


def test_from_the_empty_list_to_a_posted_month(door: Door, cast: Cast) -> None:
    empty = words(page(cast, "qin", "/rosters/"))
    assert "还没有值班" in empty
    assert "/rosters/draw_up/" in empty
    assert page(cast, "qin", "/rosters/draw_up/", {"month": "2026-10"}).status_code == 302
    roster = Roster.objects.get()
    at = f"/rosters/{roster.pk}/"
    grid = words(page(cast, "qin", at))
    assert f"{at}put/?shift=" in grid
    assert "2026年10月值班表" in grid
    assert "国庆" in grid
    assert page(cast, "qin", f"{at}post/", {}).status_code == 302
    assert f"{at}change/?shift=" in words(page(cast, "qin", at))
    assert f"{at}draw_up" not in words(page(cast, "qin", at))


def test_the_month_that_the_address_names_is_not_asked_again(door: Door, cast: Cast) -> None:
    form = words(page(cast, "qin", "/rosters/draw_up/?month=2026-10"))
    assert 'type="hidden" name="month" value="2026-10"' in form
    assert "<b>2026年10月</b>" in form
    assert page(cast, "qin", "/rosters/draw_up/?month=2031-10").status_code == 404


def test_a_gap_is_red_in_words_with_who_could_take_it(door: Door, cast: Cast) -> None:
    women = hired("苏振田", Function.WOMEN)
    door.draw_up()
    door.take("put", "qin", shift=door.shift(20), person=women)
    grid = words(page(cast, "qin", f"/rosters/{door.roster.pk}/"))
    assert "空班" in grid
    assert "10月20日没人" in grid
    assert re.search(r"派(秦怀信|白玉兰)</a>", grid)
    assert "前后" in grid
    assert "10月20日没有工作室负责人或两委成员值班" in grid
    assert page(cast, "qin", f"/rosters/{door.roster.pk}/post/", {}).status_code == 409


def test_the_form_says_which_shift_is_changed_and_who_could_take_it(door: Door, cast: Cast) -> None:
    door.posted()
    at, shift = f"/rosters/{door.roster.pk}/", door.of("bai")[0]
    form = words(page(cast, "qin", f"{at}change/?shift={shift.pk}"))
    assert f"<b>{shift.label}</b>" in form
    assert re.search(rf'<option value="{cast.user("qin").pk}" selected', form)
    assert "← 东坟村 2026年10月值班表" in form
    other = cast.user("bai").pk
    assert f'name="person" value="{other}"' in words(
        page(cast, "qin", f"{at}change/?shift={shift.pk}&person={other}")
    )


def test_a_swap_stands_where_it_can_be_decided(door: Door, cast: Cast) -> None:
    door.posted()
    at, shift = f"/rosters/{door.roster.pk}/", door.of("bai")[0]
    assert f"{at}ask_swap/?own_shift={shift.pk}" in words(page(cast, "bai", at))
    assert page(cast, "bai", f"{at}ask_swap/", {"own_shift": shift.pk}).status_code == 302
    assert "请人换班" in words(page(cast, "qin", at))
    taken = {"asked_swap": door.swap.pk}
    assert page(cast, "qin", f"{at}take/", taken).status_code == 302
    assert "换班待同意" in words(page(cast, "qin", at))
    assert "agree/?taken_swap=" in words(page(cast, "qin", at))
    assert "agree/?taken_swap=" not in words(page(cast, "bai", at))
    assert f"{door.unit} 2026年10月值班表" in words(page(cast, "qin", "/inbox/"))


def test_how_many_days_each_has_is_for_those_who_plan(door: Door, cast: Cast) -> None:
    door.posted()
    at = f"/rosters/{door.roster.pk}/"
    assert "每人几天" in words(page(cast, "qin", at))
    assert "每人几天" not in words(page(cast, "gao", at))
    assert "每人几天" not in words(page(cast, "shen", at))


def test_to_others_there_is_no_roster(door: Door, cast: Cast) -> None:
    door.posted()
    for who in ("zhou", "tang", "cheng", "he", "zhi", "wang"):
        assert page(cast, who, f"/rosters/{door.roster.pk}/").status_code == 404, who
        assert page(cast, who, f"/rosters/{door.roster.pk}/sheet/").status_code == 404, who


def test_the_sheet_for_the_door_has_names_and_a_code_and_fits_two_papers(door: Door, cast: Cast) -> None:
    door.posted()
    sheet = words(page(cast, "qin", f"/rosters/{door.roster.pk}/sheet/"))
    assert "白委员" in sheet
    assert "<svg" in sheet
    assert "A4 纸，横放" in sheet
    assert "A3 纸，横放" in words(page(cast, "qin", f"/rosters/{door.roster.pk}/sheet/?paper=A3"))


def test_the_page_costs_the_same_however_full_the_month(
    door: Door, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ("苏振田", "李桂芝", "赵长河"):
        hired(name, Function.COMMITTEE_MEMBER)
    door.posted()
    client = Client()
    client.force_login(cast.user("qin"))
    with django_assert_max_num_queries(60):
        client.get(f"/rosters/{door.roster.pk}/")


def test_a_rotation_is_set_up_and_its_order_shown(door: Door, cast: Cast) -> None:
    people = [cast.user("qin").pk, cast.user("bai").pk]
    sent = {"day_people": people, "on_holiday": "own_order", "since": "2026-09-21 18:00"}
    assert page(cast, "qin", "/rosters/rotations/set_up/", sent).status_code == 302
    rotation = Rotation.objects.get()
    shown = words(page(cast, "qin", f"/rosters/rotations/{rotation.pk}/"))
    assert "1. 秦怀信" in shown
    assert "假日另外轮" in shown
    form = words(page(cast, "qin", f"/rosters/rotations/{rotation.pk}/rewrite/"))
    assert form.count("checked") >= 2
    assert page(cast, "bai", f"/rosters/rotations/{rotation.pk}/rewrite/", sent).status_code == 403


def test_nothing_is_asked_about_coming_and_going(door: Door, cast: Cast) -> None:
    door.posted()
    shown = words(page(cast, "qin", f"/rosters/{door.roster.pk}/"))
    assert not re.search("打卡|签到|迟到|积分|排名|轨迹", shown)
