"""Saying it once: the form, what is answered when it came in, and what is answered when it could not be kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from wolaiban.cases.actions.registering import registered
from wolaiban.cases.kind import KIND, case_of
from wolaiban.cases.models import Case
from wolaiban.cases.receipts import Replaced, first_complainants
from wolaiban.people.actor import ANYBODY
from wolaiban.places.kinds import UnitKind
from wolaiban.places.models import Unit
from wolaiban.portal.elder import is_elder
from wolaiban.portal.reporting import big_type, guarding, repeating
from wolaiban.portal.reporting.form import ReportForm, as_kept
from wolaiban.portal.tracking.following import ticket_for
from wolaiban.portal.visitors import resident_of
from wolaiban.process.errors import BadAnswer
from wolaiban.residents import vault
from wolaiban.uploads.cleaning import Busy
from wolaiban.web.keys import FIELD as KEY
from wolaiban.web.keys import REUSED, fresh_key, key_of, once_of, with_key
from wolaiban.web.maps import map_with
from wolaiban.web.refusing import show_refusal
from wolaiban.web.slips import slips_for
from wolaiban.workflow.idempotency import KeyReused, Once, done_before, once_only

NOT_KEPT = (
    OperationalError,
    InterfaceError,
    OSError,
    Busy,
)  # the database is away, the disk full, or too many files come
MODULES = tuple(
    f"portal/reporting/{name}.js"
    for name in (
        "asking",
        "doors",
        "drafts",
        "faults",
        "outbox",
        "photos",
        "sending",
        "solving",
        "steps",
        "trying",
        "voice",
        "written",
    )
)
WORKER = "portal/reporting/worker.js"
UNSENT = frozenset({"csrfmiddlewaretoken", "add_person", "find", "go", "work_task", "work_solution"})


@login_not_required
@csrf_exempt  # inside, where a full disk that keeps Django from reading the form is answered in words too
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Never confirms what was not stored: whatever goes wrong below, the words are handed back to be sent again."""
    try:
        return _report(request)
    except NOT_KEPT:
        if request.method != "POST":
            raise
        return _not_received(request)


@csrf_protect
def _report(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _draw(request, _form(request))
    once = _once(request)
    try:
        if known := done_before(once, kind=KIND, by=ANYBODY):
            return _received(request, case_of(known), key_of(request))
    except KeyReused:
        return _of_other_content(request)
    form = _form(request)
    if big_type.is_turning(request):
        return _turned(request, form)
    if "add_person" in request.POST:
        form.forget_faults()
        return _draw(request, form)
    if not form.is_valid():
        return _draw(request, form, status=422)
    if refusal := _held_back(request, form):
        return _received_meanwhile(request, once) or refusal
    if not _opened(request, form):
        return _draw(request, form, status=422)
    try:
        act = partial(registered, form.report(), by=ANYBODY, once=once)
        case = case_of(once_only(once, kind=KIND, by=ANYBODY, act=act))
    except BadAnswer as bad:
        show_refusal(form, bad)
        return _draw(request, form, status=422)
    answer = _received(request, case, key_of(request), form.unfit_files)
    repeating.remember(request, answer, form)
    return answer


def _turned(request: HttpRequest, form: ReportForm) -> HttpResponse:
    page = big_type.turn(request, form)
    return _draw(request, form, status=422 if form.errors else 200, page=page)


def _received_meanwhile(request: HttpRequest, once: Once | None) -> HttpResponse | None:
    """Of two that arrive together the other may come in while this one is looked at: it is no repetition."""
    with suppress(KeyReused):
        if known := done_before(once, kind=KIND, by=ANYBODY):
            return _received(request, case_of(known), key_of(request))
    return None


def _once(request: HttpRequest) -> Once | None:
    """Nobody but who sent it knows the key: asked for alone, it shows the receipt once more."""
    once = once_of(request, kept_as=as_kept(key_of(request)), files=False)
    alone = "add_person" in request.POST or set(request.POST) <= {KEY, "csrfmiddlewaretoken"}
    return replace(once, digest=b"") if once and alone else once


def _of_other_content(request: HttpRequest) -> HttpResponse:
    """What came in and was changed since: pressed once more, it is another matter."""
    form = _form(request, anew=True)
    form.add_error("words", REUSED)
    return _draw(request, form, status=422, reused=True)


def _opened(request: HttpRequest, form: ReportForm) -> bool:
    try:
        return form.open_files()
    except Busy:
        guarding.give_back(request, form)
        raise


def _held_back(request: HttpRequest, form: ReportForm) -> HttpResponse | None:
    """The answer to a form that is right and all the same not to be registered now."""
    if not guarding.has_computed(request):
        form.add_error(None, guarding.why_to_compute(request))
        return _draw(request, form, status=422)
    if wait := guarding.wait_for(request, form):
        form.add_error(None, wait[1])
        answer = _draw(request, form, status=429)
        answer["Retry-After"] = str(int(wait[0].total_seconds()) + 1)
        return answer
    if said := repeating.said_before(request, form):
        return _draw(request, form, status=409, already=said)
    return None


def _form(request: HttpRequest, *, anew: bool = False) -> ReportForm:
    url = reverse("portal:report_units")
    resident = resident_of(request)
    if request.method == "POST":
        sent = with_key(request.POST, fresh_key()) if anew else request.POST
        return ReportForm(sent, request.FILES, units_url=url, resident=resident)
    return ReportForm(unit=request.GET.get("unit", ""), units_url=url, resident=resident)


def _draw(request: HttpRequest, form: ReportForm, status: int = 200, **facts: Any) -> HttpResponse:
    task = guarding.task_for(request)
    if status != HTTPStatus.OK and not request.accepts("text/html"):
        return JsonResponse(_refusal(form, task) | facts, status=status)
    big = is_elder(request)
    if big:
        facts |= big_type.facts_for(form, facts.get("page") or big_type.page_of(form))
    facts |= {
        "form": form,
        "had_files": bool(request.FILES),
        "task": task,
        "me": vault.masked(form.resident) if form.resident else None,
        "door": request.GET.get("unit", ""),
        "call": big_type.unit_of(form) or _door(request),
        "map": map_with(),
        "modules": MODULES,
    }
    page = "portal/reporting/steps.html" if big else "portal/reporting/report.html"
    return render(request, page, facts, status=status)


def _door(request: HttpRequest) -> Unit | None:
    """Whose number is offered: that of the door they came through, or the district's."""
    doors, code = Unit.objects.with_a_door(), request.GET.get("unit", "")
    return doors.filter(code=code).first() or doors.filter(kind=UnitKind.DISTRICT).first()


def _refusal(form: ReportForm, task: str) -> dict[str, Any]:
    """For the phone: which files will not do, what is wrong with each field ("_": with the whole), what to compute."""
    faults = {name if name != "__all__" else "_": found for name, found in _faults(form)}
    return {"refused": {"files": form.unfit_files, "fields": faults}, "task": task}


def _faults(form: ReportForm) -> Iterator[tuple[str, list[str]]]:
    for part in (form, *form.rows):
        for name, found in part.errors.items():
            yield part.add_prefix(name), [str(fault) for fault in found]


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """What a script asks before it sends: a fresh token, and what it has to compute, so that files are sent once."""
    return JsonResponse({"token": get_token(request), "task": guarding.task_for(request)})


def _received(
    request: HttpRequest, case: Case, key: str, left_out: Sequence[dict[str, str]] = ()
) -> HttpResponse:
    """The receipt, as the answer to what was sent: kept nowhere, and given again only to whoever holds the key."""
    if not request.accepts("text/html"):
        told = {"received": case.number} | ({"left_out": left_out} if left_out else {})
        return JsonResponse(told, status=HTTPStatus.CREATED)
    facts: dict[str, Any] = {"case": case, "key": key, "left_out": left_out}
    try:
        people = list(first_complainants(case))
        facts["slips"] = slips_for(case, by=ANYBODY, key=key, of=people, site=request.build_absolute_uri("/"))
        facts["ticket"] = ticket_for(case, people[0])
    except Replaced as newer:
        facts["replaced"] = str(newer)
    return render(request, "portal/reporting/received.html", facts)


def _not_received(request: HttpRequest) -> HttpResponse:
    """Needs no database. The words stand in the page, so that one press sends them again; files have to be chosen again."""
    status = HTTPStatus.SERVICE_UNAVAILABLE
    if not request.accepts("text/html"):
        return JsonResponse({"received": None}, status=status, headers={"Retry-After": "30"})
    kept = [(name, value) for name, values in request.POST.lists() if name not in UNSENT for value in values]
    facts = {"kept": kept, "words": request.POST.get("words", ""), "had_files": bool(request.FILES)}
    answer = render(request, "portal/reporting/not_received.html", facts, status=status)
    answer["Retry-After"] = "30"
    return answer


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that opens the form without a network. Under this address, because it reaches no further than that."""
    found = finders.find(WORKER)
    assert found
    return HttpResponse(Path(found).read_bytes(), content_type="text/javascript; charset=utf-8")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    facts = {"office": settings.OFFICE_NAME, "district": Unit.objects.district().short_name}
    return render(request, "portal/reporting/privacy.html", facts)
