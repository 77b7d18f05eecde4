"""What a studio says of itself, as it is typed in."""

from __future__ import annotations

from typing import Any

from django import forms

from wolaiban.desk.answering import AnsweredForm
from wolaiban.people.models import StudioChange
from wolaiban.places.models import Studio
from wolaiban.web.free_words import WordsField

LABELS = {"phone": "电话", "address": "地址", "hours": "接待时间", "notice": "公告"}


class StudioForm(AnsweredForm):
    phone = forms.RegexField(
        r"[0-9]{3}",
        label=LABELS["phone"],
        max_length=40,
        required=False,
        help_text="居民手机上一点就拨。有两个号码，中间用顿号。",
        error_messages={"invalid": "电话里要有能拨的号码。"},
    )
    address = forms.CharField(
        label=LABELS["address"],
        max_length=200,
        required=False,
        help_text="写本地人都知道的：哪条街、哪个院、几层。",
    )
    hours = forms.CharField(
        label=LABELS["hours"],
        max_length=100,
        required=False,
        help_text="如 每天 8:00–20:00，夜里打电话",
    )
    notice = WordsField(
        label=LABELS["notice"],
        most=500,
        rows=3,
        required=False,
        help_text="显示在居民看到的页面上，用不着了就删掉。不要写任何人的身份信息。",
    )


def said_by(studio: Studio) -> dict[str, str]:
    return {name: getattr(studio, name) for name in LABELS}


def told(change: StudioChange) -> list[dict[str, Any]]:
    """What a change was, field by field."""
    return [
        {"label": LABELS[name], "before": before, "after": after}
        for name, (before, after) in change.facts.items()
    ]
