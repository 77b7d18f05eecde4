"""Changing the draft: one page for each thing that can be done to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wolaiban.catalogue.actions.arranging import add_category, amend_category, move_category
from wolaiban.catalogue.actions.drafting import discard_draft, draft_from_current, publish
from wolaiban.catalogue.actions.limiting import drop_limit, set_limit, set_report_in
from wolaiban.catalogue.comparing import differences
from wolaiban.catalogue.models import Category, Edition, Limit
from wolaiban.catalogue.queries import current_edition
from wolaiban.desk.answering import carry_out
from wolaiban.desk.catalogue.forms import (
    AddForm,
    AmendForm,
    ConfirmForm,
    LimitForm,
    MoveForm,
    PublishForm,
    ReportInForm,
    SpanForm,
)
from wolaiban.desk.catalogue.guards import caretakers_only
from wolaiban.desk.catalogue.views import show
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.errors import NotNow
from wolaiban.process.words import Tier

FORM = "desk/catalogue/form.html"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
@caretakers_only
def start(request: SignedInRequest) -> HttpResponse:
    draft_from_current(by=request.actor)
    return to_draft(request, "已起草新版。改完后发布，发布之前仍按现行版办理。")


@require_safe
@caretakers_only
def draft(request: SignedInRequest) -> HttpResponse:
    return show(request, the_draft())


@get_or_post
@caretakers_only
def add(request: SignedInRequest) -> HttpResponse:
    under = kind_in_draft(request.GET["under"]) if request.GET.get("under") else None
    form = AddForm(posted(request), initial={"usual_tier": under.usual_tier if under else Tier.MINOR})

    def act() -> HttpResponse:
        added = add_category(under=under, by=request.actor, **form.cleaned_data)
        return to_draft(request, f"已新增“{added.path}”，代码 {added.code}。", added)

    says = f"加在“{under.path}”下面。" if under else "加在最上一级。"
    return carry_out(request, FORM, form, act, title="新增事项", says=says, press="新增", kind=under)


@get_or_post
@caretakers_only
def amend(request: SignedInRequest, code: str) -> HttpResponse:
    kind = kind_in_draft(code)
    now = {
        "name": kind.name,
        "usual_tier": kind.usual_tier,
        "owner": kind.owner_id,
        "active": kind.active,
    }
    form = AmendForm(posted(request), initial=now)

    def act() -> HttpResponse:
        amended = amend_category(kind, by=request.actor, **form.cleaned_data)
        return to_draft(request, f"已修改“{amended.path}”。", amended)

    links = [
        ("移到别处", reverse("catalogue:move", args=[code])),
        ("在它下面新增", f"{reverse('catalogue:add')}?under={code}"),
        ("单独规定时限", f"{reverse('catalogue:add_limit')}?category={code}"),
    ]
    page: dict[str, Any] = {"title": f"修改“{kind.name}”", "press": "保存", "kind": kind, "links": links}
    return carry_out(request, FORM, form, act, **page)


@get_or_post
@caretakers_only
def move(request: SignedInRequest, code: str) -> HttpResponse:
    kind = kind_in_draft(code)
    form = MoveForm(posted(request), draft=kind.edition)
    form.initial = {"under": kind.parent.code if kind.parent else ""}

    def act() -> HttpResponse:
        moved = move_category(kind, under=form.place, by=request.actor)
        return to_draft(request, f"已移到“{moved.path}”。", moved)

    says = f"现在是“{kind.path}”。下级一起移动，代码 {kind.code} 不变，前后的数字仍可比较。"
    return carry_out(request, FORM, form, act, title=f"移动“{kind.name}”", says=says, press="移动", kind=kind)


@get_or_post
@caretakers_only
def add_limit(request: SignedInRequest) -> HttpResponse:
    kind = kind_in_draft(request.GET["category"]) if request.GET.get("category") else None
    form = LimitForm(posted(request))

    def act() -> HttpResponse:
        stage, tier = form.cleaned_data["stage"], form.cleaned_data["tier"]
        limit = set_limit(stage=stage, tier=tier, category=kind, span=form.span, by=request.actor)
        return to_draft(request, f"已定：{limit}。")

    says = (
        f"只用于“{kind.path}”及其下级。" if kind else "用于没有单独规定的所有事项。已有的同样规定会被替换。"
    )
    return carry_out(request, FORM, form, act, title="规定时限", says=says, press="保存", kind=kind)


@get_or_post
@caretakers_only
def change_limit(request: SignedInRequest, pk: int) -> HttpResponse:
    limit = limit_in_draft(pk)
    form = SpanForm(posted(request), initial={"amount": limit.amount, "measure": limit.measure})

    def act() -> HttpResponse:
        changed = set_limit(
            stage=limit.stage_word,
            tier=limit.tier_word,
            category=limit.category,
            span=form.span,
            by=request.actor,
        )
        return to_draft(request, f"已定：{changed}。")

    links = [("取消这条时限", reverse("catalogue:drop_limit", args=[pk]))]
    title = f"修改时限：{limit.subject}"
    return carry_out(request, FORM, form, act, title=title, press="保存", links=links)


@get_or_post
@caretakers_only
def cancel_limit(request: SignedInRequest, pk: int) -> HttpResponse:
    limit = limit_in_draft(pk)

    def act() -> HttpResponse:
        drop_limit(limit, by=request.actor)
        return to_draft(request, f"已取消：{limit.subject}。")

    title, says = f"取消时限：{limit.subject}", "取消后按更一般的规定；没有更一般的规定，就不能发布。"
    return carry_out(
        request, FORM, ConfirmForm(posted(request)), act, title=title, says=says, press="取消这条时限"
    )


@get_or_post
@caretakers_only
def report_in(request: SignedInRequest) -> HttpResponse:
    shown = the_draft()
    now = {"hours": shown.report_in_hours, "urgent_hours": shown.urgent_report_in_hours}
    form = ReportInForm(posted(request), initial=now)

    def act() -> HttpResponse:
        set_report_in(by=request.actor, **form.cleaned_data)
        return to_draft(request, "已修改部门报到时限。")

    return carry_out(
        request, FORM, form, act, title="部门报到时限", says="吹哨以后，部门多久之内报到。", press="保存"
    )


@get_or_post
@caretakers_only
def publish_draft(request: SignedInRequest) -> HttpResponse:
    shown, before = the_draft(), current_edition()
    form = PublishForm(posted(request), initial={"label": shown.label})

    def act() -> HttpResponse:
        published = publish(by=request.actor, **form.cleaned_data)
        messages.success(request, f"已发布“{published.label}”。已登记的事项仍按登记时的版本办理。")
        return redirect("catalogue:current")

    changes = differences(before, shown)
    return carry_out(request, "desk/catalogue/publish.html", form, act, changes=changes, before=before)


@get_or_post
@caretakers_only
def discard(request: SignedInRequest) -> HttpResponse:
    the_draft()

    def act() -> HttpResponse:
        discard_draft(by=request.actor)
        messages.success(request, "草稿已放弃，现行目录没有变化。")
        return redirect("catalogue:current")

    page = {"title": "放弃草稿", "says": "草稿里的改动会全部丢掉，不能找回。现行目录不受影响。"}
    return carry_out(request, FORM, ConfirmForm(posted(request)), act, press="放弃草稿", danger=True, **page)


def posted(request: SignedInRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def the_draft() -> Edition:
    found = Edition.objects.draft()
    if found is None:
        raise NotNow("现在没有草稿：已经发布或放弃。请先起草新版。")
    return found


def kind_in_draft(code: str) -> Category:
    kinds = Category.objects.of(the_draft().pk).select_related("edition", "parent")
    return get_object_or_404(kinds, code=code)


def limit_in_draft(pk: int) -> Limit:
    return get_object_or_404(Limit.objects.select_related("category"), pk=pk, edition=the_draft())


def to_draft(request: SignedInRequest, said: str, kind: Category | None = None) -> HttpResponse:
    """Back to the draft, at the kind of matter that was changed."""
    messages.success(request, said)
    return redirect(f"{reverse('catalogue:draft')}{f'#kind-{kind.code}' if kind else ''}")
