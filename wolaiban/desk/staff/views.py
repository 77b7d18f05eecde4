"""Pages for those who keep accounts and posts, and everybody's page about their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from wolaiban.cases.models import Case
from wolaiban.desk.answering import carry_out
from wolaiban.desk.staff.errands import ERRANDS, open_errands
from wolaiban.desk.staff.forms import (
    AppointForm,
    ConfirmForm,
    FunctionForm,
    NameForm,
    OpenForm,
    PhoneForm,
    unit_source,
)
from wolaiban.desk.staff.lists import page_of_people, people_kept_by
from wolaiban.people.actions.accounts import change_phone, open_account, rename
from wolaiban.people.actions.posts import appoint, end_post
from wolaiban.people.authority import is_keeper, keeps_district, may_keep, may_keep_account, reach_of
from wolaiban.people.models import Post, User
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.words import OFFICERS
from wolaiban.web.fields import found_facts
from wolaiban.web.pages import cursor

P = ParamSpec("P")
FORM = "desk/staff/form.html"
View = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def keepers_only(view: View[P]) -> View[P]:
    """To everybody else these pages do not exist."""

    @wraps(view)
    def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not is_keeper(request.actor):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@keepers_only
def people(request: SignedInRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    mark = cursor(request)
    after = None if mark is None else people_kept_by(request.actor).filter(pk=mark).first()
    page = page_of_people(request.actor, words=words, after=after)
    facts = {"page": page, "words": words, "after": after, "keeps_district": keeps_district(request.actor)}
    return render(request, "desk/staff/people.html", facts)


@require_GET
@keepers_only
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    somebody = get_object_or_404(people_kept_by(request.actor), pk=pk)
    posts = (
        Post.objects.filter(user=somebody)
        .with_unit()
        .select_related("appointed_by")
        .order_by("-starts", "-pk")
    )
    in_hand = somebody != request.user and may_keep_account(request.actor, somebody)
    context = {
        "person": somebody,
        "posts": [(post, can_be_ended(request, post)) for post in posts],
        "changes": somebody.changes.select_related("by", "post__unit")[:30],
        "errands": open_errands(somebody) if in_hand else [],
        "in_hand": in_hand,
        "is_me": somebody == request.user,
        "today": localdate(),
    }
    return render(request, "desk/staff/person.html", context)


def can_be_ended(request: SignedInRequest, post: Post) -> bool:
    over = post.ends is not None and post.ends <= localdate()
    return not over and post.user_id != request.user.pk and may_keep(request.actor, post.unit)


@never_cache
@require_http_methods(["GET", "POST"])
@keepers_only
def open_for(request: SignedInRequest) -> HttpResponse:
    """Open an account. The answer shows its password, once."""
    form = OpenForm(posted(request), units=reach_of(request.actor))

    def act() -> HttpResponse:
        user, password = open_account(**form.cleaned_data, by=request.actor)
        return show_password(request, user, password)

    return carry_out(request, FORM, form, act, title="开通账号", press="开通")


@require_safe
@keepers_only
def offered_units(request: SignedInRequest) -> HttpResponse:
    """What the picker of units offers, as a fragment."""
    text = request.GET.get("unit", "").strip()
    found = unit_source(reach_of(request.actor)).finds(text)
    facts = {"pick_name": "unit_pick", **found_facts(found)}
    return render(request, "web/picker_options.html" if text else "web/nothing.html", facts)


@require_safe
@keepers_only
def offered_functions(request: SignedInRequest) -> HttpResponse:
    """The posts of the unit that was picked, as a fragment."""
    form = FunctionForm(initial={"function": request.GET.get("function", "")})
    code = request.GET.get("unit_pick", "")
    form.offer(unit_source(reach_of(request.actor)).by_code(code) if code else None)
    return render(request, "desk/staff/functions.html", {"form": form})


@require_http_methods(["GET", "POST"])
@keepers_only
def appoint_to(request: SignedInRequest, pk: int) -> HttpResponse:
    somebody = get_object_or_404(people_kept_by(request.actor), pk=pk)
    form = AppointForm(posted(request), units=reach_of(request.actor))

    def act() -> HttpResponse:
        post = appoint(somebody, by=request.actor, **form.cleaned_data)
        return back_to(request, somebody, f"已任命{somebody}为{post}。")

    return carry_out(request, FORM, form, act, person=somebody, title=f"任命{somebody}", press="任命")


@require_http_methods(["GET", "POST"])
@keepers_only
def end(request: SignedInRequest, pk: int, post_pk: int) -> HttpResponse:
    somebody = get_object_or_404(people_kept_by(request.actor), pk=pk)
    in_reach = Post.objects.with_unit().filter(unit__in=reach_of(request.actor))
    post = get_object_or_404(in_reach, pk=post_pk, user=somebody)

    def act() -> HttpResponse:
        end_post(post, by=request.actor)
        return back_to(request, somebody, f"{somebody}已不再担任{post}。")

    page = {
        "person": somebody,
        "title": f"结束任职：{post}",
        "press": "结束任职",
        "danger": True,
        "says": f"{somebody}从现在起不再是{post}，正在使用的页面也会立即失去这一岗位的权限。经办过的事项保留。"
        f"{_left_behind(post)}",
    }
    return carry_out(request, FORM, ConfirmForm(posted(request)), act, **page)


def _left_behind(post: Post) -> str:
    """How many matters somebody leaves to others, as far as whoever ends the post must know: a number and no matter."""
    number = Case.objects.open().filter(handler=post.user_id, holder=post.unit_id).count()
    return f"手上还有 {number} 件在办，卸任以后本单位的人都能接着办，请单位负责人改派。" if number else ""


@require_http_methods(["GET", "POST"])
@keepers_only
def rename_to(request: SignedInRequest, pk: int) -> HttpResponse:
    somebody = get_object_or_404(people_kept_by(request.actor), pk=pk)
    form = NameForm(posted(request), initial={"name": somebody.name})

    def act() -> HttpResponse:
        rename(somebody, by=request.actor, **form.cleaned_data)
        return back_to(request, somebody, "姓名已更改。")

    return carry_out(request, FORM, form, act, person=somebody, title="更改姓名", press="保存")


@require_http_methods(["GET", "POST"])
@keepers_only
def call_by_another_number(request: SignedInRequest, pk: int) -> HttpResponse:
    somebody = get_object_or_404(people_kept_by(request.actor), pk=pk)
    form = PhoneForm(posted(request), initial={"phone": somebody.phone})

    def act() -> HttpResponse:
        change_phone(somebody, by=request.actor, **form.cleaned_data)
        return back_to(request, somebody, "工作电话已更改。")

    return carry_out(request, FORM, form, act, person=somebody, title="更改工作电话", press="保存")


@never_cache
@require_http_methods(["GET", "POST"])
@keepers_only
def errand(request: SignedInRequest, pk: int, name: str) -> HttpResponse:
    """Ask for a confirmation, then do it. What can be done is listed in `errands.py`."""
    somebody = get_object_or_404(people_kept_by(request.actor), pk=pk)
    row = ERRANDS.get(name)
    if row is None:
        raise Http404

    def act() -> HttpResponse:
        outcome = row.action(somebody, by=request.actor)
        if isinstance(outcome, str):
            return show_password(request, somebody, outcome)
        return back_to(request, somebody, row.done.format(name=somebody))

    page = {
        "person": somebody,
        "title": f"{row.label}：{somebody}",
        "press": row.label,
        "danger": row.danger,
        "says": row.says.format(name=somebody),
    }
    return carry_out(request, FORM, ConfirmForm(posted(request)), act, **page)


@require_GET
def my_account(request: SignedInRequest) -> HttpResponse:
    posts = Post.objects.filter(user=request.user).with_unit().order_by("-starts", "-pk")
    changes = request.user.changes.select_related("by", "post__unit")[:20]
    context = {
        "posts": posts,
        "changes": changes,
        "today": localdate(),
        "is_keeper": is_keeper(request.actor),
        "has_duty": bool(request.actor.posts_as(OFFICERS)),
    }
    return render(request, "desk/staff/my_account.html", context)


def posted(request: SignedInRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def back_to(request: SignedInRequest, person: User, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("staff:person", pk=person.pk)


def show_password(request: SignedInRequest, person: User, password: str) -> HttpResponse:
    """Not a redirect: the password is shown in this one answer and kept nowhere."""
    return render(request, "desk/staff/password.html", {"person": person, "password": password})
