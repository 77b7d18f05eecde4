"""Typical answers at the desk: fetch what is visible, one form, one action, show."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wolaiban.cases.history.case_view import visible_case
from wolaiban.desk.answering import carry_out
from wolaiban.desk.cases.page import CasePage
from wolaiban.desk.typical.forms import ReleaseForm, WithdrawForm, WritingForm
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.words import SEES_UNIT
from wolaiban.publicity.actions import release, rewrite, withdraw, write
from wolaiban.publicity.models import TypicalAnswer
from wolaiban.publicity.rules import (
    check_may_rewrite,
    check_may_withdraw,
    check_may_write,
    has_written,
    may_release,
    may_rewrite,
)

FORM, PAGE = "desk/typical/form.html", "desk/typical/typical.html"
SHOWN = 30
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def typical_answers(request: SignedInRequest) -> HttpResponse:
    """Those that wait to be released first, then the others, newest first, page by page."""
    if not request.actor.posts_as(SEES_UNIT):
        raise Http404
    found = TypicalAnswer.objects.visible_to(request.actor).select_related("township")
    older = request.GET.get("older", "")
    begun = older.isascii() and older.isdigit() and len(older) < 19
    others = found.exclude(state="draft").order_by("-pk")
    rows = list((others.filter(pk__lt=int(older)) if begun else others)[: SHOWN + 1])
    facts = {
        "waiting": [] if begun else list(found.filter(state="draft").order_by("-pk")[:SHOWN]),
        "others": rows[:SHOWN],
        "older_than": rows[SHOWN - 1].pk if len(rows) > SHOWN else None,
        "begun": begun,
    }
    return render(request, "desk/typical/list.html", facts)


@require_safe
def typical(request: SignedInRequest, pk: int) -> HttpResponse:
    return _draw(request, _visible(request, pk))


@get_or_post
def write_typical(request: SignedInRequest, number: str) -> HttpResponse:
    case = visible_case(request.actor, number)
    check_may_write(request.actor, case)
    form = WritingForm(_posted(request))

    def act() -> HttpResponse:
        written = write(case, by=request.actor, **form.cleaned_data)
        messages.success(request, "已拟好，等另一位负责人审核公布。")
        return redirect("desk:typical", written.pk)

    facts = {"page": CasePage(case, request.actor), "case": case, "back": reverse("desk:case", args=[number])}
    return carry_out(request, FORM, form, act, title="拟写典型答复", press="提交审核", **facts)


@get_or_post
def rewrite_typical(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    check_may_rewrite(request.actor, found)
    now = {"question": found.question, "answer": found.answer, "checked_by_hand": found.checked_by_hand}
    form = WritingForm(_posted(request), initial=now)

    def act() -> HttpResponse:
        rewrite(found, by=request.actor, **form.cleaned_data)
        messages.success(request, "已保存。修改过的人不能自己公布。")
        return redirect("desk:typical", found.pk)

    case = visible_case(request.actor, found.case.number)
    facts = {"page": CasePage(case, request.actor), "case": case, "back": reverse("desk:typical", args=[pk])}
    return carry_out(request, FORM, form, act, title="修改典型答复", press="保存", typical=found, **facts)


@require_POST
def release_typical(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    form = ReleaseForm(request.POST)

    def act() -> HttpResponse:
        release(found, by=request.actor)
        messages.success(request, "已公布，居民现在可以看到。")
        return redirect("desk:typical", found.pk)

    return carry_out(request, PAGE, form, act, **_facts(request, found, releasing=form))


@get_or_post
def withdraw_typical(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    check_may_withdraw(request.actor, found)
    form = WithdrawForm(_posted(request))

    def act() -> HttpResponse:
        withdraw(found, by=request.actor, **form.cleaned_data)
        messages.success(request, "已撤下，居民看不到了。")
        return redirect("desk:typical", found.pk)

    return carry_out(request, "desk/typical/withdraw.html", form, act, typical=found)


def _visible(request: SignedInRequest, pk: int) -> TypicalAnswer:
    rows = TypicalAnswer.objects.visible_to(request.actor).select_related(
        "case__unit", "case__holder", "township"
    )
    return get_object_or_404(rows, pk=pk)


def _draw(request: SignedInRequest, found: TypicalAnswer) -> HttpResponse:
    return render(request, PAGE, _facts(request, found, releasing=ReleaseForm()))


def _facts(request: SignedInRequest, found: TypicalAnswer, *, releasing: ReleaseForm) -> dict[str, Any]:
    """What can be done is asked of the rules; whoever wrote it is told that somebody else must release it."""
    actor, wrote = request.actor, has_written(request.actor, found)
    releases = may_release(actor, found)
    waits, stands = found.state_word.is_draft, not found.state_word.is_withdrawn
    return {
        "typical": found,
        "edits": found.edits.select_related("by"),
        "releasing": releasing if waits and releases and not wrote else None,
        "must_be_another": waits and wrote,
        "can_rewrite": waits and may_rewrite(actor, found),
        "can_withdraw": stands and (releases or wrote),
    }


def _posted(request: SignedInRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
