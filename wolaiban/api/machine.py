"""The API itself: how JSON is read and written, and how whatever goes wrong is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import pydantic_core
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationErrorContext
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from wolaiban.api.faults import faults_in
from wolaiban.process.errors import BadAnswer, ProcessError
from wolaiban.web.limits.token_bucket import TooFast
from wolaiban.web.problems import problem, problem_of

SECONDS_UNTIL_WELL = 5


class StrictJson(Parser):
    """UTF-8, no NaN, no half of a character: nothing that could not be stored."""

    def parse_body(self, request: HttpRequest) -> Any:
        return pydantic_core.from_json(request.body, allow_inf_nan=False)


class PlainJson(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return pydantic_core.to_json(data)


class MachineApi(NinjaAPI):
    def validation_error_from_error_contexts(self, error_contexts: list[ValidationErrorContext]) -> Any:  # type: ignore[type-arg]
        """What does not even have the right form is refused like any bad answer, by field."""
        return BadAnswer(faults_in(error_contexts))


def unauthorized(request: HttpRequest, error: Exception) -> HttpResponse:
    answer = problem(401, code="sign_in")
    answer["WWW-Authenticate"] = 'Bearer realm="wolaiban"'
    return answer


def refused(request: HttpRequest, error: ProcessError) -> HttpResponse:
    answer = problem_of(error)
    if isinstance(error, TooFast):
        answer["Retry-After"] = str(error.wait)
    return answer


def unwell(request: HttpRequest, error: Exception) -> HttpResponse:
    """The database does not answer: nothing was stored, and nobody is told that it was."""
    answer = problem(503)
    answer["Retry-After"] = str(SECONDS_UNTIL_WELL)
    return answer


def unknown(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(404)


def malformed(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(400)


def unexpected(request: HttpRequest, error: Exception) -> NoReturn:
    raise error  # to Django's log and the middleware, never as text to the program


HANDLERS: Sequence[tuple[type[Exception], Callable[[HttpRequest, Any], HttpResponse]]] = (
    (Exception, unexpected),
    (ProcessError, refused),
    (AuthenticationError, unauthorized),
    (HttpError, malformed),
    (SuspiciousOperation, malformed),
    (Http404, unknown),
    (OperationalError, unwell),
    (InterfaceError, unwell),
)


def machine(**facts: Any) -> MachineApi:
    api = MachineApi(parser=StrictJson(), renderer=PlainJson(), docs_url=None, openapi_url=None, **facts)
    for error, handler in HANDLERS:
        api.add_exception_handler(error, handler)
    return api
