"""A step of any kind at the desk: fetch what is visible, draw or check its form, take it, show the subject again."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from wolaiban.cases.history.case_view import visible_case
from wolaiban.desk.subjects.faces import STEP, Face
from wolaiban.desk.subjects.forms import step_form
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.errors import BadAnswer
from wolaiban.web.forms import StepForm
from wolaiban.web.numbers import number_in
from wolaiban.web.refusing import show_refusal
from wolaiban.workflow.models import AbstractEvent
from wolaiban.workflow.offers import AvailableStep, require
from wolaiban.workflow.performing import begin, perform

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def step_view(face: Face) -> Callable[[SignedInRequest, int, str], HttpResponse]:
    """The view of every step on a subject that is there, by its key and the name of the step."""

    @get_or_post
    def step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
        if step not in face.kind.process.on_it:
            raise Http404
        return take(face, request, get_object_or_404(face.kind.visible_to(request.actor), pk=pk), step)

    return step


def begin_view(face: Face, step: str) -> Callable[[SignedInRequest, str], HttpResponse]:
    """The view of a step that begins a subject about a case, by the number of the case."""

    @get_or_post
    def begins(request: SignedInRequest, number: str) -> HttpResponse:
        return take(face, request, face.kind.model(case=visible_case(request.actor, number)), step)

    return begins


def fresh_view(face: Face) -> Callable[[SignedInRequest], HttpResponse]:
    """The view of the step that begins a subject about nothing else."""

    @get_or_post
    def begins(request: SignedInRequest) -> HttpResponse:
        if not face.is_for(request.actor):
            raise Http404
        return take(face, request, face.new(request), face.begins)

    return begins


def take(face: Face, request: SignedInRequest, subject: Any, step: str) -> HttpResponse:
    """Draw the form of a step (422 with what is wrong), or take the step. A subject without a key begins with it."""
    offered = require(request.actor, subject, step)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = step_form(
        offered,
        subject,
        request.actor,
        initial=face.initial(request, subject, step),
        preset=request.GET,
        data=data,
        files=files,
    )
    if form.is_valid():
        try:
            event = _taken(request, subject, step, form)
        except BadAnswer as refusal:
            show_refusal(form, refusal)
        else:
            said = face.kind.process.presentation.said.get(step, f"已{offered.label}。")
            messages.success(request, said)
            subject.pk = subject.pk or event.subject  # type: ignore[attr-defined]
            return redirect(face.then.get(step) or face.address(subject))
    return _draw(face, request, subject, offered, form)


def _taken(request: SignedInRequest, subject: Any, step: str, form: StepForm) -> AbstractEvent:
    if subject.pk is None:
        return begin(step, on=subject, by=request.actor, answers=form.answers)
    version = number_in(request.POST.get("seen", ""))
    return perform(step, on=subject, by=request.actor, answers=form.answers, expected_version=version)


def _draw(
    face: Face, request: SignedInRequest, subject: Any, offered: AvailableStep, form: StepForm
) -> HttpResponse:
    step = offered.step.name
    around = face.around(request, subject, step)
    facts = {
        "face": face,
        "subject": subject,
        "label": offered.label,
        "says": face.kind.process.presentation.says.get(step, ""),
        "form": form,
        "seen": request.POST.get("seen", subject.version),
        "back": face.back(subject),
        "called": face.called(subject) if subject.pk else "",
        "cards": face.drawn(around) if step in face.with_cards else [],
        **around,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, face.templates.get(step, STEP), facts, status=status)
