"""Pages that list cases: what I must do, everything I may see, what is mine."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_GET

from wolaiban.cases.history.wording import post_words
from wolaiban.cases.queries.inbox import inbox_of
from wolaiban.cases.queries.ledger import Filter, ledger_of, matching
from wolaiban.cases.queries.mine import own_matters, works_inside
from wolaiban.cases.queries.pagination import Leaves
from wolaiban.cases.queries.search import SHORTEST
from wolaiban.desk.lists.forms import ALWAYS_SHOWN, LedgerForm, called
from wolaiban.desk.lists.next import what_next
from wolaiban.importing.scope import may_import
from wolaiban.people.requests import SignedInRequest
from wolaiban.places.models import Unit
from wolaiban.web.pages import cursor

CURSORS = ("older", "newer")


@require_GET
def inbox(request: SignedInRequest) -> HttpResponse:
    if not works_inside(request.actor):
        return redirect("desk:mine")
    facts = {"inbox": inbox_of(request.actor), "today": localtime()}
    return render(request, "desk/lists/inbox.html", facts)


@require_GET
def ledger(request: SignedInRequest) -> HttpResponse:
    if not works_inside(request.actor):
        return redirect("desk:mine")
    form = LedgerForm(request.GET)
    if not form.is_valid():
        facts = {
            "form": form,
            "folded": form.errors.keys() <= ALWAYS_SHOWN,
            "may_import": may_import(request.actor),
        }
        return render(request, "desk/lists/ledger.html", facts, status=422)
    wanted = form.wanted
    if said(request) != wanted.params:
        return redirect(address("desk:ledger", wanted.params))
    leaves = ledger_of(request.actor, wanted)
    page = leaves.page(older_than=cursor(request, "older"), newer_than=cursor(request, "newer"))
    if not page.cases and any(name in request.GET for name in CURSORS):  # nothing beyond: from the beginning
        return redirect(address("desk:ledger", wanted.params))
    facts = {
        "form": LedgerForm(initial=form.cleaned_data),
        "page": page,
        "count": leaves.count(),
        "chips": chips(wanted),
        "query": urlencode(wanted.params),
        "folded": wanted.params.keys() <= ALWAYS_SHOWN,
        "may_import": may_import(request.actor),
        "in_titles_only": 0 < len(wanted.text) < SHORTEST,
    }
    return render(request, "desk/lists/ledger.html", facts)


@require_GET
def export(request: SignedInRequest) -> HttpResponseBase:
    """What the ledger shows under the same filter, all pages of it."""
    if not works_inside(request.actor):
        raise Http404
    form = LedgerForm(request.GET)
    if not form.is_valid():
        return render(request, "desk/lists/ledger.html", {"form": form}, status=422)
    from wolaiban.desk.lists.sheet import MEDIA_TYPE, sheet_of  # noqa: PLC0415 -- 14 MB that most processes never need

    moment = now()
    file = sheet_of(
        matching(request.actor, form.wanted, moment), heading=heading(request, form.wanted), at=moment
    )
    name = f"台账 {localtime(moment):%Y-%m-%d %H%M}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=MEDIA_TYPE)


def heading(request: SignedInRequest, wanted: Filter) -> list[str]:
    """What stands above an exported ledger: what it holds, who took it out, and when."""
    person = "、".join([request.user.name, *map(post_words, request.actor.posts[:1])])
    return [
        "事项台账（不含反映人身份）",
        f"筛选：{'，'.join(wanted.words.values()) or '全部'}",
        f"导出：{person}，{localtime():%Y-%m-%d %H:%M}",
    ]


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    page = Leaves(own_matters(request.actor)).page(older_than=cursor(request, "older"), size=20)
    facts = {"matters": [(case, what_next(case)) for case in page.cases], "page": page}
    return render(request, "desk/lists/mine.html", facts)


@require_GET
def unit_names(request: SignedInRequest) -> HttpResponse:
    """Names of units for the one field that is being typed in."""
    text = request.GET.get("unit") or request.GET.get("holder", "")
    names = [called(unit) for unit in Unit.objects.named(text.strip())]
    return render(request, "desk/lists/unit_names.html", {"names": names})


@dataclass(frozen=True)
class Chip:
    """A filter that is set, and the address without it."""

    words: str
    without: str


def chips(wanted: Filter) -> list[Chip]:
    def without(name: str) -> dict[str, str]:
        gone = {name, "own"} if name in {"unit", "holder"} else {name}
        return {key: value for key, value in wanted.params.items() if key not in gone}

    words = wanted.words
    return [Chip(words[name], address("desk:ledger", without(name))) for name in words]


def address(name: str, params: dict[str, str]) -> str:
    query = urlencode(params)
    return f"{reverse(name)}?{query}" if query else reverse(name)


def said(request: SignedInRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.GET.items() if name not in CURSORS}
