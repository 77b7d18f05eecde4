"""Reporting in big type: the same form, one question a page. A script turns the pages; without one the server does.

Every question is in the page, and only one is shown, so that what was answered goes along whichever is open. A press on
`go` (下一问, 上一问, 改) sends all of it here; nothing is registered by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from wolaiban.places.models import Unit
from wolaiban.portal.reporting.form import ReportForm
from wolaiban.web.numbers import number_in

GO = "go"
MOST_SHOWN = 30  # characters of the words, among what was said already


@dataclass(frozen=True)
class BigPage:
    """One question. `fields` are asked on it; `called` is how it is named among what was said already."""

    number: int
    called: str
    heading: str
    hint: str
    fields: frozenset[str]


PAGES = (
    BigPage(
        1, "哪个村", "是哪个村的事？", "写村名、社区名，两个字也行。", frozenset({"unit", "township", "pin"})
    ),
    BigPage(
        2,
        "出了什么事",
        "出了什么事？",
        "想到哪说到哪。说错了能重来。",
        frozenset({"words", "photos", "voice"}),
    ),
    BigPage(
        3, "怎么找您", "怎么找您？", "只用来联系您，加密保存。", frozenset({"name", "phone", "anonymous"})
    ),
)
LAST = BigPage(len(PAGES) + 1, "看一遍", "看一遍，对不对？", "不对的，按“改”。对了就发出。", frozenset())


@dataclass(frozen=True)
class SaidSoFar:
    """What was answered to a question, in short; `words` is empty where it was not answered yet."""

    page: BigPage
    words: str


def is_turning(request: HttpRequest) -> bool:
    return GO in request.POST


def turn(request: HttpRequest, form: ReportForm) -> BigPage:
    """The page to be shown next: the one asked for, or the first before it that is not right yet.

    Faults of pages that nobody has come to are forgotten.
    """
    form.is_valid()
    wanted = number_in(request.POST[GO]) or 1
    page = next((one for one in PAGES if one.number < wanted and one.fields & form.errors.keys()), None)
    page = page or _numbered(wanted)
    came_from_before = page.number >= wanted
    for name in list(form.errors):
        if came_from_before or name not in page.fields:
            del form.errors[name]
    for row in form.rows:
        row.errors.clear()
    return page


def page_of(form: ReportForm) -> BigPage:
    """Where a form begins, or where the first fault of what was sent stands."""
    if not form.is_bound:
        return PAGES[0]
    return next((page for page in PAGES if page.fields & form.errors.keys()), LAST)


def facts_for(form: ReportForm, page: BigPage) -> dict[str, Any]:
    """What the template asks for beside the form."""
    return {
        "pages": (*PAGES, LAST),
        "page": page,
        "back": page.number - 1,
        "next": page.number + 1,
        "last": LAST.number,
        "said": said(form),
    }


def _numbered(number: int) -> BigPage:
    return next((page for page in PAGES if page.number == number), LAST if number > 0 else PAGES[0])


def unit_of(form: ReportForm) -> Unit | None:
    found: Unit | None = getattr(form, "cleaned_data", {}).get("unit") if form.is_bound else None
    return found


def said(form: ReportForm) -> list[SaidSoFar]:
    given = getattr(form, "cleaned_data", {}) if form.is_bound else {}
    unit, words = unit_of(form), given.get("words") or ""
    short = words if len(words) <= MOST_SHOWN else f"{words[:MOST_SHOWN]}……"
    how = "不留姓名和电话" if given.get("anonymous") else " ".join(_called(form))
    where = (unit.full_name if unit else "", "地图上点了" if given.get("pin") else "")
    answers = ("，".join(filter(None, where)), short, how)
    return [SaidSoFar(page, answer) for page, answer in zip(PAGES, answers, strict=True)]


def _called(form: ReportForm) -> list[str]:
    """As they were typed: it is their own, on their own screen."""
    typed = (form.data.get(name, "").strip() for name in ("name", "phone"))
    return [words for words in typed if words]
