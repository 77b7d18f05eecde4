"""Every address, to everybody: the status the table says, and no identity in anything that is answered or logged."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.urls import get_resolver, reverse

from tests.matrix.routes import EVERY_RELATION, Route
from tests.matrix.table import PAGES, REVEALS, ROUTES, SIGNED_IN
from tests.matrix.world import STRANGERS_CANARIES, WANGS_CANARIES, World, body_of, everything_in, undone

pages = partial(
    pytest.mark.parametrize,
    ("route", "method"),
    PAGES,
    ids=[f"{method} {route}" for route, method in PAGES],
)


def named(patterns: list[Any], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from named(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}"


def test_the_table_has_every_address_and_no_other() -> None:
    assert {route.name for route in ROUTES} == set(named(get_resolver().url_patterns))


def address(route: Route, world: World) -> str:
    given = {k: v[1:] if v.startswith("=") else world.facts[v] for k, v in route.kwargs.items()}
    return reverse(route.name, kwargs=given)


def ask(world: World, who: str, route: Route, method: str, **how: Any) -> Any:
    send = getattr(world.client(who, **how), method)
    return send(address(route, world), route.sends if method == "post" else None)


@pages()
def test_everybody_is_answered_as_the_table_says_and_told_no_identity(
    world: World, route: Route, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answered, told, kept = {}, [], []
    for who in route.asked_by:
        with undone():
            answer = ask(world, who, route, method)
            answered[who] = answer.status_code
            told += [f"{who}: {word}" for word in identities_in(answer, who, route, method)]
            kept += [
                who for _ in [0] if answer.status_code == 200 and "no-store" not in answer["Cache-Control"]
            ]
    assert answered == {who: route.answer_to(who, method) for who in route.asked_by}
    assert not told
    assert not kept, "a browser may keep this page"
    assert not [word for word in (*STRANGERS_CANARIES, *WANGS_CANARIES) if word in caplog.text]


def identities_in(answer: Any, who: str, route: Route, method: str) -> list[str]:
    """Identities that are told. The revealed one is to be in the answer; wang may read her own name."""
    secret = list(STRANGERS_CANARIES if who == "wang" else (*STRANGERS_CANARIES, *WANGS_CANARIES))
    text = everything_in(answer)
    whom, told = REVEALS.get((route.name, method), ((), ()))
    if who in whom and answer.status_code == 200:
        assert all(word in text for word in told)
        secret = [word for word in secret if word not in told]
    return [word for word in secret if word in text]


# A program that shows a token, or signs, is no browser that could be made to send it.
POSTS = [
    route for route in ROUTES if route.post != 405 and not route.name.startswith("api:") and not route.signed
]


@pytest.mark.parametrize("route", POSTS, ids=str)
def test_nothing_is_done_for_a_form_that_is_not_ours(world: World, route: Route) -> None:
    for who in ("anonymous", "shen"):
        answer = ask(world, who, route, "post", checks_csrf=True)
        assert answer.status_code == 403
        assert "页面过期了" in body_of(answer).decode()


def test_everybody_has_a_relation() -> None:
    assert SIGNED_IN | {"ting", "anonymous"} == set(EVERY_RELATION)
