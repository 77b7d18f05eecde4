"""The front door."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from wolaiban.people.models import User
from wolaiban.web.navigation import first_page


@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Residents begin here; whoever has signed in goes on with their own work."""
    if isinstance(request.user, User):
        return redirect(first_page(request.actor))  # type: ignore[attr-defined]
    return render(request, "portal/home.html")
