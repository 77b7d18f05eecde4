"""What is kept of a page is drawn once for the same values, and knows of nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from wolaiban.web.navigation import address_of, rooms
from wolaiban.web.templatetags.kept import MOST, page_of


class Noted:
    """Counts how often it is written."""

    def __init__(self) -> None:
        self.times = 0

    def __str__(self) -> str:
        self.times += 1
        return "写"


def drawn(template: Template, **names: Any) -> str:
    return template.render(Context(names))


def test_it_is_drawn_once_for_the_same_values() -> None:
    template, noted = Template("{% load kept %}{% kept word=word %}<{{ word }}>{% endkept %}"), Noted()

    assert [drawn(template, word=noted) for _ in range(3)] == ["<写>"] * 3
    assert noted.times == 1
    assert drawn(template, word="<b>") == "<&lt;b&gt;>"


def test_nothing_but_what_is_named_is_seen_within() -> None:
    template = Template("{% load kept %}{{ name }}{% kept word=word %}[{{ name }}{{ word }}]{% endkept %}")

    assert drawn(template, name="王秀英", word="一") == "王秀英[一]"
    assert drawn(template, name="", word="一") == "[一]"


def test_it_does_not_grow_for_ever() -> None:
    template = Template("{% load kept %}{% kept word=word %}{{ word }}{% endkept %}")
    kept = template.nodelist[1]

    assert [drawn(template, word=n) for n in range(MOST + 10)] == [str(n) for n in range(MOST + 10)]
    assert len(kept.drawn) <= MOST  # type: ignore[attr-defined]


def test_it_takes_names_only() -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% load kept %}{% kept word %}{% endkept %}")


def test_the_frame_of_a_page_is_that_of_whoever_asks(cast: Cast) -> None:
    """Asked in turn, so that what was drawn for one lies there for the next."""
    for who in ("qin", "guan", "he", "wang", "qin", "guan"):
        client = Client()
        client.force_login(cast.user(who))
        page = client.get("/keys/").content.decode()
        for room in ("/imports/", "/running/", "/phrases/", "/mine/"):
            assert (f'<a class="place" href="{room}"' in page) is leads_to(cast, who, room), (who, room)
        assert f"<b>{cast.user(who).name}</b>" in page


def leads_to(cast: Cast, who: str, room: str) -> bool:
    return room in {address_of(one.name) for one in rooms(cast.actor(who))}


@pytest.mark.parametrize(
    ("name", "key"), [("desk:case", "FS2026-1"), ("desk:notice", 17), ("desk:board_of", "110111")]
)
def test_the_page_of_a_key_is_where_it_stands(name: str, key: int | str) -> None:
    assert page_of(name, key) == reverse(name, args=[key])
