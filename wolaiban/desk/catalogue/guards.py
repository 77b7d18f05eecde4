"""Who gets to these pages: everyone in office may read, the district changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpResponse

from wolaiban.catalogue.kind import may_edit
from wolaiban.catalogue.process import EditionRole
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.errors import NotAllowed
from wolaiban.process.words import SEES_UNIT

P = ParamSpec("P")
View = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def readers_only(view: View[P]) -> View[P]:
    """To residents and volunteers these pages do not exist."""

    @wraps(view)
    def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not (request.actor.holds(*SEES_UNIT) or may_edit(request.actor)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def caretakers_only(view: View[P]) -> View[P]:
    """Those who may read but not change are told who may."""

    @readers_only
    @wraps(view)
    def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not may_edit(request.actor):
            raise NotAllowed(what="修改事项目录", who=EditionRole.CARETAKER.label)
        return view(request, *args, **kwargs)

    return guarded
