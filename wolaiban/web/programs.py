"""Requests of programs go straight to their operation: what stands before the pages is for browsers."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from django.core.exceptions import DisallowedHost
from django.core.handlers.exception import convert_exception_to_response
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve

from wolaiban.people.requests import is_from_program
from wolaiban.web.middleware import refuse_nul
from wolaiban.web.problems import MEDIA_TYPE, problem

Operate = Callable[[HttpRequest], HttpResponse]
FOR_NO_PAGE = "default-src 'none'; frame-ancestors 'none'"  # what a program reads is never shown as one
NOT_HERE = "本系统不在“{}”这个网址上。管理员可以把它写进 ALLOWED_HOSTS。"
LONGEST_NAME = 253


class Programs:
    """Takes what a program asks past sessions, forms, messages and frames, which it has not.

    Who may come in says the operation, by a token. Whatever goes wrong is told as a problem.
    """

    def __init__(self, get_response: Operate) -> None:
        self.get_response = get_response
        self.operate = cast("Operate", convert_exception_to_response(_operated))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_from_program(request):
            return self.get_response(request)
        answer = _told_as_problem(self.operate(request))
        answer.setdefault("Content-Security-Policy", FOR_NO_PAGE)
        answer.setdefault("Content-Length", str(len(answer.content)))
        return answer


def _operated(request: HttpRequest) -> HttpResponse:
    try:
        request.get_host()
    except DisallowedHost:
        return problem(HTTPStatus.BAD_REQUEST, code="unknown_host", title=NOT_HERE.format(_called(request)))
    refuse_nul(request.path, request.GET)
    try:
        match = request.resolver_match = resolve(request.path_info)
        if getattr(match.func, "login_required", True):  # as everywhere, unless the view says otherwise
            return problem(HTTPStatus.UNAUTHORIZED, code="sign_in")
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return problem(HTTPStatus.NOT_FOUND)
    return answer


def _called(request: HttpRequest) -> str:
    """By what name, whatever it may be, the program looked for us."""
    return str(request.headers.get("Host", ""))[:LONGEST_NAME]


def _told_as_problem(response: HttpResponse) -> HttpResponse:
    """Whatever refused it, Django or the router: a program is told in one form."""
    if response.status_code < HTTPStatus.BAD_REQUEST or response.get("Content-Type", "").startswith(
        MEDIA_TYPE
    ):
        return response
    told = problem(response.status_code)
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if name in response:
            told[name] = response[name]
    return told
