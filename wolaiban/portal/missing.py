"""What is not there, in the frame of whoever asked: residents stay among the residents' pages."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wolaiban.people.models import User


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same answer whether there is nothing, or nothing for them."""
    signed_in = isinstance(getattr(request, "user", None), User)
    page = "404.html" if signed_in else "portal/missing.html"
    return render(request, page, status=HTTPStatus.NOT_FOUND)
