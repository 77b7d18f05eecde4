"""How a kept file is handed to a browser: under its own type, and never able to act in the reader's name."""

from __future__ import annotations

import re
from http import HTTPStatus
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from wolaiban.cases.models import Attachment
from wolaiban.uploads import storage

ONE_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})", re.ASCII)


def handed_out(row: Attachment, request: HttpRequest) -> HttpResponse:
    """Pictures are shown and recordings played in place; papers are saved, since no browser draws one sandboxed.

    Whether the reader may have it is for the caller. Apple's browsers play nothing that they cannot ask for in parts.
    """
    content = storage.read(bytes(row.digest))
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", "")) if row.is_sound else None
    if asked is None:
        return HttpResponse(content, headers=_headers(row))
    start, end = int(asked[1]), min(int(asked[2] or len(content)), len(content) - 1)
    if start > end:
        status, part, where = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, b"", f"bytes */{len(content)}"
    else:
        status, part = HTTPStatus.PARTIAL_CONTENT, content[start : end + 1]
        where = f"bytes {start}-{end}/{len(content)}"
    return HttpResponse(part, status=status, headers={**_headers(row), "Content-Range": where})


def _headers(row: Attachment) -> dict[str, str]:
    manner = "inline" if row.is_picture or row.is_sound else "attachment"
    return {
        "Content-Type": row.media_type,
        "Content-Disposition": f"{manner}; filename*=UTF-8''{quote(row.name)}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        **({"Accept-Ranges": "bytes"} if row.is_sound else {}),
    }
