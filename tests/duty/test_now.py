"""Who answers now, from the rosters to the pages, messages and programs that say it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tests.api.program import Program
from tests.cast import CHENGGUAN, DAGAOSHE, DISTRICT, DONGFEN, Cast, unit
from tests.duty.conftest import Door
from wolaiban.duty.queries.now import duty_now, on_duty_among, on_duty_at
from wolaiban.notices.recipients import in_charge
from wolaiban.notices.staffing import Staffing
from wolaiban.people.models import Absence, Deputy, Post
from wolaiban.places.models import Studio
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Function


def noon(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=BEIJING) + timedelta(hours=12)


def phone(code: str, number: str) -> None:
    Studio.objects.filter(units=unit(code)).update(phone=number)


@pytest.fixture
def on_duty(door: Door, clock: time_machine.Traveller) -> Door:
    """At noon of a day on which bai is on the shift."""
    phone(DONGFEN, "010-80000001")
    phone(CHENGGUAN, "010-80000002")
    door.posted()
    clock.move_to(noon(door.of("bai")[0].day))
    return door


def studio_page() -> str:
    return Client().get(f"/s/{DONGFEN}/").content.decode()


def test_the_page_of_the_studio_names_who_is_on_duty_and_no_whole_name(on_duty: Door) -> None:
    page = studio_page()
    assert "现在有人：值班 白委员，到 17:30" in page
    assert 'href="tel:01080000001"' in page
    assert "白玉兰" not in page
    assert "秦怀信" not in page


def test_a_change_is_on_the_page_at_once(on_duty: Door, cast: Cast) -> None:
    on_duty.take("change", "qin", shift=on_duty.of("bai")[0], person=cast.user("qin"), reason="有事。")
    assert "现在有人：值班 秦书记" in studio_page()


def test_a_draft_is_shown_to_nobody(door: Door, clock: time_machine.Traveller) -> None:
    door.draw_up()
    clock.move_to(noon(door.of("bai")[0].day))
    assert "现在有人：负责人 秦书记" in studio_page()


def test_where_nobody_is_there_the_township_answers(on_duty: Door) -> None:
    Post.objects.filter(unit=on_duty.unit).update(ends=date(2026, 9, 30))
    page = studio_page()
    assert "工作室现在没有人值班，请打城关街道值班电话" in page
    assert 'href="tel:01080000002"' in page


def test_whom_the_township_sent_is_on_duty_at_the_door(on_duty: Door, cast: Cast) -> None:
    shift = on_duty.of("bai")[0]
    Post.objects.filter(user=cast.user("bai")).update(ends=shift.day)
    on_duty.take("cover", "gao", lacking_one=shift, stand_in=cast.user("gao"))
    assert "现在有人：值班 高统筹员" in studio_page()


def test_the_day_of_reception_comes_from_the_roster(on_duty: Door, clock: time_machine.Traveller) -> None:
    clock.move_to(noon(date(2026, 10, 1)))
    page, front = studio_page(), Client().get("/").content.decode()
    assert "10月8日" in page
    assert "10月7日放假，那天不接待" in page
    assert "1 个工作室的书记" in front
    assert "每周三" not in page + front
    clock.move_to(noon(date(2026, 10, 29)))
    assert "还没有排出来" in studio_page()


def test_one_query_says_who_answers(on_duty: Door, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert duty_now(on_duty.unit).answer.label == "值班 白委员"


def test_the_home_page_asks_once_about_duty_however_many_studios(on_duty: Door, cast: Cast) -> None:
    other = Door(cast, DAGAOSHE)
    other.draw_up(by="zhou")
    other.take("post", "zhou")
    client = Client()
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/").status_code == 200
    assert sum("duty_" in query["sql"] for query in captured) == 1


def test_every_unit_has_an_answer(on_duty: Door) -> None:
    for code in (DONGFEN, CHENGGUAN, DISTRICT):
        assert duty_now(unit(code)).answer.phone
    assert on_duty_at(unit("区城市管理委")) is None


def test_one_query_says_who_is_on_duty_at_many_doors(
    on_duty: Door, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    other = Door(cast, DAGAOSHE)
    other.draw_up(by="zhou")
    other.take("post", "zhou")
    units = [unit(code) for code in (DONGFEN, DAGAOSHE, CHENGGUAN, DISTRICT, "区城市管理委")]
    with django_assert_num_queries(1):
        found = on_duty_among(units)
    keys = {on_duty.unit.pk: cast.user("bai").pk, other.unit.pk: cast.user("zhou").pk}
    assert found == keys == {one.pk: who for one in units if (who := on_duty_at(one))}


def test_whoever_stands_in_at_another_door_does_not_at_this_one(on_duty: Door, cast: Cast) -> None:
    """bai is away, and qin, who works here too, stands in for her in a post that she has elsewhere."""
    bai, qin = cast.user("bai"), cast.user("qin")
    elsewhere = Post.objects.create(
        user=bai, unit=unit(DAGAOSHE), function=Function.COMMITTEE_MEMBER, starts=date(2020, 1, 1)
    )
    today = on_duty.of("bai")[0].day
    absence = Absence.objects.create(user=bai, starts=today, ends=today + timedelta(days=1))
    Deputy.objects.create(
        absence=absence, post=elsewhere, own_post=Post.objects.get(user=qin),
        starts=absence.starts, ends=absence.ends,
    )  # fmt: skip
    assert on_duty_among([on_duty.unit, elsewhere.unit]) == {}


def test_of_a_matter_in_nobodys_hands_whoever_is_on_duty_is_sent_word_alone(
    on_duty: Door, cast: Cast
) -> None:
    told = in_charge(on_duty.unit, None, Staffing())
    sent = {one.user.username: one.sends for one in told if one.user}
    assert sent == {"qin": False, "bai": True}


def test_who_is_on_duty_is_offered_first_as_handler(on_duty: Door, cast: Cast) -> None:
    case, client = cast.report(), Client()
    client.force_login(cast.user("qin"))
    page = client.get(f"/cases/{case.number}/steps/accept/").content.decode()
    assert "正在值班" in page
    assert page.index("白玉兰（") < page.index("我自己，秦怀信")


def test_programs_are_told_the_same(on_duty: Door, cast: Cast) -> None:
    told = Program.of(cast, "shen").get("/duty/now", unit=DONGFEN)
    assert told.status_code == 200
    answer = told.json()
    assert (answer["by"]["code"], answer["label"], answer["phone"]) == (
        "shift",
        "值班 白委员",
        "010-80000001",
    )
    assert "白玉兰" not in told.content.decode()
    assert Program.of(cast, "shen").get("/duty/now", unit="110111999999").status_code == 404
    assert Program.of(cast, "shen").get("/duty/now").status_code == 422
    assert Program().get("/duty/now", unit=DONGFEN).status_code == 401


def test_the_day_begins_with_who_is_on_duty(on_duty: Door, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.user("qin"))
    page = client.get("/inbox/").content.decode()
    assert "东坟村现在：" in page
    assert "值班 白委员" in page
