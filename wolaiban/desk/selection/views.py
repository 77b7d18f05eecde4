"""Ticked cases: a step on each, told for each on one page; a table; a list to print, and an official sheet of each."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_GET, require_http_methods

from wolaiban.cases.actions.taking_many import TakingResult, take_each
from wolaiban.cases.history.case_view import AROUND
from wolaiban.cases.history.wording import post_words
from wolaiban.cases.models import Case
from wolaiban.cases.presentation import PRESENTATION
from wolaiban.cases.process import CASE
from wolaiban.cases.queries.in_bulk import bulk_steps
from wolaiban.cases.queries.mine import has_ledger
from wolaiban.cases.queries.selected import MOST, in_the_order_of, selected, stages_of
from wolaiban.desk.cases.sheets import facts_of, sheets_of
from wolaiban.desk.lists.forms import LedgerForm
from wolaiban.desk.selection.forms import looked_at, shared_form, takings
from wolaiban.people.requests import SignedInRequest
from wolaiban.web.keys import fresh_key, key_of

NOTHING = "还没有选。请先在列表里勾选要一起办的。"


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: SignedInRequest, step: str) -> HttpResponse:
    """The form for all that were ticked; sent, the step is taken on one after the other, and told for each."""
    if step not in PRESENTATION.in_bulk or not has_ledger(request.actor):
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    cases = _chosen(request, sent)
    if not cases:
        messages.warning(request, NOTHING)
        return redirect(_back(request, sent))
    rows = looked_at(step, cases, request.actor)
    facts = {"step": CASE.by_name[step], "rows": rows, "back": _back(request, sent)}
    if request.method == "POST":
        form = shared_form(step, rows, sent)
        if form is None or form.is_valid():
            outcomes = take_each(
                step, takings(step, rows, sent, key_of(request), request.actor), by=request.actor
            )
            return _tell(request, facts, outcomes)
        return _draw(request, facts | {"form": form, "key": key_of(request) or fresh_key()}, sent)
    return _draw(request, facts | {"form": shared_form(step, rows), "key": fresh_key()}, sent)


def _tell(request: SignedInRequest, facts: dict[str, Any], outcomes: list[TakingResult]) -> HttpResponse:
    """What became of each. The next page says once more where they are: a filtered list may not hold them any longer."""
    step, taken = facts["step"], [outcome.case.number for outcome in outcomes if not outcome.refusal]
    heaps = stages_of(selected(request.actor, taken))
    where = "，".join(f"{stage.label} {number} 件" for stage, number in heaps.items())
    shown = {
        "outcomes": outcomes,
        "numbers": taken,
        "taken": len(taken),
        "refused": len(outcomes) - len(taken),
        "where": where,
        "more": [one for one in bulk_steps(request.actor) if one != step],
    }
    answer = render(request, "desk/selection/done.html", facts | shown)
    if taken:
        messages.success(request, f"{len(taken)} 件已{step.label}。它们现在：{where}。")
    return answer


def _draw(request: SignedInRequest, facts: dict[str, object], sent: QueryDict) -> HttpResponse:
    many = len(set(sent.getlist("number"))) > MOST
    open_ones = sum(row.form is not None for row in facts["rows"])  # type: ignore[attr-defined]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    facts |= {"many": many, "most": MOST, "open": open_ones, "sent": sent}
    return render(request, "desk/selection/step.html", facts, status=status)


@require_GET
def export(request: SignedInRequest) -> HttpResponseBase:
    """What was ticked, as the sheet of the ledger has it, in the order in which it stood in the list."""
    if not has_ledger(request.actor):
        raise Http404
    cases = _chosen(request, request.GET)
    if not cases:
        messages.warning(request, NOTHING)
        return redirect(_back(request, request.GET))
    from wolaiban.desk.lists.sheet import MEDIA_TYPE, sheet_of  # noqa: PLC0415 -- 14 MB that most processes never need

    moment = now()
    heading = [
        "事项台账（不含反映人身份）",
        "筛选：在列表里勾选的",
        f"导出：{_who(request)}，{localtime():%Y-%m-%d %H:%M}",
    ]
    file = sheet_of(cases, heading=heading, at=moment)
    name = f"台账（所选） {localtime(moment):%Y-%m-%d %H%M}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=MEDIA_TYPE)


@require_GET
def print_list(request: SignedInRequest) -> HttpResponse:
    """What was ticked, as one sheet for the table: who holds what until when, and room to sign."""
    if not has_ledger(request.actor):
        raise Http404
    cases = _chosen(request, request.GET)
    if not cases:
        messages.warning(request, NOTHING)
        return redirect(_back(request, request.GET))
    units = [post.unit for post in request.actor.posts[:1]]
    back = _back(request, request.GET)
    facts = {
        "cases": cases,
        "who": _who(request),
        "unit": next(iter(units), ""),
        "narrowed": _narrowed(back),
        "at": now(),
        "back": back,
    }
    return render(request, "desk/selection/print.html", facts)


@require_GET
def print_sheets(request: SignedInRequest) -> HttpResponse:
    """What was ticked, an official sheet of each in one document, in the order of the list."""
    if not has_ledger(request.actor):
        raise Http404
    numbers = request.GET.getlist("number")
    cases = in_the_order_of(numbers, selected(request.actor, numbers).select_related(*AROUND))
    found = sheets_of(cases, request.actor)
    if not found:
        messages.warning(request, NOTHING)
        return redirect(_back(request, request.GET))
    facts = facts_of(found, request) | {"back": _back(request, request.GET)}
    return render(request, "desk/cases/sheet.html", facts)


def _chosen(request: SignedInRequest, sent: QueryDict) -> list[Case]:
    numbers = sent.getlist("number")
    return in_the_order_of(numbers, selected(request.actor, numbers))


def _who(request: SignedInRequest) -> str:
    return "、".join([request.user.name, *map(post_words, request.actor.posts[:1])])


def _narrowed(back: str) -> str:
    """By what the ledger was narrowed in which they were ticked; "" from elsewhere."""
    path, _, query = back.partition("?")
    form = LedgerForm(QueryDict(query))
    return "，".join(form.wanted.words.values()) if path == reverse("desk:ledger") and form.is_valid() else ""


def _back(request: SignedInRequest, sent: QueryDict) -> str:
    """The list in which they were ticked, as its form says; else the ledger."""
    back = sent.get("back", "")
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else reverse("desk:ledger")
