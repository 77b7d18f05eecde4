from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from tests.people.conftest import LAST_YEAR, PASSWORD, Town, person, signed_in
from wolaiban.people.actions.accounts import (
    deactivate,
    open_account,
    reactivate,
    remove_second_factor,
    rename,
    reset_password,
)
from wolaiban.people.actions.posts import appoint, end_post
from wolaiban.people.actor import CLOCK, Actor
from wolaiban.people.models import Change, Post, User
from wolaiban.process.errors import BadAnswer, NotAllowed, NotNow
from wolaiban.process.words import OFFICERS, Function


def test_an_actor_is_read_in_one_query_with_unit_and_studio(
    zhao: User, town: Town, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        actor = Actor.of(zhao)
        assert actor.units == (town.dongfen,)
        assert actor.units[0].studio is not None
        assert actor.units[0].parent == town.chengguan
    assert actor.holds(Function.STUDIO_LEADER)
    assert not actor.holds(Function.ADMINISTRATOR)
    assert actor.unit_ids_as(OFFICERS) == {town.dongfen.pk}
    assert actor.post_at(town.dongfen) == zhao.posts.get()
    assert actor.post_at(town.xilu) is None


def test_the_clock_is_nobody_and_holds_nothing() -> None:
    assert CLOCK.is_clock
    assert CLOCK.user is None
    assert not CLOCK.posts


def test_a_post_counts_from_its_first_day_to_the_day_before_its_end(zhao: User) -> None:
    post = zhao.posts.get()
    post.ends = date(2025, 7, 1)
    post.save()

    held = {
        day: bool(Actor.of(zhao, on=day).posts) for day in (date(2024, 12, 31), LAST_YEAR, date(2025, 6, 30))
    }
    assert held == {date(2024, 12, 31): False, LAST_YEAR: True, date(2025, 6, 30): True}
    assert not Actor.of(zhao, on=date(2025, 7, 1)).posts


def test_people_in_post_can_be_offered_by_a_form(zhao: User, zhou: User, town: Town, admin: User) -> None:
    assert list(User.objects.in_post(at=town.dongfen, functions=OFFICERS)) == [zhao]

    end_post(zhao.posts.get(), by=Actor.of(admin))
    assert not User.objects.in_post(at=town.dongfen, functions=OFFICERS)


def test_an_administrator_appoints_below_and_leaves_a_record(
    zhao: User, town: Town, town_admin: User
) -> None:
    post = appoint(zhao, unit=town.dongfen, function=Function.SECURITY, by=Actor.of(town_admin))

    assert post.appointed_by == town_admin
    change = Change.objects.get()
    assert (change.kind, change.user, change.by, change.post) == ("appointed", zhao, town_admin, post)
    assert change.facts["unit"] == town.dongfen.code


def test_an_administrator_of_one_township_has_no_say_in_another(
    zhou: User, town: Town, town_admin: User
) -> None:
    by = Actor.of(town_admin)

    with pytest.raises(NotAllowed):
        appoint(zhou, unit=town.dagaoshe, function=Function.SECURITY, by=by)
    with pytest.raises(NotAllowed):
        end_post(zhou.posts.get(), by=by)
    for errand in (deactivate, reset_password):
        with pytest.raises(NotAllowed):
            errand(zhou, by=by)
    assert not Change.objects.exists()


def test_an_account_that_works_elsewhere_too_needs_somebody_above_both(
    zhao: User, town: Town, town_admin: User, admin: User
) -> None:
    appoint(zhao, unit=town.dagaoshe, function=Function.SECURITY, by=Actor.of(admin))

    with pytest.raises(NotAllowed):
        reset_password(zhao, by=Actor.of(town_admin))
    assert reset_password(zhao, by=Actor.of(admin))


def test_a_director_of_the_district_may_and_a_studio_leader_may_not(
    zhao: User, zhou: User, town: Town
) -> None:
    director = person("director", "杜任", (town.district, Function.DISTRICT_DIRECTOR))

    assert appoint(zhou, unit=town.water, function=Function.DEPARTMENT_OFFICER, by=Actor.of(director))
    with pytest.raises(NotAllowed):
        appoint(zhou, unit=town.dongfen, function=Function.SECURITY, by=Actor.of(zhao))


def test_nobody_appoints_or_dismisses_themselves(admin: User, town: Town) -> None:
    with pytest.raises(NotAllowed):
        appoint(admin, unit=town.dongfen, function=Function.STUDIO_LEADER, by=Actor.of(admin))
    with pytest.raises(NotAllowed):
        end_post(admin.posts.get(), by=Actor.of(admin))
    with pytest.raises(NotAllowed):
        deactivate(admin, by=Actor.of(admin))


def test_a_function_must_exist_at_the_unit(zhao: User, town: Town, admin: User) -> None:
    with pytest.raises(BadAnswer) as refusal:
        appoint(zhao, unit=town.dongfen, function=Function.DISTRICT_DIRECTOR, by=Actor.of(admin))
    assert "function" in refusal.value.fields


def test_the_same_post_is_not_given_twice(zhao: User, town: Town, admin: User) -> None:
    with pytest.raises(NotNow):
        appoint(zhao, unit=town.dongfen, function=Function.STUDIO_LEADER, by=Actor.of(admin))


def test_a_post_can_be_given_again_on_the_day_it_ended(zhao: User, town: Town, admin: User) -> None:
    end_post(zhao.posts.get(), by=Actor.of(admin))

    again = appoint(zhao, unit=town.dongfen, function=Function.STUDIO_LEADER, by=Actor.of(admin))
    assert Actor.of(zhao).posts == (again,)


def test_a_post_for_later_does_not_count_yet_and_can_be_taken_back(
    zhao: User, town: Town, admin: User
) -> None:
    later = localdate() + timedelta(days=30)
    promised = appoint(zhao, unit=town.dongfen, function=Function.SECURITY, by=Actor.of(admin), starts=later)
    assert promised not in Actor.of(zhao).posts
    assert promised in Actor.of(zhao, on=later).posts

    end_post(promised, by=Actor.of(admin))
    assert promised not in Actor.of(zhao, on=later).posts


def test_an_ended_post_is_gone_with_the_next_request(zhao: User, town: Town, admin: User) -> None:
    deputy = person("deputy", "傅管", (town.district, Function.ADMINISTRATOR))
    browser = signed_in(deputy)
    assert browser.get("/staff/").status_code == 200

    end_post(deputy.posts.get(), by=Actor.of(admin))
    assert browser.get("/staff/").status_code == 404


def test_an_account_is_opened_with_its_first_post_and_a_password_to_replace(
    town: Town, town_admin: User
) -> None:
    user, password = open_account(
        username="qian", name="钱进", unit=town.dongfen, function=Function.WOMEN, by=Actor.of(town_admin)
    )

    assert [str(post) for post in user.posts.all()] == ["东坟村 妇联委员"]
    assert list(Change.objects.order_by("id").values_list("kind", flat=True)) == ["opened", "appointed"]
    browser = Client()
    browser.post("/account/login/", {"login": "qian", "password": password})
    assert "临时密码" in browser.get("/account/", follow=True).content.decode()


def test_a_sign_in_name_is_taken_once_whatever_its_case(zhao: User, town: Town, admin: User) -> None:
    with pytest.raises(BadAnswer) as refusal:
        open_account(
            username="ZHAO", name="赵二", unit=town.dongfen, function=Function.WOMEN, by=Actor.of(admin)
        )
    assert set(refusal.value.fields) == {"username"}


def test_a_chosen_password_must_do(town: Town) -> None:
    with pytest.raises(BadAnswer) as refusal:
        open_account(
            username="first",
            name="首任",
            unit=town.district,
            function=Function.ADMINISTRATOR,
            by=CLOCK,
            password="1234",
        )
    assert set(refusal.value.fields) == {"password"}
    assert not User.objects.exists()


def test_the_operator_opens_the_first_account_at_the_console(town: Town) -> None:
    user, _ = open_account(
        username="first", name="首任", unit=town.district, function=Function.ADMINISTRATOR, by=CLOCK
    )

    assert Actor.of(user).holds(Function.ADMINISTRATOR)
    assert Change.objects.filter(by=None).count() == 2


def test_closing_an_account_kills_its_session_and_its_powers(zhao: User, admin: User) -> None:
    browser = signed_in(zhao)

    deactivate(zhao, by=Actor.of(admin))
    zhao.refresh_from_db()
    assert browser.get("/account/").status_code == 302
    assert not Actor.of(zhao).posts
    answer = Client().post("/account/login/", {"login": "zhao", "password": PASSWORD}, follow=True)
    assert "账号已停用" in answer.content.decode()

    reactivate(zhao, by=Actor.of(admin))
    assert signed_in(zhao).get("/account/").status_code == 200


def test_a_reset_password_ends_sessions_and_is_replaced_at_once(zhao: User, admin: User) -> None:
    browser = signed_in(zhao)

    password = reset_password(zhao, by=Actor.of(admin))
    assert browser.get("/account/").status_code == 302
    again = Client()
    again.post("/account/login/", {"login": "zhao", "password": password})
    assert again.get("/account/")["Location"] == "/account/password/"


def test_renaming_keeps_the_former_name_on_record(zhao: User, admin: User) -> None:
    change = rename(zhao, name="赵敏敏", by=Actor.of(admin))

    assert change.facts == {"before": "赵敏", "after": "赵敏敏"}


def test_removing_a_second_factor_that_is_not_there_is_refused(zhao: User, admin: User) -> None:
    with pytest.raises(NotNow):
        remove_second_factor(zhao, by=Actor.of(admin))


@pytest.mark.parametrize("statement", ["UPDATE people_change SET kind = 'x'", "DELETE FROM people_change"])
def test_the_record_cannot_be_altered(zhao: User, admin: User, statement: str) -> None:
    rename(zhao, name="赵敏敏", by=Actor.of(admin))

    with pytest.raises(DatabaseError, match="added, never altered"), transaction.atomic():
        connection.cursor().execute(statement)


def test_every_function_exists_somewhere() -> None:
    from wolaiban.people import authority

    everywhere = {
        *authority.AT_STUDIO,
        *authority.AT_TOWNSHIP,
        *authority.AT_DEPARTMENT,
        *authority.AT_DISTRICT,
    }
    assert everywhere == set(Function)


def test_a_past_holder_is_still_named_by_history(zhao: User, admin: User) -> None:
    end_post(zhao.posts.get(), by=Actor.of(admin))

    assert Post.objects.filter(user=zhao).count() == 1
