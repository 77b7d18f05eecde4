"""Who was taken into office chooses a password by a code that is kept nowhere: once, for a fortnight, not by guessing."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import localdate, now

from tests.people.conftest import PASSWORD, Town, person, signed_in
from wolaiban.people.actions.accounts import deactivate, reset_password
from wolaiban.people.actions.enlisting import Appointment, Enlisted, enlist
from wolaiban.people.actions.invitations import Invited, invite, join, opened_by
from wolaiban.people.actor import CLOCK, Actor
from wolaiban.people.models import Invitation, User
from wolaiban.process.errors import BadAnswer, NotAllowed, NotNow
from wolaiban.process.words import Function

CODE_PAGE, PASSWORD_PAGE = "/account/invitation/", "/account/invitation/password/"
CHOSEN = {"password": "slow-boat-under-the-bridge", "again": "slow-boat-under-the-bridge"}


@pytest.fixture
def gu(town: Town) -> User:
    """New in 东坟村, without a password."""
    user = User(username="gyq1", name="谷雨晴")
    enlist([Enlisted(user, [Appointment(town.dongfen, Function.WOMEN, localdate())])], by=CLOCK)
    return user


def code_for(user: User) -> str:
    (given,) = invite([user], by=CLOCK)
    return given.code


def test_nobody_gets_into_an_account_that_was_only_taken_in(gu: User) -> None:
    answer = Client().post("/account/login/", {"login": "gyq1", "password": ""})
    assert answer.status_code == 200
    assert not gu.has_usable_password()


def test_the_code_is_shown_and_a_password_chosen(gu: User) -> None:
    browser, code = Client(), code_for(gu)

    assert browser.post(CODE_PAGE, {"code": code.upper().replace("-", " ")}).url == PASSWORD_PAGE  # type: ignore[attr-defined]
    page = browser.get(PASSWORD_PAGE).content.decode()
    assert "谷雨晴" in page
    assert "gyq1" in page
    assert browser.post(PASSWORD_PAGE, CHOSEN).status_code == 302
    assert browser.get("/account/").status_code == 200
    gu.refresh_from_db()
    assert gu.check_password(CHOSEN["password"])
    assert gu.last_login is not None
    assert [change.kind for change in gu.changes.order_by("pk")] == [
        "opened",
        "appointed",
        "invited",
        "joined",
    ]


def test_a_code_is_good_once(gu: User) -> None:
    code = code_for(gu)
    invitation = opened_by(code)
    assert invitation is not None
    join(invitation, password=CHOSEN["password"])

    assert opened_by(code) is None
    with pytest.raises(NotNow):
        join(invitation, password="another-boat-on-the-river")


def test_a_code_is_good_for_a_fortnight(gu: User) -> None:
    code = code_for(gu)

    with time_machine.travel(now() + timedelta(days=14, seconds=1)):
        assert opened_by(code) is None
    with time_machine.travel(now() + timedelta(days=13)):
        assert opened_by(code) is not None


def test_a_newer_code_takes_the_place_of_the_older(gu: User) -> None:
    older, newer = code_for(gu), code_for(gu)

    assert opened_by(older) is None
    assert opened_by(newer) is not None


def test_the_code_itself_is_kept_nowhere(gu: User) -> None:
    code = code_for(gu)
    row = Invitation.objects.values().get()

    assert code not in str(row)
    assert code.replace("-", "") not in str(row)
    assert "code" not in repr(Invited(gu, code))


def test_who_has_a_session_with_a_code_that_is_over_shows_one_again(gu: User) -> None:
    browser = Client()
    browser.post(CODE_PAGE, {"code": code_for(gu)})
    code_for(gu)

    assert browser.get(PASSWORD_PAGE).url == CODE_PAGE  # type: ignore[attr-defined]
    assert browser.post(PASSWORD_PAGE, CHOSEN).status_code == 302
    gu.refresh_from_db()
    assert not gu.has_usable_password()


@pytest.mark.parametrize(
    "sent",
    [
        {"password": "short", "again": "short"},
        {"password": CHOSEN["password"], "again": "something-else-altogether"},
        {"password": "谷雨晴gyq1", "again": "谷雨晴gyq1"},
        {},
    ],
)
def test_a_password_that_will_not_do_is_asked_for_again(gu: User, sent: dict[str, str]) -> None:
    browser = Client()
    browser.post(CODE_PAGE, {"code": code_for(gu)})

    assert browser.post(PASSWORD_PAGE, sent).status_code == 422
    gu.refresh_from_db()
    assert not gu.has_usable_password()


def test_wrong_codes_run_out(gu: User) -> None:
    browser, code = Client(), code_for(gu)

    statuses = [browser.post(CODE_PAGE, {"code": f"aaaa-bbbb-{n:04}"}).status_code for n in range(21)]
    assert set(statuses[:20]) == {422}
    assert statuses[20] == 429
    assert browser.post(CODE_PAGE, {"code": code}).status_code == 429


def test_a_closed_account_and_a_password_that_was_reset_end_it(gu: User, admin: User) -> None:
    code, by = code_for(gu), Actor.of(admin)
    reset_password(gu, by=by)
    assert opened_by(code) is None

    code = code_for(gu)
    deactivate(gu, by=by)
    assert opened_by(code) is None


def test_who_signed_in_already_is_not_invited(zhao: User, admin: User) -> None:
    signed_in(zhao)

    with pytest.raises(NotNow):
        invite([zhao], by=Actor.of(admin))


def test_an_administrator_invites_their_own_people_only(gu: User, town_admin: User, town: Town) -> None:
    far = person("far", "远山", (town.dagaoshe, Function.WOMEN))
    by = Actor.of(town_admin)

    assert [each.user for each in invite([far, gu], by=by)] == [gu]
    with pytest.raises(NotNow):
        invite([far], by=by)
    with pytest.raises(NotAllowed):
        enlist(
            [
                Enlisted(
                    User(username="n1", name="新人"),
                    [Appointment(town.dagaoshe, Function.WOMEN, localdate())],
                )
            ],
            by=by,
        )
    with pytest.raises(BadAnswer):
        enlist(
            [
                Enlisted(
                    User(username="n1", name="新人"),
                    [Appointment(town.dongfen, Function.AUDITOR, localdate())],
                )
            ],
            by=by,
        )


def test_who_owes_a_second_step_is_led_there(settings: pytest.FixtureRequest, gu: User) -> None:
    settings.SECOND_FACTOR_FOR = ["officers"]  # type: ignore[attr-defined]
    browser = Client()
    browser.post(CODE_PAGE, {"code": code_for(gu)})
    browser.post(PASSWORD_PAGE, CHOSEN)

    assert browser.get("/cases/").url == "/account/second-factor/"  # type: ignore[attr-defined]


def test_who_is_signed_in_needs_no_invitation(zhao: User) -> None:
    browser = signed_in(zhao)

    assert browser.get(CODE_PAGE).status_code == 302
    assert browser.get(PASSWORD_PAGE).status_code == 302
    assert PASSWORD
