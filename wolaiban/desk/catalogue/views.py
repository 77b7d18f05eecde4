"""Reading the catalogue: the edition in force, and those before it that cases still go by."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from wolaiban.catalogue.kind import may_edit
from wolaiban.catalogue.models import Edition, Limit
from wolaiban.catalogue.process import EditionStage
from wolaiban.catalogue.queries import promises_of
from wolaiban.desk.catalogue.guards import readers_only
from wolaiban.desk.catalogue.showing import chapters_of, promise_rows
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.words import Tier
from wolaiban.workflow.history import story_of


@require_safe
@readers_only
def current(request: SignedInRequest) -> HttpResponse:
    edition = get_object_or_404(settled(), stage=EditionStage.PUBLISHED)
    return show(request, edition, has_draft=Edition.objects.draft() is not None)


@require_safe
@readers_only
def edition(request: SignedInRequest, pk: int) -> HttpResponse:
    return show(request, get_object_or_404(settled(), pk=pk))


@require_safe
@readers_only
def editions(request: SignedInRequest) -> HttpResponse:
    return render(request, "desk/catalogue/editions.html", {"editions": settled()})


def settled() -> QuerySet[Edition]:
    """Editions that are or were in force; a draft is nobody's but its makers'."""
    return Edition.objects.filter(stage__in=[EditionStage.PUBLISHED, EditionStage.REPLACED]).select_related(
        "published_by"
    )


def show(request: SignedInRequest, shown: Edition, **facts: object) -> HttpResponse:
    """An edition as a page; the draft, for those who change it, with what can be done to it."""
    words = request.GET.get("q", "").strip()
    promises = promises_of(shown.pk)
    limits = Limit.objects.filter(edition=shown).select_related("category")
    facts |= {
        "edition": shown,
        "rows": promise_rows(promises),
        "holes": promises.holes(),
        "tiers": list(Tier),
        "limits": limits,
        "particular": [limit for limit in limits if limit.category],
        "chapters": chapters_of(shown, words),
        "words": words,
        "may_edit": may_edit(request.actor),
        "history": story_of(shown, {}),
    }
    return render(request, "desk/catalogue/edition.html", facts)
