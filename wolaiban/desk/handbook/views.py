"""The handbook at the desk: its contents and its pages, the same for everybody who has signed in."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wolaiban.desk.handbook.pages import page_of
from wolaiban.installation.handbook import CONTENTS, SHELVES
from wolaiban.people.requests import SignedInRequest


@require_safe
def contents(request: SignedInRequest) -> HttpResponse:
    return _shown(request, SHELVES[0], CONTENTS)


@require_safe
def page(request: SignedInRequest, shelf: str, name: str) -> HttpResponse:
    return _shown(request, shelf, name)


def _shown(request: SignedInRequest, shelf: str, name: str) -> HttpResponse:
    if (shown := page_of(shelf, name)) is None:
        raise Http404
    return render(request, "desk/handbook/page.html", {"page": shown})
