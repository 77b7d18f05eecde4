"""Nobody gets in without signing in, and who acts is read anew for every request."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.people.requests import is_from_program

View = Callable[..., HttpResponseBase]


class SignInRequired(LoginRequiredMiddleware):
    """Ask everybody to sign in, in the words of whoever asks: a browser, a fragment of a page, a machine."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: View
    ) -> HttpResponseBase:
        if is_from_program(request):
            problem = {"type": "sign_in", "title": "请先登录。", "status": HTTPStatus.UNAUTHORIZED}
            return JsonResponse(
                problem, status=HTTPStatus.UNAUTHORIZED, content_type="application/problem+json"
            )
        if request.headers.get("HX-Request") == "true":
            # A redirect would be followed by the script and the sign-in page swapped into the fragment.
            page = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
            sign_in = f"{resolve_url('account_login')}?{urlencode({'next': page})}"
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": sign_in})
        return super().handle_no_permission(request, view_func)


class WhoActs:
    """Set `request.actor`: one query when first asked for, in every request anew and never from the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    return Actor.of(request.user) if isinstance(request.user, User) else Actor(None, ())


class OwnPasswordFirst:
    """Whoever signed in with a password that an administrator gave them must choose their own before all else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        if not getattr(request.user, "must_change_password", False):
            return None
        if request.path in {reverse("account_change_password"), reverse("account_logout")}:
            return None
        if request.headers.get("HX-Request") == "true":
            headers = {"HX-Redirect": reverse("account_change_password")}
            return HttpResponse(status=HTTPStatus.FORBIDDEN, headers=headers)
        return HttpResponseRedirect(reverse("account_change_password"))
