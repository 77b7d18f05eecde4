"""The list of a kind at the desk and the page of one of it; unless it says more (`Face.is_for`) for those in office alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from wolaiban.desk.subjects.course import course_of
from wolaiban.desk.subjects.faces import Face, beginning, buttons, history, warnings
from wolaiban.desk.subjects.taking import begin_view, fresh_view, step_view
from wolaiban.desk.subjects.waiting import FACES
from wolaiban.people.requests import SignedInRequest
from wolaiban.web.pages import cursor

SHOWN = 30


def list_view(face: Face) -> Callable[[SignedInRequest], HttpResponse]:
    """Those that are open, then the others, the newest first, page by page."""

    @require_safe
    def subjects(request: SignedInRequest) -> HttpResponse:
        if not face.is_for(request.actor):
            raise Http404
        facts = {
            "face": face,
            "label": face.kind.process.label,
            "line": face.template("line"),
            "buttons": beginning(face, request),
            "beside": face.beside(request.actor),
            **_page(face, request),
        }
        return render(request, "desk/subjects/list.html", facts)

    return subjects


def _page(face: Face, request: SignedInRequest) -> dict[str, Any]:
    """`older` is the last that was shown of those that are over, `open` of those that are open."""
    found = face.kind.visible_to(request.actor).select_related(*face.related).order_by("-pk")
    stages = face.kind.process.stages.open_ones()
    older, before = cursor(request, "older"), cursor(request, "open")
    is_open = [] if older else _after(found.filter(stage__in=stages), before)
    over = [] if len(is_open) > SHOWN else _after(found.exclude(stage__in=stages), older)
    shown = [*is_open, *over][:SHOWN]
    more = len(is_open) + len(over) > SHOWN
    last = shown[-1] if more else None
    name = "open" if last in is_open else "older"
    return {
        "open": [one for one in shown if one in is_open],
        "over": [one for one in shown if one not in is_open],
        "next": f"?{name}={last.pk}" if last else "",
        "begun": bool(older or before),
    }


def _after(rows: QuerySet[Any], pk: int | None) -> list[Any]:
    return list((rows.filter(pk__lt=pk) if pk is not None else rows)[: SHOWN + 1])


def page_view(face: Face) -> Callable[[SignedInRequest, int], HttpResponse]:
    """The page of a subject: its cards, what may be done with it, what happened to it, the last first."""

    @require_safe
    def subject(request: SignedInRequest, pk: int) -> HttpResponse:
        rows = face.kind.visible_to(request.actor).select_related(*face.related)
        found = get_object_or_404(rows, pk=pk)
        around = face.around(request, found, "")
        happened = history(face, request, found)
        facts = {
            "face": face,
            "subject": found,
            "cards": face.drawn(around),
            "buttons": buttons(face, request, found),
            "warnings": warnings(face, found),
            "course": course_of(found, happened),
            "history": happened[::-1],
            **around,
        }
        return render(request, face.template("page"), facts)

    return subject


def addresses(
    face: Face, at: str, *, begins: str = "", form: Callable[[SignedInRequest], HttpResponse] | None = None
) -> list[URLPattern]:
    """Of the list, of a page, of its steps; and of the step that begins one: on the page of a case, or `Face.begins`.

    `form` is the view of that last step, where its form is not only made of the table. Whoever asks for addresses puts
    the kind on the workbench (`waiting`).
    """
    name = face.name.partition(":")[2]
    FACES[face.name] = face
    first = (
        path(f"{at}/{face.begins}/", form or fresh_view(face), name=f"{face.begins}_{name}")
        if face.begins
        else path(f"cases/<str:number>/{name}/", begin_view(face, begins), name=f"{begins}_{name}")
    )
    return [
        path(f"{at}/", list_view(face), name=f"{name}s"),
        path(f"{at}/<int:pk>/", page_view(face), name=name),
        path(f"{at}/<int:pk>/<slug:step>/", step_view(face), name=f"{name}_step"),
        first,
    ]
