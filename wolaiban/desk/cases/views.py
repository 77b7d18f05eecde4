"""The page of a case and its steps: fetch what is visible, draw or check the form, take the step, show the case again."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap, retarget

from wolaiban.cases.history.case_view import visible_case
from wolaiban.cases.kind import KIND, case_of
from wolaiban.cases.models import Case
from wolaiban.cases.process import CASE
from wolaiban.cases.roles import Circle, require_open, standing
from wolaiban.desk.cases.page import CasePage
from wolaiban.desk.cases.warnings import warning_before
from wolaiban.desk.phrases.helps import with_helps
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import Role
from wolaiban.web.forms import StepForm, step_form
from wolaiban.web.keys import REUSED, key_for, once_of
from wolaiban.web.numbers import number_in
from wolaiban.web.refusing import show_refusal
from wolaiban.workflow.idempotency import KeyReused, done_before, once_only
from wolaiban.workflow.models import AbstractEvent
from wolaiban.workflow.performing import perform


@require_safe
def case(request: SignedInRequest, number: str) -> HttpResponse:
    """The page; to htmx, which comes here after a step, the case alone."""
    page = CasePage(visible_case(request.actor, number), request.actor)
    template = "desk/cases/case.html#case" if request.htmx else "desk/cases/case.html"
    return render(request, template, {"page": page, "case": page.case})


@require_safe
def step(request: SignedInRequest, number: str, step: str) -> HttpResponse:
    """The form of a step: in place for htmx, on a page of its own without."""
    found = visible_case(request.actor, number)
    return _draw(request, found, step, _form(request, found, step))


@require_POST
def take_step(request: SignedInRequest, number: str, step: str) -> HttpResponse:
    """Sent twice, it is taken once, and both are answered alike."""
    once, by = once_of(request), request.actor
    try:
        if before := done_before(once, kind=KIND, by=by):
            return _taken(request, before)
    except KeyReused:
        found = visible_case(by, number)
        form = _form(request, found, step)
        form.add_error(None, REUSED)
        return _draw(request, found, step, form, status=422, anew=True)
    found = visible_case(by, number)
    form = _form(request, found, step)
    if not form.is_valid():
        return _draw(request, found, step, form, status=422)
    act = partial(
        perform, step, on=found, by=by, answers=form.answers, expected_version=_seen(request), once=once
    )
    try:
        return _taken(request, once_only(once, kind=KIND, by=by, act=act))
    except BadAnswer as refusal:
        show_refusal(form, refusal)
        return _draw(request, found, step, form, status=422)


def _taken(request: SignedInRequest, event: AbstractEvent) -> HttpResponse:
    """What is so from now on, and the case again. What is said of no step is called by its button."""
    called = CASE.called_for(CASE.by_name[event.step], Role(event.role))
    messages.success(request, CASE.presentation.said.get(event.step, f"已{called}。"))
    return redirect("desk:case", case_of(event).number)


def _form(request: SignedInRequest, case: Case, step: str) -> StepForm:
    """Only for those who may take the step: its choices name other people in the case."""
    if step not in CASE.on_it:
        raise Http404
    circle = Circle.of(case)
    require_open(step, request.actor, circle)
    sent = request.method == "POST"
    data, files = (request.POST, request.FILES) if sent else (None, None)
    return with_helps(step_form(step, case, request.actor, data, files, circle), step, case, request.actor)


def _called(request: SignedInRequest, case: Case, step: str) -> str:
    """What the step is called to whoever takes it."""
    row = CASE.by_name[step]
    return CASE.called_for(row, CASE.acting_as(row, standing(request.actor, Circle.of(case))))


def _seen(request: SignedInRequest) -> int | None:
    """The turn of the case when the form was drawn. A form that does not say is taken as it is."""
    return number_in(request.POST.get("seen", ""))


def _draw(
    request: SignedInRequest,
    case: Case,
    step: str,
    form: StepForm,
    status: int = 200,
    *,
    anew: bool = False,
) -> HttpResponse:
    facts = {
        "case": case,
        "step": CASE.by_name[step],
        "label": _called(request, case, step),
        "says": CASE.presentation.says.get(step, ""),
        "form": form,
        "warning": warning_before(step, case),
        "seen": request.POST.get("seen", case.turn),
        "key": key_for(request, anew=anew),
    }
    if not request.htmx:
        return render(request, "desk/cases/step.html", facts, status=status)
    fragment = render(request, "desk/cases/step.html#step", facts, status=status)
    return retarget(reswap(fragment, "innerHTML"), "#step")
