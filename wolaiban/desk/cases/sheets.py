"""Cases as official sheets to print: heading, unit, day, number, what was told and done, lines to sign on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from wolaiban.cases.history.case_view import visible_case
from wolaiban.cases.history.timeline import Telling
from wolaiban.cases.models import Case
from wolaiban.desk.cases.page import CasePage
from wolaiban.people.actor import Actor
from wolaiban.people.requests import SignedInRequest


class OfficialSheet(CasePage):
    """A case as it goes on paper: told from the beginning."""

    @property
    def from_the_beginning(self) -> list[Telling]:
        return self.story[::-1]


@require_safe
def sheet(request: SignedInRequest, number: str) -> HttpResponse:
    """For those inside; whom it is about has a slip and their own page."""
    found = sheets_of([visible_case(request.actor, number)], request.actor)
    if not found:
        raise Http404
    return render(request, "desk/cases/sheet.html", facts_of(found, request))


def sheets_of(cases: Iterable[Case], actor: Actor) -> list[OfficialSheet]:
    """Those of the cases that the actor sees from inside; each is read as its own page is, one after the other."""
    return [found for case in cases if (found := OfficialSheet(case, actor)).inside]


def facts_of(sheets: list[OfficialSheet], request: SignedInRequest) -> dict[str, Any]:
    """What the template asks for."""
    return {"sheets": sheets, "today": localtime(), "by": request.user.name}
