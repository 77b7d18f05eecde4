"""What Django refuses or does not find, in the frame of whoever asked: residents stay among the residents' pages."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wolaiban.people.models import User
from wolaiban.web.navigation import face_of


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, DisallowedHost):
        named = {"host": request.META.get("HTTP_HOST", "")[:100], "site": settings.SITE_URL}
        return render(request, "400_host.html", named, status=HTTPStatus.BAD_REQUEST)
    return _refused(request, "400.html", HTTPStatus.BAD_REQUEST)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _refused(request, "403_csrf.html", HTTPStatus.FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same answer whether there is nothing, or nothing for them."""
    return _refused(request, "404.html", HTTPStatus.NOT_FOUND)


def _refused(request: HttpRequest, page: str, status: HTTPStatus) -> HttpResponse:
    return render(request, f"portal/{page}" if _among_residents(request) else page, status=status)


def _among_residents(request: HttpRequest) -> bool:
    """On a page of theirs; on no page at all, whoever has not signed in."""
    face = face_of(request)
    return face == "portal" or not (face or isinstance(getattr(request, "user", None), User))
