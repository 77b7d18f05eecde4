"""At the counter: whether a matter is only registered or settled on the spot, and what is shown once it is."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wolaiban.cases.actions.settling import may_settle
from wolaiban.cases.history.case_view import visible_case
from wolaiban.cases.history.deadline_reasons import latest_answer
from wolaiban.cases.models import Case
from wolaiban.desk.cases.page import CasePage
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.words import Satisfaction, Stage
from wolaiban.web.slips import slips_for

REGISTER, SETTLE = "register", "settle"
NEXT = "next"  # the button that goes on to the next matter
TRUE_NOW = {
    Stage.RESOLVED: "已办结，结果还没有告诉居民。",
    Stage.ANSWERED: "已办结，也告诉了居民，等居民评价。",
    Stage.DISPUTED: "居民说没有办好，已请上一级复核。",
    Stage.CLOSED: "已办结。",
}


def way_of(request: SignedInRequest) -> str:
    """What the form is for: as its switch was pressed, as it was sent, or as the link said."""
    sent = request.POST
    asked = sent.get("turn_to") or sent.get("way") or request.GET.get("way", "")
    return SETTLE if asked == SETTLE and may_settle(request.actor) else REGISTER


def goes_to_next(request: SignedInRequest) -> bool:
    return request.POST.get("after") == NEXT


def go_to_next(request: SignedInRequest, case: Case, way: str) -> HttpResponse:
    """An empty form of the same sort; above it stands what is now true of the last, and the way to it."""
    page = CasePage(visible_case(request.actor, case.number), request.actor)
    words = true_now(page) if way == SETTLE else f"已登记。{promised(page.case)}"
    messages.success(request, f"{case.number} {words}")
    return redirect(f"{reverse('desk:register')}?way={way}")


def promised(case: Case) -> str:
    """最迟 12月5日前答复（受理 1 天、办理 3 天、反馈 1 天）。"""
    latest = latest_answer(case)
    return f"{latest}。" if latest else ""


def show_slips(request: SignedInRequest, case: Case) -> HttpResponse:
    """The receipts, ready to be printed: shown in answer to the form, and never again. Without people, the case."""
    page = CasePage(visible_case(request.actor, case.number), request.actor)
    people = [person.complainant for person in page.people]
    if not page.may_print_slips:
        messages.success(request, true_now(page))
        return redirect("desk:case", case.number)
    site = request.build_absolute_uri("/")
    slips = slips_for(page.case, by=request.actor, of=people, site=site)
    facts = {"case": page.case, "page": page, "slips": slips, "settled": true_now(page)}
    return render(request, "desk/cases/slips.html", facts)


def true_now(page: CasePage) -> str:
    """One sentence on what has become of a matter that was settled."""
    said = {person.judged for person in page.people if person.judged}
    if page.case.stage_word is Stage.CLOSED and said:
        return f"已办结，居民说{'、'.join(word.label for word in Satisfaction if word.label in said)}。"
    return TRUE_NOW[page.case.stage_word]
