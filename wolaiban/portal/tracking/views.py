"""Following one's own matter: show the receipt, read how it stands, speak again. No code stands in any address."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wolaiban.cases import receipts
from wolaiban.cases.history.wording import length
from wolaiban.cases.kind import KIND
from wolaiban.cases.process import CASE
from wolaiban.cases.proofs import proof_for
from wolaiban.cases.queries.mine import own_complaint
from wolaiban.cases.roles import require_open
from wolaiban.notices.actions.preferring import prefer_for
from wolaiban.people.requests import SignedInRequest
from wolaiban.portal.tracking import following, keeping
from wolaiban.portal.tracking.choices import choice_of
from wolaiban.portal.tracking.forms import TrackForm
from wolaiban.portal.tracking.page import Matter
from wolaiban.process.errors import BadAnswer
from wolaiban.web.forms import StepForm, step_form
from wolaiban.web.keys import REUSED, key_for, key_of, once_of
from wolaiban.web.limits import failed_attempts, rate_limit
from wolaiban.web.limits.networks import network_of
from wolaiban.web.material import handed_out
from wolaiban.web.numbers import number_in
from wolaiban.web.refusing import show_refusal
from wolaiban.workflow.idempotency import KeyReused, Once, done_before, once_only
from wolaiban.workflow.performing import perform

A_MINUTE = timedelta(minutes=1)
SAID_A_DAY = 30  # by one resident on one matter


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """A wrong code and wrong digits are answered alike: the same work, the same page, the same status."""
    form = TrackForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask(request, form, HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK)
    network, code = network_of(request), form.cleaned_data["code"]
    if wait := failed_attempts.count(network, code):
        return _wait(request, wait)
    complainant = receipts.opened_by(code, form.cleaned_data["digits"])
    if complainant is None:
        form.missed()
        return _ask(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    failed_attempts.forgive(network, code)
    keeping.keep(request, complainant)
    return redirect("portal:matter")


def _ask(request: HttpRequest, form: TrackForm, status: int) -> HttpResponse:
    return render(request, "portal/tracking/track.html", {"form": form}, status=status)


def _wait(request: HttpRequest, wait: timedelta) -> HttpResponse:
    facts = {"wait": length(wait + A_MINUTE - timedelta(seconds=1))}
    page = render(request, "portal/tracking/wait.html", facts, status=HTTPStatus.TOO_MANY_REQUESTS)
    page["Retry-After"] = str(int(wait.total_seconds()) + 1)
    return page


@login_not_required
@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """From the page that showed the receipt."""
    complainant = following.shown_by(request.POST.get("ticket", ""))
    if complainant is None:
        return _ask_again(request)
    keeping.keep(request, complainant)
    return redirect("portal:matter")


@require_safe
def own(request: SignedInRequest, number: str) -> HttpResponse:
    """One's own matter, told as to whoever shows its receipt: there is one way of telling."""
    mine = own_complaint(request.actor, number)
    if mine is None:
        raise Http404
    keeping.keep_own(request, mine)
    return redirect("portal:matter")


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    keeping.forget(request)
    messages.success(request, "已结束查看。再看要重新填查询码。")
    return redirect("portal:track")


def _matter(request: HttpRequest) -> Matter | None:
    complaint = keeping.opened(request)
    return Matter.of(complaint) if complaint else None


def _ask_again(request: HttpRequest) -> HttpResponse:
    """Nothing is open here, or not any more: whoever holds the receipt shows it again."""
    messages.info(request, "为保护您的信息，请填查询码再看。")
    return redirect("portal:track")


@login_not_required
@require_safe
def matter(request: HttpRequest) -> HttpResponse:
    found = _matter(request)
    if found is None:
        return _ask_again(request)
    facts = {"matter": found, "case": found.case, "is_own": keeping.own(request) is not None}
    return render(request, "portal/tracking/matter.html", facts)


@login_not_required
@require_POST
def text_messages(request: HttpRequest) -> HttpResponse:
    """Whoever shows the receipt says whether its owner is sent text messages."""
    found = _matter(request)
    if found is None:
        return _ask_again(request)
    wanted = request.POST.get("wanted") == "yes"
    prefer_for(found.mine.resident, sms=wanted)
    messages.success(
        request, "以后有进展会发短信告诉您。" if wanted else "以后不再给您发短信，进展请在这里看。"
    )
    return redirect("portal:matter")


@login_not_required
@require_safe
def proof(request: HttpRequest) -> HttpResponse:
    """A file of one's own that shows, without trusting us, what the ledger held: kept, it finds any later change."""
    found = _matter(request)
    if found is None:
        return _ask_again(request)
    written = proof_for(found.case, found.mine)
    if written is None:
        messages.info(request, "凭证还没有做好：登记后或有新进展后，通常五分钟之内就有。请稍后再来。")
        return redirect("portal:matter")
    answer = HttpResponse(written, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{found.case.number}-proof.json"'
    return answer


@login_not_required
@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    found = _matter(request)
    row = found.file(pk) if found else None
    if row is None:
        raise Http404
    return handed_out(row, request)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, step: str) -> HttpResponse:
    """One address: asked for, it is the step's form; sent to, it takes the step. Sent twice, it is taken once."""
    found = _matter(request)
    if found is None:
        return _ask_again(request)
    if step not in CASE.on_it:
        raise Http404
    sent = request.method == "POST"
    once, reused = _once(request, found) if sent else None, False
    try:
        if done_before(once, kind=KIND, by=found.actor):
            return _taken(request)
    except KeyReused:
        reused = True
    # Before a form is drawn or read: its choices may name people.
    require_open(step, found.actor, found.circle)
    data, files = (request.POST, request.FILES) if sent else (None, None)
    form = step_form(step, found.case, found.actor, data, files, found.circle)
    for field in form.fields.values():
        field.initial = None  # how it went is the resident's to say, and nothing is put in their mouth
    for door in choice_of(step).words.ways:
        if request.GET.get(door.question) == door.answer and door.question in form.fields:
            form.fields[door.question].initial = door.answer  # they said it by the door they took
    if reused:
        form.add_error(None, REUSED)
    if not form.is_valid():
        return _draw(request, found, step, form, anew=reused)
    return _take(request, found, step, form, once)


def _take(request: HttpRequest, found: Matter, step: str, form: StepForm, once: Once | None) -> HttpResponse:
    whose, a_day = str(found.complaint.pk), timedelta(days=1)
    if wait := rate_limit.take("resident says", whose, limit=SAID_A_DAY, span=a_day):
        return _wait(request, wait)
    on, by, seen = found.case, found.actor, _seen(request)
    act = partial(perform, step, on=on, by=by, answers=form.answers, expected_version=seen, once=once)
    try:
        once_only(once, kind=KIND, by=by, act=act)
    except BadAnswer as refusal:
        show_refusal(form, refusal)
        return _draw(request, found, step, form)
    return _taken(request)


def _once(request: HttpRequest, found: Matter) -> Once | None:
    """Behind a receipt a key is of one complaint, as that of somebody with an account is theirs."""
    return once_of(request, kept_as=f"{found.complaint.pk} {key_of(request)}")


def _taken(request: HttpRequest) -> HttpResponse:
    messages.success(request, "收到了，已记在办理经过里。")
    return redirect("portal:matter")


def _seen(request: HttpRequest) -> int | None:
    """The turn of the case when the form was drawn. A form that does not say is taken as it is."""
    return number_in(request.POST.get("seen", ""))


def _draw(
    request: HttpRequest, found: Matter, step: str, form: StepForm, *, anew: bool = False
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    facts = {
        "matter": found,
        "case": found.case,
        "step": choice_of(step),
        "form": form,
        "seen": request.POST.get("seen", found.case.turn),
        "key": key_for(request, anew=anew),
    }
    return render(request, "portal/tracking/step.html", facts, status=status)
