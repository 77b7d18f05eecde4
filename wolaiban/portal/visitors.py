"""Who looks at the residents' pages: mostly somebody without an account, sometimes one who has signed in."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest

from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.residents.models import Resident


def actor_of(request: HttpRequest) -> Actor | None:
    """None for whoever has not signed in, and while the database cannot tell: these pages are drawn all the same."""
    try:
        signed_in = isinstance(getattr(request, "user", None), User)
        return request.actor if signed_in else None  # type: ignore[attr-defined]
    except (OperationalError, InterfaceError):
        return None


def resident_of(request: HttpRequest) -> Resident | None:
    """The resident who has signed in. Officers report here as anybody does."""
    actor = actor_of(request)
    if actor is None or actor.posts:
        return None
    return Resident.objects.filter(account=actor.user).first()
