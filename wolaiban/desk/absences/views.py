"""Who is away, who stands in for them, and the two forms by which one says so."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from wolaiban.desk.absences.forms import AwayForm, DeputyForm
from wolaiban.desk.answering import carry_out
from wolaiban.desk.staff.forms import ConfirmForm
from wolaiban.desk.staff.views import posted
from wolaiban.people.actions.absences import be_away, be_back, name_deputy
from wolaiban.people.deputising import may_arrange, people_arranged_by, people_known_to
from wolaiban.people.models import Absence, Deputy, User
from wolaiban.people.requests import SignedInRequest

FORM = "desk/absences/form.html"


@require_safe
def absences(request: SignedInRequest) -> HttpResponse:
    """Those of one's unit, and of whom one leads; four queries, however many there are."""
    if not (arranged := people_arranged_by(request.actor)):
        raise Http404
    named = Prefetch("deputies", Deputy.objects.not_over().with_people().order_by("pk"), to_attr="named")
    found = Absence.objects.not_over().filter(user__in=people_known_to(request.actor, arranged))
    facts = {
        "arranged": arranged,
        "may_arrange": {user.pk for user in arranged},
        "absences": found.select_related("user").prefetch_related(named).order_by("starts", "pk"),
        "stands_in": [post for post in request.actor.posts if request.actor.is_deputy_in(post)],
    }
    return render(request, "desk/absences/absences.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def away(request: SignedInRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    if not may_arrange(request.actor, person):
        raise Http404
    form = AwayForm(posted(request), principal=person)

    def act() -> HttpResponse:
        days = {name: form.cleaned_data[name] for name in ("starts", "ends")}
        be_away(person, **days, deputy=form.chosen, by=request.actor)
        return _done(request, f"已记下：{person}{'，' + str(form.chosen) + '代理' if form.chosen else ''}。")

    whose = "我" if person == request.user else str(person)
    return carry_out(request, FORM, form, act, title=f"{whose}不在岗", press="记下")


@require_http_methods(["GET", "HEAD", "POST"])
def deputy(request: SignedInRequest, pk: int) -> HttpResponse:
    absence = _arranged_or_404(request, pk)
    form = DeputyForm(posted(request), principal=absence.user)

    def act() -> HttpResponse:
        assert form.chosen is not None
        named = name_deputy(absence, form.chosen, by=request.actor)
        return _done(request, f"已请{form.chosen}代理，到 {named[0].ends:%-m月%-d日} 为止。")

    return carry_out(request, FORM, form, act, title=f"{absence.user}不在岗，请谁代理", press="请他代理")


@require_http_methods(["GET", "HEAD", "POST"])
def back(request: SignedInRequest, pk: int) -> HttpResponse:
    absence = _arranged_or_404(request, pk)

    def act() -> HttpResponse:
        be_back(absence, by=request.actor)
        return _done(request, f"已记下：{absence.user}回来了，代理同时结束。")

    page = {
        "title": f"{absence.user}回来了",
        "press": "回来了",
        "says": "从现在起不再算不在岗，代理同时结束：代理人正在看的页面也会立即失去这些岗位。",
    }
    return carry_out(request, FORM, ConfirmForm(posted(request)), act, **page)


def _arranged_or_404(request: SignedInRequest, pk: int) -> Absence:
    absence = get_object_or_404(Absence.objects.select_related("user"), pk=pk)
    if not may_arrange(request.actor, absence.user):
        raise Http404
    return absence


def _done(request: SignedInRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("desk:absences")
