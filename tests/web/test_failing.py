"""When nothing else could answer: worth trying again soon, or a mistake of ours."""

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from wolaiban.web.failing import server_error


def answered(error: Exception) -> HttpResponse:
    try:
        raise error
    except type(error):
        return server_error(RequestFactory().get("/"))


@pytest.mark.parametrize("error", [OperationalError("too many clients"), InterfaceError("connection closed")])
def test_while_the_database_is_away_people_are_told_when_to_come_again(error: Exception) -> None:
    answer = answered(error)

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "没有收到" in answer.content.decode()


def test_a_mistake_of_ours_is_said_to_be_one() -> None:
    answer = answered(KeyError("x"))

    assert answer.status_code == 500
    assert "系统出了问题" in answer.content.decode()
