"""Typical answers: find one by words or kind, read it. What was withdrawn is gone."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from wolaiban.publicity.models import TypicalAnswer
from wolaiban.publicity.process import TypicalStage
from wolaiban.web.pages import cursor

SHOWN = 20
LONGEST = 40


@login_not_required
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    words, topic = request.GET.get("q", "").strip(), request.GET.get("topic", "")
    too_long = len(words) > LONGEST
    found = TypicalAnswer.objects.released()
    topics = list(found.exclude(topic="").order_by("topic").values_list("topic", flat=True).distinct())
    found = found if too_long else found.about(words)
    if topic:
        found = found.filter(topic=topic)
    older = cursor(request, "older")
    if older is not None:
        found = found.filter(pk__lt=older)
    rows = list(found.select_related("township").order_by("-pk")[: SHOWN + 1])
    asked: dict[str, str | int] = {name: value for name, value in (("q", words), ("topic", topic)) if value}
    more = rows[SHOWN - 1].pk if len(rows) > SHOWN else None
    facts = {
        "answers": rows[:SHOWN],
        "topics": topics,
        "words": words,
        "longest": LONGEST,
        "too_long": too_long,
        "topic": topic,
        "begun": older is not None,
        "first": f"?{urlencode(asked)}",
        "next": more and f"?{urlencode({**asked, 'older': more})}",
    }
    return render(request, "portal/answers/answers.html", facts)


@login_not_required
@require_safe
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft was never there; what was withdrawn is said to be gone, without its words."""
    once_public = TypicalAnswer.objects.filter(released_at__isnull=False).select_related("township")
    found = get_object_or_404(once_public, pk=pk)
    if found.stage == TypicalStage.WITHDRAWN:
        return render(request, "portal/answers/gone.html", status=HTTPStatus.GONE)
    return render(request, "portal/answers/answer.html", {"typical": found})
