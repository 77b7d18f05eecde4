"""What I want to be sent: said by oneself, for oneself."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from wolaiban.notices.actions.preferring import prefer
from wolaiban.notices.queries import preference_of
from wolaiban.people.requests import SignedInRequest
from wolaiban.residents.phones import numbers_in, takes_texts


class PreferenceForm(forms.Form):
    sms = forms.BooleanField(label="短信", required=False, help_text="只发要紧的：吹哨、超期、督办、异议")
    mail = forms.BooleanField(label="邮件", required=False, help_text="与系统里的消息相同")
    digest = forms.BooleanField(
        label="每天汇总成一条", required=False, help_text="下午 5:30 一条；要紧的仍然马上发"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: SignedInRequest) -> HttpResponse:
    if request.method == "POST":
        form = PreferenceForm(request.POST)
        form.is_valid()  # three boxes, each ticked or not: nothing can be wrong with them
        prefer(by=request.user, **form.cleaned_data)
        messages.success(request, "已按您的意思设置。")
        return redirect("desk:preferences")
    wanted = preference_of(request.user)
    number = next(iter(numbers_in(request.user.phone)), "")
    form = PreferenceForm(initial={"sms": wanted.sms, "mail": wanted.mail, "digest": wanted.digest})
    return render(
        request, "desk/notices/preferences.html", {"form": form, "gets_no_sms": not takes_texts(number)}
    )
