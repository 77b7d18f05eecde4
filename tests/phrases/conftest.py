"""A matter of the cast, and browsers in which they have signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast
from wolaiban.cases.models import Case

Browser = Callable[[str], Client]


@pytest.fixture
def rail(cast: Cast) -> Case:
    return cast.report()


@pytest.fixture
def browser(cast: Cast) -> Browser:
    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.user(name))
        return client

    return signed_in
