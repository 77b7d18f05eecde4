"""One's own duty: the shifts to come, the address for one's calendar, and what the sheet at the door may say of one."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from wolaiban.desk.answering import AnsweredForm
from wolaiban.duty.actions.consents import consent
from wolaiban.duty.actions.feeds import end_feed, make_feed
from wolaiban.duty.own import DoorConsent
from wolaiban.duty.queries.own import feed_of, shifts_of
from wolaiban.duty.rules import duty_hours
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.errors import BadAnswer, NotNow
from wolaiban.process.words import OFFICERS
from wolaiban.web.refusing import show_refusal

SHOWN = 14


class ConsentForm(AnsweredForm):
    full_name = forms.BooleanField(label="写我的全名", required=False)
    phone = forms.BooleanField(label="写我的工作电话", required=False)


def _page(request: SignedInRequest, form: ConsentForm | None = None, **more: Any) -> HttpResponse:
    if not request.actor.posts_as(OFFICERS):
        raise Http404
    me, hours = request.user, duty_hours()
    said = DoorConsent.objects.filter(user=me).values("full_name", "phone").first()
    facts = {
        "shifts": [
            (one, *hours.span_of(one.part_word, one.day)) for one in shifts_of(me, localdate())[:SHOWN]
        ],
        "feed": feed_of(me),
        "form": form or ConsentForm(initial=said),
        **more,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    return render(request, "desk/rosters/own.html", facts, status=status)


@require_safe
def own_duty(request: SignedInRequest) -> HttpResponse:
    return _page(request)


@require_POST
def make(request: SignedInRequest) -> HttpResponse:
    """The answer shows the new address, once: it is not a redirect."""
    _, secret = make_feed(by=request.actor)
    return _page(request, address=settings.SITE_URL.rstrip("/") + reverse("portal:duty_feed", args=[secret]))


@require_POST
def end(request: SignedInRequest) -> HttpResponse:
    """Without asking who one is again: to close a door must be quick."""
    try:
        end_feed(by=request.actor)
    except NotNow as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "已停用。日历软件下次来读，就读不到了。")
    return redirect("desk:own_duty")


@require_POST
def say(request: SignedInRequest) -> HttpResponse:
    form = ConsentForm(request.POST)
    if form.is_valid():
        try:
            consent(**form.cleaned_data, by=request.actor)
        except BadAnswer as refusal:
            show_refusal(form, refusal)
            return _page(request, form)
        messages.success(request, "已记下。下次打印的表照这个写。")
    return redirect("desk:own_duty")


urlpatterns = [
    path("rosters/mine/", own_duty, name="own_duty"),
    path("rosters/mine/feed/", make, name="make_feed"),
    path("rosters/mine/feed/end/", end, name="end_feed"),
    path("rosters/mine/door/", say, name="say_at_door"),
]
