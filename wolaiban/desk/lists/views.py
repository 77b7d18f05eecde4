"""Pages that list cases: everything I may see, with its export and one's own filters, and what is mine."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate, localtime, now
from django.views.decorators.http import require_GET, require_POST

from wolaiban.cases.actions.saving_filters import drop_filter, save_filter
from wolaiban.cases.history.wording import post_words
from wolaiban.cases.models import SavedFilter
from wolaiban.cases.queries.in_bulk import bulk_labels
from wolaiban.cases.queries.ledger import Filter, in_order, ledger_of, most_urgent_of
from wolaiban.cases.queries.mine import has_ledger, own_matters
from wolaiban.cases.queries.pagination import Count, Leaves, Page
from wolaiban.cases.queries.terms import SHORTEST, words_of
from wolaiban.database.prepared import PreparedQuery
from wolaiban.desk.lists.forms import ALWAYS_SHOWN, LedgerForm, called
from wolaiban.desk.lists.months import months_offered
from wolaiban.desk.lists.next import what_next
from wolaiban.importing.scope import may_import
from wolaiban.people.models import Post
from wolaiban.people.requests import SignedInRequest
from wolaiban.places.models import Unit
from wolaiban.process.errors import BadAnswer
from wolaiban.web.navigation import first_page
from wolaiban.web.pages import cursor

CURSORS = ("older", "newer")
SAVED = PreparedQuery(lambda user: SavedFilter.objects.filter(user=user))


@require_GET
def ledger(request: SignedInRequest) -> HttpResponse:
    if not has_ledger(request.actor):
        return redirect(first_page(request.actor))
    form = LedgerForm(request.GET)
    if not form.is_valid():
        facts = {"form": form, "folded": form.errors.keys() <= ALWAYS_SHOWN, **_around(request)}
        return render(request, "desk/lists/ledger.html", facts, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    wanted = form.wanted
    if said(request) != wanted.params:
        return redirect(address("desk:ledger", wanted.params))
    page, count = _page(request, wanted)
    if not page.cases and any(name in request.GET for name in CURSORS):  # nothing beyond: from the beginning
        return redirect(address("desk:ledger", wanted.params))
    words = words_of(wanted.text)
    facts = {
        "form": form.understood(),
        "page": page,
        "count": count,
        "wanted": wanted,
        "words": words,
        "chips": chips(wanted),
        "folded": wanted.params.keys() <= ALWAYS_SHOWN,
        "apart": set_apart(words),
        "in_titles_only": bool(words) and all(len(word) < SHORTEST for word in words),
        **_around(request),
    }
    return render(request, "desk/lists/ledger.html", facts)


def set_apart(words: list[str]) -> str:
    """How one long word would look as two, for who writes several without a space: 雨棚公交, 雨棚 公交. Else ""."""
    word = words[0] if len(words) == 1 else ""
    half = len(word) // 2
    return f"{word[:half]} {word[half:]}" if half >= SHORTEST and not word.isascii() else ""


def _page(request: SignedInRequest, wanted: Filter) -> tuple[Page[int] | Page[str], Count]:
    if wanted.sort:
        urgent = most_urgent_of(request.actor, wanted)
        older, newer = request.GET.get("older"), request.GET.get("newer")
        return urgent.page(older_than=older, newer_than=newer), urgent.count()
    leaves = ledger_of(request.actor, wanted)
    page = leaves.page(older_than=cursor(request, "older"), newer_than=cursor(request, "newer"))
    return page, leaves.count()


def _around(request: SignedInRequest) -> dict[str, Any]:
    """What stands around the list whatever it holds."""
    return {
        "query": urlencode(said(request)),
        "months": [
            (month, address("desk:ledger", month.params))
            for month in months_offered(said(request), localdate())
        ],
        "saved": SAVED(request.user.pk),
        "may_import": may_import(request.actor),
        "bulk": bulk_labels(request.actor),
    }


@require_POST
def save(request: SignedInRequest) -> HttpResponse:
    """Keep the filter of the ledger that was on the screen."""
    form = LedgerForm(request.POST)
    if not has_ledger(request.actor) or not form.is_valid():
        raise Http404
    try:
        saved = save_filter(request.POST.get("name", ""), form.wanted, by=request.actor)
    except BadAnswer as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已存为“{saved}”，以后在台账上面一点就是。")
    return redirect(address("desk:ledger", form.wanted.params))


@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    drop_filter(pk, by=request.actor)
    messages.success(request, "已删掉，事项不受影响。")
    return redirect("desk:ledger")


@require_GET
def export(request: SignedInRequest) -> HttpResponseBase:
    """What the ledger shows under the same filter, all pages of it, in the same order."""
    if not has_ledger(request.actor):
        raise Http404
    form = LedgerForm(request.GET)
    if not form.is_valid():
        return render(
            request, "desk/lists/ledger.html", {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    from wolaiban.desk.lists.sheet import MEDIA_TYPE, rows_of, sheet_of  # noqa: PLC0415 -- 14 MB that most processes never need

    moment, wanted = now(), form.wanted
    file = sheet_of(
        rows_of(in_order(request.actor, wanted, moment)),
        heading=heading(request, wanted),
        at=moment,
        first="最急的" if wanted.sort else "最新的",
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
    facts = {
        "matters": [(case, what_next(case)) for case in page.cases],
        "page": page,
        "coming": [] if page.cases else _coming(request),
    }
    return render(request, "desk/lists/mine.html", facts)


def _coming(request: SignedInRequest) -> list[Post]:
    """Where somebody will be in office, who signs in the day before and would find nothing here."""
    return list(Post.objects.filter(user=request.user, starts__gt=localdate()).with_unit())


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
