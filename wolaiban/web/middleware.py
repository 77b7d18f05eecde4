"""Refusals become answers in one place: a page, a fragment for htmx, a problem for machines."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django_htmx.http import reswap, retarget

from wolaiban.process.errors import ProcessError

HEADINGS = {
    HTTPStatus.FORBIDDEN: "不能由您来办",
    HTTPStatus.NOT_FOUND: "没有找到",
    HTTPStatus.CONFLICT: "没有办成",
    HTTPStatus.GONE: "已经删除",
    HTTPStatus.UNPROCESSABLE_ENTITY: "填写有误",
}


class Refusals:
    """Turns a ProcessError into an answer with its status, wherever it was raised."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ProcessError):
            return refusal(request, str(error), status=error.status, code=error.code)
        if not getattr(request, "htmx", False):
            return None  # Django has pages for the rest
        if isinstance(error, Http404):
            return refusal(request, "没有这一页，或您不能查看。", status=404, code="not_found")
        if isinstance(error, PermissionDenied):
            return refusal(request, "您的岗位不能这样做。", status=403, code="forbidden")
        return None


def refusal(request: HttpRequest, words: str, *, status: int, code: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        problem = {"type": code, "title": words, "status": status}
        return JsonResponse(problem, status=status, content_type="application/problem+json")
    heading = HEADINGS.get(HTTPStatus(status), "没有办成")
    facts = {"heading": heading, "words": words, "status": status, "back": _back(request)}
    if getattr(request, "htmx", False):
        fragment = render(request, "web/refusal.html#refusal", facts, status=status)
        return retarget(reswap(fragment, "innerHTML"), "#refusal")
    return render(request, "web/refusal.html", facts, status=status)


def _back(request: HttpRequest) -> str:
    """Where to go on from: the page a fragment was asked from, or the inbox. Never an address from elsewhere."""
    htmx = getattr(request, "htmx", None)
    return (htmx.current_url_abs_path if htmx else None) or "/"
