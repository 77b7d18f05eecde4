"""The ledger in public: the latest checkpoints, the key they are signed with, and a page that checks a proof."""

from __future__ import annotations

import inspect
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from wolaiban.ledger import checkpoints, signing
from wolaiban.ledger import verifier as verifying
from wolaiban.ledger.models import Checkpoint

SHOWN = 12
LATE = timedelta(hours=2)  # where nothing happens there is one an hour


@login_not_required
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    latest = list(Checkpoint.objects.order_by("-number").only("number", "at", "size", "note")[:SHOWN])
    facts = {
        "latest": latest,
        "late": bool(latest) and latest[0].at < now() - LATE,
        "key": str(signing.public_key()),
    }
    return render(request, "portal/proving/ledger.html", facts)


@login_not_required
@require_safe
def key(request: HttpRequest) -> HttpResponse:
    return _text(f"{signing.public_key()}\n")


@login_not_required
@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    latest = checkpoints.latest()
    if latest is None:
        raise Http404
    return _text(latest.note)


@login_not_required
@require_safe
def checkpoint(request: HttpRequest, number: int) -> HttpResponse:
    found = Checkpoint.objects.filter(number=number).first()
    if found is None:
        raise Http404
    return _text(found.note)


@login_not_required
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/proving/check.html", {"key": str(signing.public_key())})


@login_not_required
@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The independent verifier, to be read and kept."""
    return _text(inspect.getsource(verifying))


def _text(content: str) -> HttpResponse:
    return HttpResponse(content, content_type="text/plain; charset=utf-8")
