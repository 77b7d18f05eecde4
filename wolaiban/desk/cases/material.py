"""Photos and papers of a case: only to those who are told of them, and never able to act in the reader's name."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from wolaiban.cases import files
from wolaiban.cases.models import Attachment
from wolaiban.desk.cases.page import CasePage, visible_case
from wolaiban.people.requests import SignedInRequest


@require_safe
@cache_control(private=True, no_store=True)
def attachment(request: SignedInRequest, number: str, pk: int) -> HttpResponse:
    """The file under its own type. Pictures are shown in place; papers are saved, since no browser draws one sandboxed."""
    page = CasePage(visible_case(request.actor, number), request.actor)
    row = get_object_or_404(page.case.attachments, pk=pk)
    if not page.may_open(row):
        raise Http404
    return HttpResponse(files.read(bytes(row.digest)), headers=_headers(row))


def _headers(row: Attachment) -> dict[str, str]:
    manner = "inline" if row.is_picture else "attachment"
    return {
        "Content-Type": row.media_type,
        "Content-Disposition": f"{manner}; filename*=UTF-8''{quote(row.name)}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
