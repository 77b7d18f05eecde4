"""Phrases on a page: the district's and one's own, written, changed and removed; and offered under a box one writes in."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wolaiban.catalogue.queries import current_edition
from wolaiban.desk.phrases.helps import Helps, topic_of
from wolaiban.people.requests import SignedInRequest
from wolaiban.phrases.actions import keeping
from wolaiban.phrases.models import LONGEST, Phrase
from wolaiban.phrases.places import PLACES
from wolaiban.phrases.queries import kept, offered
from wolaiban.process.errors import BadAnswer
from wolaiban.web.fields import PickerField
from wolaiban.web.free_words import WordsField
from wolaiban.web.refusing import show_refusal
from wolaiban.web.sources import category_source

MINE, FOR_ALL = "mine", "for_all"


class ChangeForm(forms.Form):
    words = WordsField(label="内容", most=LONGEST, rows=2, error_messages={"required": "请写上内容。"})

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, auto_id="phrase_%s", **more)
        self.fields["topic"] = PickerField(
            category_source(current_edition().pk),
            label="哪一类事用",
            required=False,
            help_text="不选就是什么事都用",
        )

    @property
    def topic(self) -> str:
        chosen = self.cleaned_data["topic"]
        return chosen.path if chosen else ""


class PhraseForm(ChangeForm):
    place = forms.ChoiceField(
        label="用在哪里", choices=[("", "请选择"), *((p.code, p.label) for p in PLACES.values())]
    )
    whose = forms.ChoiceField(
        label="给谁用",
        choices=[(MINE, "我自己"), (FOR_ALL, "全区")],
        initial=MINE,
        widget=forms.RadioSelect,
        required=False,
    )
    field_order = ("place", "words", "topic", "whose")

    def __init__(self, data: Any = None, *, for_all: bool, **more: Any) -> None:
        super().__init__(data, **more)
        if not for_all:
            del self.fields["whose"]
        self.order_fields(self.field_order)


def _keeper_or_404(request: SignedInRequest) -> None:
    if not keeping.may_keep(request.actor):
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def phrases(request: SignedInRequest) -> HttpResponse:
    _keeper_or_404(request)
    sent = request.POST if request.method == "POST" else None
    start = {"place": request.GET.get("place", "")}
    form = PhraseForm(sent, for_all=keeping.may_keep_for_all(request.actor), initial=start)
    if form.is_valid():
        given = form.cleaned_data
        try:
            keeping.add(
                place=given["place"], words=given["words"], topic=form.topic, by=request.actor,
                for_all=given.get("whose") == FOR_ALL,
            )  # fmt: skip
        except BadAnswer as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "已存好，写的时候在框下面点一下就用上。")
            return redirect("desk:phrases")
    facts = {"form": form, "groups": _grouped(request)}
    return render(request, "desk/phrases/phrases.html", facts, status=422 if form.errors else 200)


def _grouped(request: SignedInRequest) -> list[dict[str, Any]]:
    """One's own, then the district's; each by where they are used."""
    found = kept(request.actor)
    mine = [phrase for phrase in found if phrase.owner_id is not None]
    ours = [phrase for phrase in found if phrase.owner_id is None]
    for_all = keeping.may_keep_for_all(request.actor)
    return [
        {"heading": "我自己的", "places": _by_place(mine), "may_change": True},
        {"heading": "全区的", "places": _by_place(ours), "may_change": for_all},
    ]


def _by_place(found: list[Phrase]) -> list[tuple[str, list[Phrase]]]:
    """Of a place that the table no longer has, under its old code."""
    return [
        (PLACES[code].label if code in PLACES else code, list(same))
        for code, same in groupby(found, key=lambda phrase: f"{phrase.step}.{phrase.question}")
    ]


def _own_or_404(request: SignedInRequest, pk: int) -> Phrase:
    phrase = get_object_or_404(Phrase, pk=pk)
    if not keeping.may_change(request.actor, phrase):
        raise Http404
    return phrase


@require_http_methods(["GET", "HEAD", "POST"])
def phrase(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _own_or_404(request, pk)
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        initial={"words": found.words, "topic": _code_of(found.topic)},
    )
    if form.is_valid():
        try:
            keeping.change(found, words=form.cleaned_data["words"], topic=form.topic, by=request.actor)
        except BadAnswer as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "已改好；以前写进答复里的不变。")
            return redirect("desk:phrases")
    place = PLACES.get(f"{found.step}.{found.question}")
    facts = {"form": form, "phrase": found, "place": place}
    return render(request, "desk/phrases/phrase.html", facts, status=422 if form.errors else 200)


def _code_of(topic: str) -> str:
    """The kind of that name in today's catalogue, as a picker knows it; "" where there is none any more."""
    if not topic:
        return ""
    kinds = category_source(current_edition().pk).find(topic)
    return next((kind.code for kind in kinds if kind.path == topic), "")


@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    keeping.remove(_own_or_404(request, pk), by=request.actor)
    messages.success(request, "已删去；以前写进答复里的不变。")
    return redirect("desk:phrases")


@require_safe
def offer(request: SignedInRequest, place: str) -> HttpResponse:
    """What can be put in at a place, for the kind of matter that was picked meanwhile: where no case is there yet."""
    where = PLACES.get(place)
    if where is None or not keeping.may_keep(request.actor):
        raise Http404
    source = category_source(current_edition().pk)
    kind = source.by_code(request.GET.get("category_pick", ""))
    found = offered(request.actor, where.step, [where.question], kind.path if kind else "")
    helps = Helps(where.code, found.get(where.question, []), topic_of(kind.path) if kind else "")
    box = request.GET.get("box", "")
    return render(request, "web/helps_inside.html", {"helps": helps, "box": box})
