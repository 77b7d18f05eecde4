"""What holds for every answer: refusals in words, nothing kept in browsers, no text that is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django_htmx.http import reswap, retarget

from wolaiban.process.errors import ProcessError
from wolaiban.web.navigation import face_of

HEADINGS = {
    HTTPStatus.FORBIDDEN: "不能由您来办",
    HTTPStatus.NOT_FOUND: "没有找到",
    HTTPStatus.CONFLICT: "没有办成",
    HTTPStatus.GONE: "已经删除",
    HTTPStatus.UNPROCESSABLE_ENTITY: "填写有误",
}

# What Django refuses by itself, in words for a fragment; its whole pages would be swapped into the page.
REFUSED_BY_DJANGO: dict[int, str] = {
    HTTPStatus.BAD_REQUEST: "提交的内容不完整或太大，什么都没有改动。请刷新后再试。",
    HTTPStatus.FORBIDDEN: "页面过期了，这次提交没有被接受。请刷新后再提交一次。",
    HTTPStatus.NOT_FOUND: "没有这一页，或您不能查看。",
}


class Refusals:
    """Turns a ProcessError into an answer with its status, wherever it was raised."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        words = REFUSED_BY_DJANGO.get(response.status_code)
        if words and getattr(request, "htmx", False) and not _is_for_htmx(response):
            return refusal(request, words, status=response.status_code)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ProcessError):
            return refusal(request, str(error), status=error.status)
        return None


class KeptByNobody:
    """What was answered to one person is not shown to the next at the same desk: no browser or proxy keeps a page.

    Stands outside of everything but the styles and scripts, so that refusals are not kept either.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            add_never_cache_headers(response)
        return response


class PlainText:
    """Refuses NUL, which no text on paper has and no column of the database takes, before a view meets it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        refuse_nul(request.path, request.GET, request.POST)


def refuse_nul(path: str, *sent: QueryDict) -> None:
    if "\0" in path or any("\0" in value for given in sent for value in _values(given)):
        raise BadRequest("a text with NUL in it")


def _values(given: QueryDict) -> Iterator[str]:
    for _, values in given.lists():
        yield from (value for value in values if isinstance(value, str))


def _is_for_htmx(response: HttpResponse) -> bool:
    return any(header in response for header in ("HX-Retarget", "HX-Redirect"))


def refusal(request: HttpRequest, words: str, *, status: int) -> HttpResponse:
    heading = HEADINGS.get(HTTPStatus(status), "没有办成")
    facts = {"heading": heading, "words": words, "status": status, "back": _back(request)}
    if getattr(request, "htmx", False):
        fragment = render(request, "web/refusal.html#refusal", facts, status=status)
        return retarget(reswap(fragment, "innerHTML"), "#refusal")
    pages = [f"{face_of(request)}/refusal.html", "web/refusal.html"]  # a face may have a frame of its own
    return HttpResponse(render_to_string(pages, facts, request), status=status)


def _back(request: HttpRequest) -> str:
    """Where to go on from: the page a fragment was asked from, the case, or "/". Never an address from elsewhere."""
    htmx = getattr(request, "htmx", None)
    if htmx and htmx.current_url_abs_path:
        return str(htmx.current_url_abs_path)
    number = request.resolver_match.kwargs.get("number") if request.resolver_match else None
    return reverse("desk:case", args=[number]) if number else "/"
