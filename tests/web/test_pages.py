"""A cursor is a key or nothing."""

import pytest
from django.test import RequestFactory

from wolaiban.web.pages import cursor


@pytest.mark.parametrize(
    ("given", "key"),
    [("7", 7), ("", None), ("-1", None), ("x", None), ("９", None), ("9" * 19, None), ("9" * 30, None)],
)
def test_what_is_no_key_begins_at_the_beginning(given: str, key: int | None) -> None:
    assert cursor(RequestFactory().get("/", {"after": given})) == key
