"""Pages on which the district's administrators take in a staff list: send, look, take in. Nobody is told by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wolaiban.cases.history.wording import length
from wolaiban.desk.answering import AnsweredForm
from wolaiban.importing.forgetting import KEPT_DAYS
from wolaiban.importing.models import StaffUpload
from wolaiban.importing.staff_list import uploads
from wolaiban.importing.staff_list.missing import end_missing, listed
from wolaiban.people.authority import keeps_district
from wolaiban.people.models import Post
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.errors import BadAnswer, NotNow
from wolaiban.web.fields import DayInput
from wolaiban.web.limits import rate_limit
from wolaiban.web.refusing import show_refusal

P = ParamSpec("P")
View = Callable[Concatenate[SignedInRequest, P], HttpResponse]
SENT_AN_HOUR = 20
LISTED = 20


class StaffListForm(forms.Form):
    file = forms.FileField(
        label="花名册文件",
        error_messages={"required": "请选一个文件。", "empty": "文件是空的。"},
        widget=forms.FileInput({"class": "field", "accept": ".xlsx,.xls,.ods,.csv,.gz,.txt,.xlsm"}),
    )


class EndForm(AnsweredForm):
    ends = forms.DateField(label="从哪一天起卸任", initial=localdate, widget=DayInput())
    number = forms.IntegerField(
        label="一共几个岗位",
        help_text="看清下面的名单，把个数填在这里，才会结束。",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )


def district_keepers_only(view: View[P]) -> View[P]:
    """To everybody else these pages do not exist."""

    @wraps(view)
    def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not keeps_district(request.actor):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@district_keepers_only
def staff_lists(request: SignedInRequest) -> HttpResponse:
    """What I sent lately, and a form for the next."""
    if request.method != "POST":
        return _draw_all(request, StaffListForm())
    form = StaffListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _draw_all(request, form)
    wait = rate_limit.take("staff list", str(request.user.pk), limit=SENT_AN_HOUR, span=timedelta(hours=1))
    if wait is not None:
        form.add_error(None, f"这一小时上传得太多了，请过 {length(wait)}再试。")
        return _draw_all(request, form, HTTPStatus.TOO_MANY_REQUESTS)
    file = form.cleaned_data["file"]
    try:
        upload = uploads.send(file.name, file.read(uploads.MOST_BYTES + 1), by=request.actor)
    except BadAnswer as refusal:
        show_refusal(form, refusal)
        return _draw_all(request, form)
    return redirect(upload)


def _draw_all(
    request: SignedInRequest, form: StaffListForm, status: int = HTTPStatus.UNPROCESSABLE_ENTITY
) -> HttpResponse:
    sent = StaffUpload.objects.filter(user=request.user).order_by("-created_at")[:LISTED]
    facts = {
        "form": form,
        "sent": [(upload, uploads.told_of(upload).get("name", "")) for upload in sent],
        "days": KEPT_DAYS,
        "most": uploads.MOST_BYTES >> 20,
    }
    return render(
        request, "desk/staff/staff_lists.html", facts, status=status if form.errors else HTTPStatus.OK
    )


@require_GET
@district_keepers_only
def staff_list(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    return _draw(request, _mine(request, uuid))


@require_POST
@district_keepers_only
def take_staff_list(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    upload = _mine(request, uuid)
    uploads.take(upload, by=request.actor)
    return redirect(upload)


@require_POST
@district_keepers_only
def drop_staff_list(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    uploads.drop(_mine(request, uuid))
    messages.success(request, "已删除上传的文件和核对结果。")
    return redirect("staff:lists")


@require_http_methods(["GET", "HEAD", "POST"])
@district_keepers_only
def end_missing_posts(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What stands in no row of a staff list that was taken in: listed, and ended for its number."""
    upload = _mine(request, uuid)
    posts = _missing(upload)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            day, number = form.cleaned_data["ends"], form.cleaned_data["number"]
            end_missing(posts, on=day, number=number, by=request.actor)
        except (BadAnswer, NotNow) as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"已结束 {number} 个岗位。")
            return redirect(upload)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    facts = {"upload": upload, "posts": posts, "form": form}
    return render(request, "desk/staff/missing.html", facts, status=status)


def _missing(upload: StaffUpload) -> list[Post]:
    keys = uploads.told_of(upload).get("missing", []) if upload.taken_at else []
    return list(listed(keys).filter(ends=None))


def _mine(request: SignedInRequest, uuid: UUID) -> StaffUpload:
    found = StaffUpload.objects.filter(uuid=uuid, user=request.user).first()
    if found is None:
        raise Http404
    return found


def _draw(request: SignedInRequest, upload: StaffUpload) -> HttpResponse:
    told = uploads.told_of(upload)
    facts: dict[str, Any] = {
        "upload": upload,
        "told": told,
        "lost": not told,
        "missing": len(_missing(upload)),
        "days": KEPT_DAYS,
        "listed": uploads.LISTED,
    }
    return render(request, "desk/staff/staff_list.html", facts)
