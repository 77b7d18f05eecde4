"""With what somebody signs in: bound by its pages it leaves traces; put in, changed or given away by hand, it is found."""

from __future__ import annotations

from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.test import Client

from tests.cast import Cast
from tests.ledger.forging import forge, verified
from tests.people.conftest import PASSWORD
from tests.people.test_signing_in import code_of, with_authenticator
from wolaiban.cases.models import Case
from wolaiban.people.actions.accounts import remove_second_factor
from wolaiban.people.models import User
from wolaiban.traces.models import Trace

INSERT = """
INSERT INTO mfa_authenticator (user_id, type, data, created_at)
SELECT id, 'webauthn', '{"name": "x", "credential": {}}', now() FROM people_user WHERE username = 'shen'
"""


def found() -> list[tuple[str, str]]:
    return [(str(finding.fault), str(finding)) for finding in verified()]


def acts() -> list[tuple[str, int | None]]:
    traces = Trace.objects.filter(kind="people.secondfactor").order_by("seq")
    return [(trace.told["act"], trace.told["actor"]) for trace in traces]


@pytest.fixture
def fang(cast: Cast, rail: Case) -> User:
    """Somebody who signs in with an authenticator app, and has recovery codes."""
    user = cast.user("fang")
    user.set_password(PASSWORD)
    user._renew_hash(PASSWORD)
    with_authenticator(user)
    return user


def test_what_the_pages_bind_use_and_remove_leaves_its_traces(cast: Cast, rail: Case) -> None:
    user = cast.user("fang")
    user.set_password(PASSWORD)
    user._renew_hash(PASSWORD)
    secret, codes = with_authenticator(user)
    bound = acts()

    for code in (codes[0], code_of(secret)):
        browser = Client()
        browser.post("/account/login/", {"login": "fang", "password": PASSWORD})
        browser.post("/account/second-factor/authenticate/", {"code": code})
        assert browser.get("/account/").status_code == 200
    assert found() == []
    used = acts()
    remove_second_factor(user, by=cast.actor("guan"))

    assert bound == [
        ("bound", user.pk),
        ("bound", user.pk),
        ("changed", user.pk),
    ]  # the codes, once they were shown
    assert used[len(bound) :] == [("changed", user.pk)]  # the code that is used up; the app's are not kept
    assert [act for act, _ in acts()[len(used) :]] == ["removed", "removed"]
    assert found() == []


@pytest.mark.parametrize(
    ("sql", "fault", "words"),
    [
        (INSERT, "untraced", "两步验证方式"),
        ("UPDATE mfa_authenticator SET data = '{\"secret\": \"x\"}' WHERE type = 'totp'", "trace_differs", "“内容”"),
        ("UPDATE mfa_authenticator SET type = 'webauthn' WHERE type = 'totp'", "trace_differs", "“种类”"),
        (
            "UPDATE mfa_authenticator SET user_id = (SELECT id FROM people_user WHERE username = 'bai') WHERE type = 'totp'",
            "trace_differs", "“人员”",
        ),
        ("DELETE FROM mfa_authenticator WHERE type = 'totp'", "traced_gone", "两步验证方式"),
    ],
)  # fmt: skip
def test_one_put_in_changed_or_removed_by_hand(fang: User, sql: str, fault: str, words: str) -> None:
    forge(sql)

    [(kind, told)] = found()
    assert kind == fault
    assert words in told


def test_a_recovery_code_made_good_again(fang: User) -> None:
    codes = RecoveryCodes(Authenticator.objects.get(user=fang, type="recovery_codes"))
    assert codes.validate_code(codes.generate_codes()[0])
    assert found() == []

    forge(
        "UPDATE mfa_authenticator SET data = jsonb_set(data, '{used_mask}', '0') WHERE type = 'recovery_codes'"
    )

    assert [fault for fault, _ in found()] == ["trace_differs"]


def test_an_account_that_goes_takes_them_along(cast: Cast, rail: Case) -> None:
    """Through the library's own relation, which deletes what belongs to an account."""
    user = User.objects.create_user("gone", None, name="走了的人")
    Authenticator.objects.create(user=user, type="totp", data={})
    user.delete()

    assert acts() == [("bound", None), ("removed", None)]
    assert found() == []


def test_a_secret_stands_in_no_trace(fang: User) -> None:
    told = b"".join(bytes(trace.body) for trace in Trace.objects.filter(kind="people.secondfactor")).decode()

    for data in Authenticator.objects.values_list("data", flat=True):
        assert not [text for text in data.values() if isinstance(text, str) and text in told]


def test_those_from_before_are_taken_over(cast: Cast, rail: Case) -> None:
    forge(INSERT)
    assert [fault for fault, _ in found()] == ["untraced"]

    import_module("wolaiban.people.migrations.0002_second_factors_leave_traces").take_over(apps, None)

    assert found() == []
    assert acts() == [("taken_over", None)]
