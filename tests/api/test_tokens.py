"""Tokens: made once, shown once, and dead with what they stand on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import localdate, now

from tests.api.program import Program, token_of
from tests.cast import Cast
from wolaiban.cases.models import Case
from wolaiban.people.actions.accounts import deactivate, reactivate, reset_password
from wolaiban.people.actions.posts import end_post
from wolaiban.people.actions.tokens import MOST_ALIVE, make_token, revoke_token
from wolaiban.people.models import Change, Scope, Token
from wolaiban.process.errors import BadAnswer, NotAllowed, NotNow


def status(program: Program) -> int:
    return int(program.get("/me").status_code)


def test_a_token_speaks_for_its_owner_in_the_posts_of_the_moment(cast: Cast, qin: Program) -> None:
    me = qin.get("/me").json()

    assert me["username"] == "qin"
    assert me["posts"] == ["东坟村工作室负责人"]
    assert me["scopes"] == ["read", "register", "act"]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic cTpx", "Bearer \x7f", "Bearer é"])
def test_without_a_token_nothing_opens(cast: Cast, header: str) -> None:
    answer = Client().get("/api/v1/cases", headers={"Authorization": header} if header else {})

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert "接口令牌" in answer.json()["title"]


def test_a_session_opens_nothing(cast: Cast, rail: Case) -> None:
    browser = Client()
    browser.force_login(cast.user("qin"))

    assert browser.get("/api/v1/cases").status_code == 401
    assert browser.post(f"/api/v1/cases/{rail.number}/note", {"text": "x"}).status_code == 401
    assert rail.events.count() == 1


def test_only_a_digest_is_kept(cast: Cast) -> None:
    token, secret = make_token(name="对接", scopes=[Scope.READ], days=1, by=cast.actor("qin"))

    row = Token.objects.values().get(pk=token.pk)
    assert not any(secret in str(value) for value in row.values())
    assert secret.startswith(token.prefix)
    assert len(secret) > 50


def test_an_expired_token_opens_nothing(cast: Cast) -> None:
    program = Program.of(cast, "qin", days=1)
    assert status(program) == 200

    with time_machine.travel(now() + timedelta(days=1, seconds=1)):
        assert status(program) == 401


def test_a_revoked_token_opens_nothing(cast: Cast, qin: Program) -> None:
    revoke_token(Token.objects.get(), by=cast.actor("qin"))

    assert status(qin) == 401
    with pytest.raises(NotNow):
        revoke_token(Token.objects.get(), by=cast.actor("qin"))


def test_nobody_revokes_the_token_of_another(cast: Cast, qin: Program) -> None:
    with pytest.raises(NotAllowed):
        revoke_token(Token.objects.get(), by=cast.actor("bai"))
    assert status(qin) == 200


def test_an_account_that_is_closed_ends_its_tokens_for_good(cast: Cast, qin: Program) -> None:
    deactivate(cast.user("qin"), by=cast.actor("guan"))
    assert status(qin) == 401

    reactivate(cast.user("qin"), by=cast.actor("guan"))
    assert status(qin) == 401


def test_a_password_that_is_reset_ends_them_too(cast: Cast, qin: Program) -> None:
    reset_password(cast.user("qin"), by=cast.actor("guan"))

    assert status(qin) == 401


def test_an_ended_post_is_gone_with_the_next_request(cast: Cast, rail: Case) -> None:
    bai = Program.of(cast, "bai")
    assert bai.get(f"/cases/{rail.number}").status_code == 200

    end_post(cast.user("bai").posts.get(), by=cast.actor("guan"), on=localdate())

    assert bai.get(f"/cases/{rail.number}").status_code == 404
    assert bai.post(f"/cases/{rail.number}/note", {"text": "x"}).status_code == 404
    assert bai.get("/me").json()["posts"] == []


@pytest.mark.parametrize(
    ("scope", "open_to_it"),
    [(Scope.READ, {"read"}), (Scope.REGISTER, {"register"}), (Scope.ACT, {"act"})],
)
def test_a_scope_opens_what_it_says_and_no_more(
    cast: Cast, rail: Case, scope: Scope, open_to_it: set[str]
) -> None:
    program = Program.of(cast, "qin", scopes=[scope])
    asked: dict[str, Any] = {
        "read": program.get(f"/cases/{rail.number}"),
        "register": program.post("/cases"),
        "act": program.post(f"/cases/{rail.number}/accept"),
    }

    assert {name for name, answer in asked.items() if answer.status_code != 403} == open_to_it
    refused = next(answer for answer in asked.values() if answer.status_code == 403).json()
    assert refused["type"] == "out_of_scope"
    assert "这个令牌没有" in refused["title"]


def test_making_and_revoking_are_recorded(cast: Cast, qin: Program) -> None:
    revoke_token(Token.objects.get(), by=cast.actor("qin"))

    made, revoked = Change.objects.filter(user=cast.user("qin"), kind__startswith="token").order_by("pk")
    assert (made.kind, revoked.kind) == ("token_made", "token_revoked")
    assert made.facts["scope"] == "read register act"
    assert qin.token not in str(made.facts)


def test_use_is_noted_once_an_hour(cast: Cast, qin: Program) -> None:
    qin.get("/me")
    first = Token.objects.get().last_used_at
    qin.get("/me")
    assert Token.objects.get().last_used_at == first

    with time_machine.travel(now() + timedelta(hours=2)):
        qin.get("/me")
    assert Token.objects.get().last_used_at != first


def test_there_is_an_end_to_how_many_and_for_how_long(cast: Cast) -> None:
    for _ in range(MOST_ALIVE):
        token_of(cast.user("qin"))

    with pytest.raises(NotNow):
        token_of(cast.user("qin"))
    with pytest.raises(BadAnswer):
        token_of(cast.user("bai"), days=400)
    with pytest.raises(BadAnswer):
        token_of(cast.user("bai"), scopes=[])


# ---- The page on which they are kept


@pytest.mark.usefixtures("drawn_from")
def test_the_page_shows_a_new_token_once(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.user("qin"))

    made = browser.post("/account/tokens/", {"name": "热线对接", "scopes": ["read", "act"], "days": "30"})
    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert Program(secret).get("/me").json()["token"] == "热线对接"

    page = browser.get("/account/tokens/").content.decode()
    assert "热线对接" in page
    assert secret not in page
    assert "生成接口令牌：热线对接" in browser.get("/account/").content.decode()


def test_the_page_says_what_is_missing(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.user("qin"))

    answer = browser.post("/account/tokens/", {"name": "热线对接", "days": "30"})

    assert answer.status_code == 422
    assert "请至少选一项权限" in answer.content.decode()
    assert not Token.objects.exists()


def test_a_token_is_taken_back_on_the_page(cast: Cast, qin: Program) -> None:
    browser, other = Client(), Client()
    browser.force_login(cast.user("qin"))
    other.force_login(cast.user("bai"))
    address = f"/account/tokens/{Token.objects.get().pk}/revoke/"

    assert other.post(address).status_code == 404
    assert status(qin) == 200
    assert browser.post(address, follow=True).status_code == 200
    assert status(qin) == 401


def test_making_one_asks_again_who_it_is(cast: Cast, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    user = cast.user("qin")
    user.set_password("green-lantern-over-the-river")
    user.save()
    browser = Client()
    browser.force_login(user)

    assert browser.get("/account/tokens/").status_code == 200
    answer = browser.post("/account/tokens/", {"name": "x", "scopes": ["read"], "days": "30"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/reauthenticate/")
    assert not Token.objects.exists()
