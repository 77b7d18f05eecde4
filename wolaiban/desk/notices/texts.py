"""How the district words its messages: each text, tried on a real case before it is used."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wolaiban.cases.models import Case
from wolaiban.notices.actions import wording
from wolaiban.notices.queries import TextInForce, all_texts
from wolaiban.notices.rendering import TextPreview, preview
from wolaiban.notices.rules import may_reword
from wolaiban.notices.table import outside
from wolaiban.notices.texts import COUNTS, LONGEST, PLACEHOLDERS, speaks_of_counts
from wolaiban.people.actor import Actor
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.errors import BadAnswer
from wolaiban.web.free_words import WordsField
from wolaiban.web.refusing import show_refusal


class TextForm(forms.Form):
    words = WordsField(
        label="内容",
        most=LONGEST,
        rows=3,
        error_messages={"required": "请写上内容。"},
    )
    number = forms.CharField(
        label="在哪一件上试",
        max_length=24,
        required=False,
        help_text="不填就用最新的一件",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def caretaker_or_404(actor: Actor) -> None:
    """To everybody else these pages do not exist."""
    if not may_reword(actor):
        raise Http404


@require_GET
def texts(request: SignedInRequest) -> HttpResponse:
    caretaker_or_404(request.actor)
    return render(request, "desk/notices/texts.html", {"texts": all_texts()})


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: SignedInRequest, key: str) -> HttpResponse:
    """Try it (nothing is kept, nothing is sent), or use it from now on."""
    caretaker_or_404(request.actor)
    worded = next((row for row in all_texts() if row.text.key == key), None)
    if worded is None:
        raise Http404
    form = TextForm(request.POST if request.method == "POST" else None, initial={"words": worded.words})
    form.fields["words"].help_text = format_html("可以用：{}", placeholders(key))
    tried = None
    if request.method == "POST" and form.is_valid():
        try:
            if "save" in request.POST:
                wording.reword(key, form.cleaned_data["words"], by=request.actor)
                messages.success(request, "已启用新的内容；已经发出的不变。")
                return redirect("desk:texts")
            tried = trial(worded, form, request.actor)
        except BadAnswer as refusal:
            show_refusal(form, refusal)
    facts = {"worded": worded, "form": form, "tried": tried}
    return render(request, "desk/notices/text.html", facts, status=422 if form.errors else 200)


def placeholders(key: str) -> str:
    counts = speaks_of_counts(key)
    known = [(f"{{{p.name}}}", p.meaning) for p in PLACEHOLDERS if counts or p.name not in COUNTS]
    return format_html_join("，", "<code>{}</code> {}", known)


def trial(worded: TextInForce, form: TextForm, actor: Actor) -> TextPreview | None:
    wording.check(worded.text.key, form.cleaned_data["words"])
    number = form.cleaned_data["number"].strip().upper()
    cases = Case.objects.visible_to(actor).select_related("holder").newest_first()
    case = cases.filter(number=number).first() if number else cases.first()
    if case is None:
        raise BadAnswer({"number": "找不到这一件，请核对件号。" if number else "还没有可以试的事项。"})
    return preview(form.cleaned_data["words"], case, outside=outside(worded.text.key))


@require_POST
def restore(request: SignedInRequest, key: str) -> HttpResponse:
    caretaker_or_404(request.actor)
    wording.restore(key, by=request.actor)
    messages.success(request, "已恢复默认内容。")
    return redirect("desk:texts")
