"""The last answer, when nothing else could answer: honest about whether it is worth trying again soon."""

from __future__ import annotations

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.defaults import server_error as mistake_of_ours

SECONDS_UNTIL_WELL = 10


def server_error(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After while the database is away or takes nobody more; else 500. Reads nothing from the database."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return mistake_of_ours(request)
    answer = HttpResponse(loader.get_template("503.html").render(), status=HTTPStatus.SERVICE_UNAVAILABLE)
    answer["Retry-After"] = str(SECONDS_UNTIL_WELL)
    return answer
