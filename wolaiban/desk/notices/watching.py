"""What was told about a case, whether it arrived, and sending again what did not."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from wolaiban.cases.history.audience import Eyes, eyes_of
from wolaiban.cases.models import Case
from wolaiban.cases.queries.known import open_to
from wolaiban.cases.roles import Circle
from wolaiban.notices import queries
from wolaiban.notices.actions import resending
from wolaiban.notices.models import Delivery
from wolaiban.notices.rules import may_resend, may_reword
from wolaiban.people.actor import Actor
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.words import OFFICERS
from wolaiban.web.pages import cursor

PAGE = 50


@require_GET
def about_case(request: SignedInRequest, number: str) -> HttpResponse:
    """For those inside who may see the case; whom it is about reads their own messages on their phone."""
    case = get_object_or_404(Case.objects.visible_to(request.actor), number=number.upper())
    if eyes_of(request.actor, Circle.of(case)) is not Eyes.INSIDE:
        raise Http404
    found = queries.messages_about(case, after=cursor(request), most=PAGE + 1)
    shown = found[:PAGE]
    facts = {
        "case": case,
        "messages_shown": shown,
        "known": open_to(request.actor, [m.complainant for m in shown if m.complainant is not None]),
        "after": shown[-1].pk if len(found) > PAGE else None,
        "may_resend": bool(request.actor.posts_as(OFFICERS)),
    }
    return render(request, "desk/notices/about_case.html", facts)


@require_GET
def deliveries(request: SignedInRequest) -> HttpResponse:
    """All deliveries, or only those that failed: for the district, which answers for the gateways.

    Of a case that the reader may not see, only that something was sent and how it went.
    """
    if not may_reword(request.actor):
        raise Http404
    failed = request.GET.get("failed") == "1"
    found = queries.deliveries(after=cursor(request), most=PAGE + 1, failed=failed)
    shown = found[:PAGE]
    facts = {
        "deliveries": shown,
        "seen": _seen(request.actor, shown),
        "failed": failed,
        "failed_count": queries.failed_count(),
        "after": shown[-1].pk if len(found) > PAGE else None,
    }
    return render(request, "desk/notices/deliveries.html", facts)


def _seen(actor: Actor, shown: list[Delivery]) -> set[int | None]:
    """The cases of these deliveries that the actor may see; None is what is about no case."""
    cases = {delivery.message.case_id for delivery in shown}
    return {
        None,
        *Case.objects.visible_to(actor)
        .filter(pk__in=[pk for pk in cases if pk])
        .values_list("pk", flat=True),
    }


@require_POST
def resend(request: SignedInRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(Delivery.objects.select_related("message__case"), pk=pk)
    if not may_resend(request.actor, delivery):
        raise Http404
    resending.resend(delivery, by=request.actor)
    messages.success(request, "已重新发送。几秒钟后刷新，就能看到结果。")
    if delivery.message.case is not None:
        return redirect("desk:case_notices", delivery.message.case.number)
    return redirect("desk:deliveries")
