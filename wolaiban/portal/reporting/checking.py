"""One file checked when it is chosen, so that nobody uploads everything to learn that one photo will not do.

What a script may count on:

    POST report/check-file/   multipart: `file` (one, as it would be sent with the report), `csrfmiddlewaretoken`
        204                   it will be taken (the same file in the report is opened again, with the same outcome)
        422 {"name", "why"}   it will not: `why` goes on after the name, "文件“a.jpg”" + "已损坏或不完整，打不开。……"
        429, 503 {"why"}      not checked: too many of this network, or of all. Go on as if it had not been asked

    GET report/ready/         200 {"token", "task"}: asked before anything is sent; a `task` that is not empty has to be solved
                              (web/limits/proof_of_work.py) and goes along as `work_task` and `work_solution`

    POST report/              with `Accept: application/json`
        201 {"received": "FS-2026-000001", "left_out": [{"field", "name", "why"}, …]}     the latter only if there are any
        422, 429 {"refused": {"files": [{"field", "name", "why"}, …], "fields": {"phone": ["…"], "_": ["…"]}}, "task"}
                              every unfit file is named; nothing was kept. `field` is "photos" or "voice"
        409 {"already": "…"}     the very same was said before; with the field `again` (any value) it is taken all the same
        503 {"received": null}   try again later

    With the field `leave_unfit` (any value) a report goes without its unfit files: they stand in `left_out`, and on the page
    of the receipt. Without it they are a fault, and nothing is kept. Nothing is kept of a file that was only checked.
"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from wolaiban.cases.history.wording import length
from wolaiban.uploads.bounds import LARGEST_FILE
from wolaiban.uploads.cleaning import Busy, Unfit, clean
from wolaiban.web.limits import rate_limit
from wolaiban.web.limits.networks import network_of

FROM_NETWORK = "file checked from network"
AN_HOUR, HOUR = 200, timedelta(hours=1)


@login_not_required
@require_POST
def check_file(request: HttpRequest) -> HttpResponse:
    wait = rate_limit.take(FROM_NETWORK, network_of(request), limit=AN_HOUR, span=HOUR)
    if wait is not None:
        return _not_checked(HTTPStatus.TOO_MANY_REQUESTS, f"请过 {length(wait)}再试。", wait)
    file = request.FILES.get("file")
    try:
        clean(file.read(LARGEST_FILE + 1) if file else b"", (file.name or "") if file else "")
    except Unfit as unfit:
        told = {"name": unfit.name, "why": unfit.why}
        return JsonResponse(told, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except Busy as busy:
        return _not_checked(HTTPStatus.SERVICE_UNAVAILABLE, str(busy), timedelta(seconds=30))
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _not_checked(status: HTTPStatus, why: str, wait: timedelta) -> HttpResponse:
    seconds = int(wait.total_seconds()) + 1
    return JsonResponse({"why": why}, status=status, headers={"Retry-After": str(seconds)})
