"""Registering a matter at the desk: one screen; what is known already is shown while it is being written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from wolaiban.cases.actions.registering import registered
from wolaiban.cases.actions.settling import may_settle, settled
from wolaiban.cases.kind import KIND, case_of
from wolaiban.cases.models import Case
from wolaiban.cases.queries.before_registering import said_lately
from wolaiban.desk.cases.counter import (
    REGISTER,
    SETTLE,
    go_to_next,
    goes_to_next,
    promised,
    show_slips,
    way_of,
)
from wolaiban.desk.cases.register_form import RegisterForm, with_contact_moved
from wolaiban.desk.cases.settle_form import SettleForm
from wolaiban.people.requests import SignedInRequest
from wolaiban.places.models import Unit
from wolaiban.process.errors import BadAnswer, NotAllowed, NotNow, NotYours, ProcessError, TooLate
from wolaiban.process.words import Relation, RequestKind, Tier
from wolaiban.web.keys import REUSED, fresh_key, once_of, with_key
from wolaiban.web.refusing import show_refusal
from wolaiban.workflow.idempotency import KeyReused, Once, done_before, once_only
from wolaiban.workflow.models import AbstractEvent

NOT_SENT_YET = frozenset({"move_contact", "add_person", "turn_to"})  # buttons that only go on with the form
REFUSED_ON_THE_SPOT = "没有当场办结，什么也没有存下：{why}可以改选“只登记”。"


@dataclass
class Counter:
    """The two halves of the form, and which of them are sent: `done` only where the matter is settled on the spot."""

    form: RegisterForm
    done: SettleForm
    way: str

    @classmethod
    def of(cls, request: SignedInRequest, *, anew: bool) -> Self:
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        return cls(_form(request, anew=anew), SettleForm(*sent), way_of(request))

    @property
    def settles(self) -> bool:
        return self.way == SETTLE

    def is_valid(self) -> bool:
        """Both halves are looked at; where only one is sent, nothing is missing in the other."""
        valid = self.form.is_valid()
        if self.settles:
            return self.done.is_valid() and valid
        self.done.errors.clear()
        return valid

    @property
    def missing(self) -> list[BoundField]:
        """What is to be put right, as it stands from top to bottom."""
        return [bound for half in (self.form, self.done) for bound in half.visible_fields() if bound.errors]

    def forget_faults(self) -> None:
        self.form.forget_faults()
        self.done.errors.clear()

    def act(self, request: SignedInRequest, once: Once | None) -> AbstractEvent:
        report, by = self.form.report(), request.actor
        act = partial(registered, report, by=by, once=once)
        if self.settles:
            act = partial(settled, report, self.done.settlement(), by=by, once=once)
        return once_only(once, kind=KIND, by=by, act=act)

    def show_refusal(self, refusal: ProcessError) -> None:
        """Each fault in the half that asks for it; why a step is refused, above both."""
        if not isinstance(refusal, BadAnswer):
            self.form.add_error(None, REFUSED_ON_THE_SPOT.format(why=refusal))
            return
        beside = (self.done,) if self.settles else ()
        show_refusal(self.form, refusal, {"reporters": "name"}, beside)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def new_case(request: SignedInRequest) -> HttpResponse:
    """A form that is sent twice registers once: its key was drawn with it."""
    sent = request.method == "POST"
    goes_on = not NOT_SENT_YET.isdisjoint(request.POST)
    once, reused = once_of(request) if sent and not goes_on else None, False
    try:
        if before := done_before(once, kind=KIND, by=request.actor):
            return _registered(request, before)
    except KeyReused:
        reused = True
    counter = Counter.of(request, anew=reused)
    if not counter.form.has_units:
        raise NotAllowed(what="登记事项", who="村居的工作室")
    if goes_on or not sent:
        counter.forget_faults()
        return _draw(request, counter, status=200)
    if reused:
        counter.form.add_error(None, REUSED)
    return _send(request, counter, once)


def go_on_at_the_counter(
    request: SignedInRequest, unit: Unit, kind: RequestKind, given: Mapping[str, str], told: str
) -> HttpResponse:
    """The form with what was said elsewhere and is stored nowhere yet, and why one is sent here."""
    sent = with_key(QueryDict(), fresh_key())
    usual = {"relation": Relation.SELF, "tier": Tier.MINOR, "kind": kind, "unit_pick": unit.code}
    for name, value in {**usual, **given}.items():
        sent[name] = str(value)
    form = RegisterForm(request.actor, reverse("desk:suggest_units"), sent)
    counter = Counter(form, SettleForm(), REGISTER)
    counter.forget_faults()
    return _draw(request, counter, status=200, told=told)


def _send(request: SignedInRequest, counter: Counter, once: Once | None) -> HttpResponse:
    """Register, and settle where that is wanted; or the form again with why not."""
    if not counter.is_valid():
        return _draw(request, counter, status=422)
    if (known := _said_before(counter.form)) and "again" not in request.POST:
        return _draw(request, counter, status=409, known=known, may_see=_may_see(request, known))
    try:
        event = counter.act(request, once)
    except (BadAnswer, NotYours, NotNow, TooLate) as refusal:
        counter.show_refusal(refusal)
    else:
        return _finished(request, event, counter.way)
    return _draw(request, counter, status=422)


def _finished(request: SignedInRequest, event: AbstractEvent, way: str) -> HttpResponse:
    case = case_of(event)
    if not request.actor.posts or not _may_see(request, case):
        return _registered(request, event)
    if goes_to_next(request):
        return go_to_next(request, case, way)
    return show_slips(request, case) if way == SETTLE else _registered(request, event)


def _form(request: SignedInRequest, *, anew: bool) -> RegisterForm:
    url = reverse("desk:suggest_units")
    if request.method != "POST":
        return RegisterForm(request.actor, url)
    given = request.POST.copy()
    if "move_contact" in given:
        given = with_contact_moved(given)
    if anew:
        given = with_key(given, fresh_key())
    return RegisterForm(request.actor, url, given, request.FILES)


def _registered(request: SignedInRequest, event: AbstractEvent) -> HttpResponse:
    """A resident, who has no post, is led to their own matter."""
    case = case_of(event)
    if request.actor.posts:
        return _show(request, case)
    messages.success(request, f"登记成功，件号 {case.number}。")
    return redirect("portal:own_matter", case.number)


def _draw(request: SignedInRequest, counter: Counter, status: int, **facts: Any) -> HttpResponse:
    shown = {
        "form": counter.form,
        "done": counter.done,
        "missing": counter.missing,
        "way": counter.way,
        "may_settle": may_settle(request.actor),
    }
    return render(request, "desk/cases/new.html", {**shown, **facts}, status=status)


def _said_before(form: RegisterForm) -> Case | None:
    """What the same person reported lately in the same words: an officer and the resident may both have sent it."""
    given = form.cleaned_data
    if given["kind"] == RequestKind.ACCUSATION:
        return None
    phones = [phone for phone in (given.get("phone"),) if phone and not given.get("anonymous")]
    where = {"unit": given["unit"], "place": given["place_words"]}
    return said_lately(given["words"], **where, phones=phones, resident=form.resident)


def _may_see(request: SignedInRequest, case: Case) -> bool:
    return Case.objects.visible_to(request.actor).filter(pk=case.pk).exists()


def _show(request: SignedInRequest, case: Case) -> HttpResponse:
    """To the case; an accusation may have gone where the one who took it down cannot look.

    Nor are they shown its receipt: with that and the number they have just typed, they could follow it all the same.
    """
    if _may_see(request, case):
        messages.success(request, f"登记成功，件号 {case.number}。{promised(case)}")
        return redirect("desk:case", case.number)
    if case.kind != RequestKind.ACCUSATION:
        messages.success(
            request, f"登记成功，件号 {case.number}。此件是敏感事项，由负责人办理，您不再看到它。"
        )
        return redirect("desk:register")
    messages.success(
        request,
        f"登记成功，件号 {case.number}。检举控告由区里直接受理，为保护反映人，您不能再查看此件，这里也不打印回执。"
        f"请把件号抄给反映人：回执由{_where_it_lies(case)}当面给本人。",
    )
    return redirect("desk:register")


def _where_it_lies(case: Case) -> str:
    if case.about:
        return str(case.holder)
    phone = case.agent.phone
    return f"{case.agent}（电话 {phone}）" if phone else str(case.agent)
