"""A passkey is made and used in a real browser, under the real content policy: no test client can press a finger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests import browsers
from tests.people.conftest import PASSWORD
from wolaiban.people.models import User

FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def browser_page(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the test's server speaks plain http
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop in this thread
    with sync_playwright() as driver:
        browser = browsers.started(driver)
        page = browser.new_page()
        authenticator = page.context.new_cdp_session(page)
        authenticator.send("WebAuthn.enable")
        authenticator.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})
        yield page
        browser.close()


@pytest.mark.journey
def test_a_person_adds_a_passkey_and_signs_in_with_it_alone(
    zhao: User, live_server: LiveServer, browser_page: Page
) -> None:
    page, site = browser_page, live_server.url
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    page.goto(f"{site}/account/login/?next=/account/")
    page.fill("[name=login]", "zhao")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{site}/account/")
    page.goto(f"{site}/account/second-factor/webauthn/add/")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.check("[name=passwordless]")
    page.click("#passkey_add")
    page.wait_for_url("**/recovery-codes/")

    page.goto(f"{site}/account/logout/")
    page.click("main button:has-text('退出登录')")
    page.wait_for_url("**/login/")
    page.goto(f"{site}/account/login/?next=/account/")
    page.click("#passkey_login")
    page.wait_for_url(f"{site}/account/")
    assert page.get_by_role("heading", name="赵敏").is_visible()
    assert not complaints
