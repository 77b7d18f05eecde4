"""Nobody gets in without signing in, and who acts is read anew for every request."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from wolaiban.people import second_factor
from wolaiban.people.actor import Actor
from wolaiban.people.models import User

View = Callable[..., HttpResponseBase]


class SignInRequired(LoginRequiredMiddleware):
    """Ask everybody to sign in, in the words of whoever asks: a browser, or a fragment of a page."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: View
    ) -> HttpResponseBase:
        if request.headers.get("HX-Request") == "true":
            # A redirect would be followed by the script and the sign-in page swapped into the fragment.
            page = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
            sign_in = f"{resolve_url('account_login')}?{urlencode({'next': page})}"
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": sign_in})
        return super().handle_no_permission(request, view_func)


class WhoActs:
    """Set `request.actor`: one query, in every request anew and never from the session.

    Who is signed in is known by it on every page, so it stands there itself; of others it is made up when asked for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> None:
        if request.user.is_authenticated:
            request.actor = actor_of(request)  # type: ignore[attr-defined]


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
        return led_to(reverse("account_change_password"), request)


class SecondFactorFirst:
    """Whoever owes a second step sets one up before any other page opens, and is told why on the way."""

    ON_THE_WAY = frozenset(
        {
            "account_change_password",
            "account_logout",
            "account_reauthenticate",
            "healthz",
            "mfa_login_webauthn",
        }
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.user.is_authenticated or not settings.SECOND_FACTOR_FOR:
            return None
        owed = second_factor.is_owed_by(request.actor)  # type: ignore[attr-defined]
        request.second_factor_owed = owed  # type: ignore[attr-defined]
        name = request.resolver_match.url_name if request.resolver_match else None
        if not owed or name in self.ON_THE_WAY or request.path.startswith(reverse("mfa_index")):
            return None
        return led_to(reverse("mfa_index"), request)


def led_to(page: str, request: HttpRequest) -> HttpResponse:
    """A script would follow a redirect and swap the page into its fragment; it is told to leave instead."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=HTTPStatus.FORBIDDEN, headers={"HX-Redirect": page})
    return HttpResponseRedirect(page)
