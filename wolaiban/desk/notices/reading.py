"""What somebody who works here was told, and what their day begins with."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from wolaiban.cases.models import Case
from wolaiban.notices.actions.reading import mark_all_read, mark_read
from wolaiban.notices.models import Message
from wolaiban.notices.queries import messages_of, morning_of
from wolaiban.people.actor import Actor
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.words import Function
from wolaiban.web.numbers import number_in
from wolaiban.web.pages import cursor

PAGE = 30
MOST_OF_A_MORNING = 50


@require_GET
def notices(request: SignedInRequest) -> HttpResponse:
    found = messages_of(request.user, after=cursor(request), most=PAGE + 1)
    shown = found[:PAGE]
    facts = {
        "messages_shown": _titled(shown, request.actor),
        "after": shown[-1].pk if len(found) > PAGE else None,
        "newest": found[0].pk if found else 0,
        "unread": any(message.read_at is None for message in shown),
        "leads_studio": request.actor.holds(Function.STUDIO_LEADER),
    }
    return render(request, "desk/notices/notices.html", facts)


def _titled(shown: list[Message], actor: Actor) -> list[tuple[Message, str]]:
    """Each with the title of its case; "" where whoever was told may not see it any more, and of what is no case."""
    told = {message.case_id for message in shown if message.case_id}
    open_ones = set(Case.objects.visible_to(actor).filter(pk__in=told).values_list("pk", flat=True))
    return [
        (message, message.case.heading if message.case and message.case_id in open_ones else "")
        for message in shown
    ]


@require_GET
def notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Opening a message is reading it; then on to what it speaks of."""
    message = get_object_or_404(Message.objects.told_to(request.user).select_related("case"), pk=pk)
    mark_read(message, by=request.user)
    return redirect(message.path)


@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    mark_all_read(by=request.user, up_to=number_in(request.POST.get("newest", "")) or 0)
    return redirect("desk:notices")


@require_GET
def morning(request: SignedInRequest) -> HttpResponse:
    """To those who lead no studio this page does not exist."""
    if not request.actor.holds(Function.STUDIO_LEADER):
        raise Http404
    today = morning_of(request.actor)
    parts = [
        ("今天到期", today.due_today.with_parties()[:MOST_OF_A_MORNING]),
        ("已超期", today.overdue.with_parties()[:MOST_OF_A_MORNING]),
        ("办完了，等您告诉反映人", today.to_answer.with_parties()[:MOST_OF_A_MORNING]),
    ]
    return render(
        request, "desk/notices/morning.html", {"parts": [(name, list(rows)) for name, rows in parts]}
    )
