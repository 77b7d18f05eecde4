"""The ledger in public: the latest checkpoints, the key they are signed with, and a page that checks a proof."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from wolaiban.ledger import checkpoints, cosigning, signing
from wolaiban.ledger import verifier as verifying
from wolaiban.ledger.models import Checkpoint
from wolaiban.ledger.notes import Cosignature, Verifying

SHOWN = 12
LONGEST = 8192  # bytes of what a witness hands in
LATE = timedelta(hours=2)  # where nothing happens there is one an hour


@login_not_required
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    latest = list(Checkpoint.objects.order_by("-number").only("number", "at", "size", "note")[:SHOWN])
    shown = [(checkpoint, list(cosigning.of(checkpoint))) for checkpoint in latest]
    facts = {
        "latest": latest,
        "shown": shown,
        "witnesses": [(key, _last_of(key, shown)) for key in cosigning.witnesses()],
        "late": bool(latest) and latest[0].at < now() - LATE,
        "key": str(signing.public_key()),
    }
    return render(request, "portal/proving/ledger.html", facts)


def _last_of(
    key: Verifying, shown: Sequence[tuple[Checkpoint, Sequence[Cosignature]]]
) -> tuple[Checkpoint, Cosignature] | None:
    """The newest checkpoint that a witness cosigned, among those shown."""
    found = ((at, each) for at, cosigned in shown for each in cosigned if each.witness == key)
    return next(found, None)


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
    return _text(cosigning.with_cosignatures(latest))


@login_not_required
@require_safe
def checkpoint(request: HttpRequest, number: int) -> HttpResponse:
    found = Checkpoint.objects.filter(number=number).first()
    if found is None:
        raise Http404
    return _text(cosigning.with_cosignatures(found))


@csrf_exempt  # a program hands it in, and a signature says whose it is
@login_not_required
@require_POST
def cosignatures(request: HttpRequest) -> HttpResponse:
    """Take what a witness signed; nothing else, and of nobody else."""
    handed_in = request.read(LONGEST + 1)
    if len(handed_in) > LONGEST:
        return _text("太长\n", status=413)
    try:
        cosigning.take(handed_in.decode())
    except UnicodeDecodeError:
        return _text("不是检查点\n", status=400)
    except cosigning.Refused as refusal:
        return _text(f"{refusal}\n", status=refusal.status)
    return _text("已收下\n")


@login_not_required
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/proving/check.html", {"key": str(signing.public_key())})


@login_not_required
@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The independent verifier, to be read and kept."""
    return _text(inspect.getsource(verifying))


def _text(content: str, status: int = 200) -> HttpResponse:
    return HttpResponse(content, status=status, content_type="text/plain; charset=utf-8")
