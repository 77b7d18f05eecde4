"""One's own tokens for programs: make one after showing who one is, see what each is for, take it back."""

from __future__ import annotations

from http import HTTPStatus

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wolaiban.people.actions.tokens import make_token, revoke_token
from wolaiban.people.models import Scope, Token
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.errors import BadAnswer, NotNow
from wolaiban.web.refusing import show_refusal

ENDED_SHOWN = 5
HINTS = {
    Scope.READ: "看您能看到的事项和附件",
    Scope.REGISTER: "以您的名义登记事项",
    Scope.ACT: "以您的名义受理、办结等",
}
SPANS = ((30, "30 天"), (90, "90 天"), (180, "180 天"), (365, "一年"))


class TokenForm(forms.Form):
    name = forms.CharField(label="用途", max_length=40, help_text="例如：12345 热线派单对接")
    scopes = forms.TypedMultipleChoiceField(
        label="可以做什么",
        choices=[(word.value, f"{word.label}：{HINTS[word]}") for word in Scope],
        coerce=Scope,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一项权限。"},
    )
    days = forms.TypedChoiceField(label="有效期", choices=SPANS, coerce=int, initial=90)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def tokens(request: SignedInRequest) -> HttpResponse:
    """The list with the form. The answer to the form shows the new token, once: it is not a redirect."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            token, secret = make_token(**form.cleaned_data, by=request.actor)
        except (BadAnswer, NotNow) as refusal:
            show_refusal(form, refusal)
        else:
            return render(request, "sign_in/token_made.html", {"token": token, "secret": secret})
    mine = Token.objects.filter(user=request.user).newest_first()
    facts = {
        "form": form,
        "tokens": mine.alive(),
        "ended": mine.exclude(pk__in=mine.alive().values("pk"))[:ENDED_SHOWN],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "sign_in/tokens.html", facts, status=status)


@require_POST
def revoke_token_of_mine(request: SignedInRequest, pk: int) -> HttpResponse:
    """Without asking who one is again: to close a door must be quick."""
    token = get_object_or_404(Token, pk=pk, user=request.user)
    revoke_token(token, by=request.actor)
    messages.success(request, f"令牌“{token.name}”已作废。")
    return redirect("tokens")
