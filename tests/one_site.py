"""One site for all the browsers of a test run, which draws its pages as it does for people.

A client of Django's builds its chain of middleware when it is first asked, as a server does when it starts. WhiteNoise
looks through all static files then, which costs more than most of the pages that are asked for. The chain holds nothing
of who asks. And it keeps a copy of all that each part of a page is drawn from, which few tests look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.base import BaseHandler
from django.core.signals import setting_changed
from django.template import Template
from django.test import utils
from django.test.client import ClientHandler

PARTS = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")
# Set in many tests, and read by no middleware when it is made. Whatever else is set has a site built for it.
READ_LATER = {"CHECKPOINTS_DIR", "DATA_DIR", "PASSWORD_HASHERS", "VAULT_KEYS", "LEDGER_ALG", "API_PER_MINUTE"}


@pytest.fixture(scope="session", autouse=True)
def one_site_for_all_browsers() -> Iterator[None]:
    sites: list[BaseHandler] = []

    def load(self: ClientHandler, is_async: bool = False) -> None:
        if not sites:
            site = BaseHandler()
            site.load_middleware()
            sites.append(site)  # whole, for clients that press at the same moment
        for part in PARTS:
            setattr(self, part, getattr(sites[0], part))

    def forget(*, setting: str, **_: Any) -> None:
        if setting not in READ_LATER:
            sites.clear()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "load_middleware", load)
        setting_changed.connect(forget)
        yield
        setting_changed.disconnect(forget)


@pytest.fixture(scope="session", autouse=True)
def pages_drawn_without_copies(django_test_environment: None) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", utils._TestState.saved_data.template_render)  # type: ignore[attr-defined]
        yield


@pytest.fixture
def drawn_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """For whoever asks an answer for its `context`."""
    monkeypatch.setattr(Template, "_render", utils.instrumented_test_render)  # type: ignore[attr-defined]
