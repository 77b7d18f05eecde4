"""What a program asks goes straight to its operation, and is refused there by all that refuses a browser."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import ResolverMatch

from tests.api.program import Program
from tests.cast import DAGAOSHE, DONGFEN, Cast, unit
from wolaiban.people.models import Post
from wolaiban.process.words import Function
from wolaiban.web import programs


@pytest.mark.django_db
def test_a_session_is_not_even_read(cast: Cast, client: Client) -> None:
    client.force_login(cast.user("qin"))

    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/api/v1/me")

    assert answer.status_code == 401
    assert len(captured) == 0
    assert not answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/api/v1/nothing", "localhost", 404),
        ("/api/v1/cases?q=%00", "localhost", 400),
        ("/api/v1/cases", "elsewhere.example", 400),
    ],
)
def test_what_is_refused_before_any_operation_is_told_as_a_problem(
    cast: Cast, qin: Program, path: str, host: str, status: int
) -> None:
    answer = Client(raise_request_exception=False).get(path, headers={**qin.headers(), "host": host})

    assert answer.status_code == answer.json()["status"] == status
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_an_answer_says_how_long_it_is_and_that_it_is_no_page(cast: Cast, qin: Program) -> None:
    answer = qin.get("/me")

    assert answer.status_code == 200
    assert int(answer["Content-Length"]) == len(answer.content)
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def registered(program: Program, code: str) -> tuple[int, int]:
    """The status of the answer, and by how many queries it came."""
    matter = {"unit": code, "words": "台阶没有扶手。", "reporters": [{"name": "王秀英"}]}
    with CaptureQueriesContext(connection) as captured:
        answer = program.post("/cases", matter)
    return answer.status_code, len(captured)


@pytest.mark.django_db
def test_ones_own_place_was_read_with_ones_posts(cast: Cast, qin: Program) -> None:
    other = Post.objects.create(
        user=cast.user("qin"), unit=unit(DAGAOSHE), function=Function.STUDIO_LEADER, starts=date(2020, 1, 1)
    )
    registered(qin, DONGFEN)  # when the use of a token is noted
    status, few = registered(qin, DONGFEN)
    assert status == 201
    elsewhere = Program.of(cast, "shen")
    registered(elsewhere, DONGFEN)
    assert registered(elsewhere, DONGFEN) == (201, few + 1)

    other.unit.active = False
    other.unit.save()
    assert registered(qin, DAGAOSHE)[0] == 422


def test_what_does_not_say_that_it_is_open_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule of the house holds here too: whoever adds an address opens it, or it stays shut."""

    def forgotten(request: HttpRequest) -> HttpResponse:
        return HttpResponse("everything")

    monkeypatch.setattr(programs, "resolve", lambda path: ResolverMatch(forgotten, (), {}))
    passing = programs.Programs(lambda request: HttpResponse("a page"))

    assert (
        passing(RequestFactory().get("/api/v1/forgotten", headers={"host": "localhost"})).status_code == 401
    )
    assert passing(RequestFactory().get("/desk/")).content == b"a page"
