"""Coming in for the first time, by an invitation instead of a password: show the code, choose a password.

The session remembers which invitation was shown, never its code. No code stands in any address.
"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from wolaiban.cases.history.wording import length
from wolaiban.people.actions.invitations import join, opened_by, plain_code
from wolaiban.people.models import Invitation
from wolaiban.process.errors import BadAnswer, NotNow
from wolaiban.web.limits import failed_attempts
from wolaiban.web.limits.networks import network_of
from wolaiban.web.refusing import show_refusal

SHOWN = "invitation"
A_MINUTE = timedelta(minutes=1)
NOT_FOUND = "邀请码不对，或者已经用过、换过、过期了。请照邀请条再核对一次；还不行的，请单位的管理员再发一个。"
TOO_OFTEN = "试的次数太多了，请过 {}再试。"


class CodeForm(forms.Form):
    code = forms.CharField(
        label="邀请码",
        max_length=60,
        help_text="邀请条或短信里的 12 个字母和数字，每四个一组。中间有没有横线、大写小写都行。",
        error_messages={"required": "请填写邀请码。"},
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "class": "mono"}
        ),
    )


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="密码",
        max_length=200,
        strip=False,
        help_text="至少 10 个字符，不能全是数字，不要用姓名、电话或常见密码。",
        error_messages={"required": "请填写密码。"},
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输入一次密码",
        max_length=200,
        strip=False,
        error_messages={"required": "请再输入一次密码。"},
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> None:
        given = self.cleaned_data
        if "password" in given and "again" in given and given["password"] != given["again"]:
            self.add_error("again", "两次输入的不一样，请重新输入。")


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def show_code(request: HttpRequest) -> HttpResponse:
    """A code that nobody was given, and one that is over, are answered alike."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask(request, form)
    network, code = network_of(request), plain_code(form.cleaned_data["code"])
    wait = failed_attempts.count(network, code, door=failed_attempts.INVITATION)
    if wait:
        form.add_error(None, TOO_OFTEN.format(length(wait + A_MINUTE)))
        return _ask(request, form, HTTPStatus.TOO_MANY_REQUESTS)
    invitation = opened_by(code)
    if invitation is None:
        form.add_error("code", NOT_FOUND)
        return _ask(request, form)
    failed_attempts.forgive(network, code, door=failed_attempts.INVITATION)
    request.session.cycle_key()
    request.session[SHOWN] = invitation.pk
    return redirect("account_join")


def _ask(request: HttpRequest, form: CodeForm, status: int = HTTPStatus.UNPROCESSABLE_ENTITY) -> HttpResponse:
    return render(
        request, "sign_in/invitation.html", {"form": form}, status=status if form.errors else HTTPStatus.OK
    )


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def choose_password(request: HttpRequest) -> HttpResponse:
    """Choose it and be signed in; whoever owes a second step is led there next."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    invitation = (
        Invitation.objects.open().filter(pk=request.session.get(SHOWN, 0)).select_related("user").first()
    )
    if invitation is None:
        return redirect("account_invitation")
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            user = join(invitation, password=form.cleaned_data["password"])
        except (BadAnswer, NotNow) as refusal:
            show_refusal(form, refusal)
        else:
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
            UserSession.objects.create_from_request(request)  # listed under 登录设备 like any other sign-in
            return redirect(settings.LOGIN_REDIRECT_URL)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "sign_in/join.html", {"form": form, "person": invitation.user}, status=status)
