"""Every component of the look once, so that the next room looks like the last. Exists only in the demo."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from wolaiban.demo.pages.guards import demo_only
from wolaiban.process.course import Stop
from wolaiban.process.words import Satisfaction, Stage, SummonsState, Tier
from wolaiban.web.free_words import WordsField

SURFACES = (
    "paper",
    "card",
    "sunk",
    "brand",
    "brand-tint",
    "soon-tint",
    "late-tint",
    "fine-tint",
    "joint-tint",
)
STEPS_OF_A_MAP = (("m0", "0"), ("m1", "1–5"), ("m2", "6–10"), ("m3", "11–20"), ("m4", "21 起"))
COURSE = (
    Stop("登记", "11月25日", "past"),
    Stop("受理", "11月25日", "past"),
    Stop("吹哨联动", "第 5 天", "here"),
    Stop("反馈", "12月4日前"),
    Stop("评价"),
)


class Sample(forms.Form):
    """A form with one field of each kind, and one fault."""

    phone = forms.CharField(label="手机或电话")
    words = WordsField(label="反映什么", most=2000, help_text="先说事，再说地方", required=False)
    satisfied = forms.ChoiceField(label="满意吗", choices=Satisfaction.choices(), widget=forms.RadioSelect)
    stage = forms.ChoiceField(label="环节", choices=Stage.choices(), required=False)
    urgent = forms.BooleanField(label="紧急", help_text="紧急的须在 2 小时内报到", required=False)

    told = {"words": "residents"}

    def clean_phone(self) -> str:
        raise forms.ValidationError("少了一位：手机号是 11 位，您填了 10 位")


@login_not_required
@require_GET
@demo_only
def style(request: HttpRequest) -> HttpResponse:
    facts = {
        "surfaces": SURFACES,
        "stages": list(Stage),
        "summonses": list(SummonsState),
        "tiers": list(Tier),
        "times": list(times(now())),
        "course": COURSE,
        "form": Sample({"phone": "138 0000 000", "satisfied": "satisfied"}),
        "map_steps": STEPS_OF_A_MAP,
        "icons": symbols("web/icons.svg"),
        "pictures": symbols("web/pictures.svg"),
    }
    return render(request, "demo/style.html", facts)


def times(moment: datetime) -> list[Any]:
    """Deadlines as a case has them: far, near, behind, and standing still."""
    told = {"counted_from": moment - timedelta(days=2), "is_paused": False, "paused_until": None}
    ahead = (timedelta(days=6, hours=1), timedelta(hours=5, minutes=1), -timedelta(days=2, hours=1))
    running = [SimpleNamespace(**told, deadline=moment + span) for span in ahead]
    still = told | {"is_paused": True, "paused_until": moment + timedelta(days=5)}
    return [*running, SimpleNamespace(**still, deadline=moment + timedelta(days=9))]


@cache
def symbols(sprite: str) -> list[str]:
    path = finders.find(sprite)
    text = Path(path).read_text(encoding="utf-8") if isinstance(path, str) else ""
    return [name for name in re.findall(r'<symbol id="([\w-]+)"', text) if not name.startswith("tier-")]
