"""What a view may rely on: the person is signed in, and who acts has been read for this request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from wolaiban.people.actor import Actor
from wolaiban.people.models import User

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


FOR_PROGRAMS = "/api/v1/"


def is_from_program(request: HttpRequest) -> bool:
    """Whether the answer is read by a program: then it is never a page or a redirect."""
    return request.path.startswith(FOR_PROGRAMS)


class SignedInRequest(HttpRequest):
    """Narrows the types only. `SignInRequired` and `WhoActs` make it true."""

    user: User
    actor: Actor
    htmx: HtmxDetails
