"""Browsers in which the cast have signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast

Browser = Callable[[str], Client]


@pytest.fixture
def browser(cast: Cast) -> Browser:
    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.user(name))
        return client

    return signed_in
