"""What a cheap phone has to load: the first page of the portal and all that it is drawn with."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.cast import Cast
from tests.matrix.world import body_of

pytestmark = pytest.mark.django_db

MOST = 100_000  # bytes, as they lie here: compressed on the way they are fewer
DRAWN_WITH = re.compile(
    r'(?:<link rel="(?:stylesheet|icon|modulepreload)"|<script|<img|<use)[^>]*?(?:href|src)="(/static/[^"#]+)'
)
IMPORTED = re.compile(r'(?:from|import) "(\./|\.\./)([\w/]+\.js)"')


def weight(address: str) -> tuple[int, dict[str, int]]:
    """The bytes of a page and of each file that a browser loads to draw it."""
    client = Client()
    page = client.get(address).content
    files = {path: len(body_of(client.get(path))) for path in set(DRAWN_WITH.findall(page.decode()))}
    return len(page) + sum(files.values()), files


@pytest.mark.parametrize("address", ["/", "/track/", "/studios/", "/figures/"])
def test_a_page_of_the_portal_is_light(cast: Cast, address: str) -> None:
    whole, files = weight(address)

    assert "/static/web/look.css" in files
    assert whole <= MOST, (whole, files)
