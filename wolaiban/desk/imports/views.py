"""The importing page. Whoever brings a ledger in sees it; to everybody else it does not exist."""

from __future__ import annotations

import json
import tempfile
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wolaiban.cases.history.wording import length
from wolaiban.desk.imports.forms import FIELD_CHOICES, SendForm, WheretoForm, corrected
from wolaiban.importing import kept, starting
from wolaiban.importing.forgetting import KEPT_DAYS
from wolaiban.importing.kept import PartKind
from wolaiban.importing.matters import Result
from wolaiban.importing.models import Import, ImportState
from wolaiban.importing.outcome import result_sheet
from wolaiban.importing.scope import importer
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.errors import BadAnswer, NotNow, ProcessError
from wolaiban.residents.errors import VaultError
from wolaiban.web.limits import rate_limit
from wolaiban.web.refusing import show_refusal

SENT_AN_HOUR = 20
MEDIA_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
}
MOST_IN_A_WORKBOOK = 5000  # rows; a workbook of a hundred thousand would keep others waiting for their pages
LISTED = 20
LEFT_OUT = 50
GONE = "密钥换过了，这份结果表打不开了。把文件再上传一次，可以看到每一行都已在册。"


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: SignedInRequest) -> HttpResponse:
    """What I brought in lately, and a form for the next."""
    importer(request.actor)
    if request.method != "POST":
        return _draw_all(request, SendForm(request.actor))
    form = SendForm(request.actor, request.POST, request.FILES)
    if not form.is_valid():
        return _draw_all(request, form, status=422)
    wait = rate_limit.take("import", str(request.user.pk), limit=SENT_AN_HOUR, span=timedelta(hours=1))
    if wait is not None:
        form.add_error(None, f"这一小时上传得太多了，请过 {length(wait)}再试。")
        return _draw_all(request, form, status=429)
    file = form.cleaned_data["file"]
    try:
        job = starting.send(file.name, file.read(), form.whereto, by=request.actor)
    except BadAnswer as refusal:
        show_refusal(form, refusal)
        return _draw_all(request, form, status=422)
    except ProcessError as refusal:
        show_refusal(form, refusal)
        return _draw_all(request, form, status=refusal.status)
    return redirect(job)


@require_GET
def one(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    return _draw(request, _mine(request, uuid))


@require_POST
def correct_columns(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    job = _mine(request, uuid)
    form = WheretoForm(request.actor, request.POST)
    if not form.is_valid():
        return _draw(request, job, form, status=422)
    try:
        places = corrected(job, _shown(job), request.POST)
        hidden = "hidden" in request.POST
        starting.correct(job, places, form.whereto, hidden=hidden, by=request.actor)
    except BadAnswer as refusal:
        show_refusal(form, refusal)
        return _draw(request, job, form, status=422)
    return redirect(job)


@require_POST
def start_it(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    job = _mine(request, uuid)
    starting.start(job, by=request.actor)
    return redirect(job)


@require_POST
def stop_it(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    job = _mine(request, uuid)
    starting.stop(job)
    return redirect(job)


@require_POST
def drop_it(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    starting.drop(_mine(request, uuid))
    messages.success(request, "已删除上传的文件和核对结果。")
    return redirect("desk:imports")


@require_GET
def result(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What became of each row: of the look beforehand, or of the import. No names and no numbers of people."""
    job = _mine(request, uuid)
    if not job.parts.filter(kind=PartKind.RESULT).exists():
        raise Http404
    suffix = ".xlsx" if job.seen <= MOST_IN_A_WORKBOOK else ".csv"
    try:
        content = _sheet(job, suffix)
    except VaultError:
        raise NotNow(GONE) from None
    answer = HttpResponse(content, content_type=MEDIA_TYPES[suffix])
    kind = "核对" if job.started_at is None else "导入"
    name = f"{kind}结果 {localtime(job.created_at):%Y-%m-%d %H%M}{suffix}"
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def _sheet(job: Import, suffix: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"result{suffix}"
        with result_sheet(path) as sheet:
            for part in kept.parts(job, PartKind.RESULT):
                for line in json.loads(part):
                    sheet.write((int(line[0]) if line[0].isdigit() else line[0], *line[1:]))
        return path.read_bytes()


def _mine(request: SignedInRequest, uuid: UUID) -> Import:
    """404 for whatever is somebody else's, and for whoever has lost the post in which it was sent."""
    importer(request.actor)
    found = Import.objects.select_related("unit").filter(uuid=uuid, user=request.user).first()
    if found is None:
        raise Http404
    return found


def _shown(job: Import) -> dict[str, Any]:
    """What was understood, as `showing.Preview` packed it."""
    packed = kept.one(job, PartKind.UNDERSTOOD)
    found: dict[str, Any] = (
        json.loads(packed) if packed else {"sheets": [], "whole": True, "rows": {}, "remarked": []}
    )
    return found


def _draw_all(request: SignedInRequest, form: SendForm, status: int = 200) -> HttpResponse:
    jobs = Import.objects.filter(user=request.user).order_by("-created_at")[:LISTED]
    listed = [(job, kept.told_of(job)["name"]) for job in jobs]
    facts = {"form": form, "imports": listed, "days": KEPT_DAYS, "most": starting.MOST_BYTES >> 20}
    return render(request, "desk/imports/imports.html", facts, status=status)


def _draw(
    request: SignedInRequest, job: Import, form: WheretoForm | None = None, status: int = 200
) -> HttpResponse:
    told = kept.told_of(job)
    why = kept.one(job, PartKind.WHY)
    form = form or WheretoForm(request.actor, initial=_usual(job))
    shown = _shown(job)
    facts = {
        "job": job,
        "name": told["name"],
        "hidden_read": told["hidden"],
        "why": why.decode() if why else "",
        "shown": shown,
        "has_hidden": any(sheet["hidden"] for sheet in shown["sheets"]),
        "form": form,
        "choices": FIELD_CHOICES,
        "days": KEPT_DAYS,
        "has_result": job.parts.filter(kind=PartKind.RESULT).exists(),
        "may_go_on": job.state_word is ImportState.FAILED and job.started_at is not None,
        "is_open": job.started_at is None and not job.state_word.is_busy,
        "left_out": _left_out(job),
    }
    return render(request, "desk/imports/import.html", facts, status=status)


def _left_out(job: Import) -> list[dict[str, str]]:
    """The first rows that did not go in, and why. Of a long file only its result sheet says so."""
    if job.state_word is not ImportState.DONE or not job.bad or job.seen > MOST_IN_A_WORKBOOK:
        return []
    lines = (line for part in kept.parts(job, PartKind.RESULT) for line in json.loads(part))
    bad = (line for line in lines if line[2] == Result.BAD.label)
    try:
        return [{"sheet": line[6], "line": line[0], "said": line[5]} for line in islice(bad, LEFT_OUT)]
    except VaultError:
        return []


def _usual(job: Import) -> dict[str, Any]:
    return {"unit": job.unit, "spread": job.spread}
