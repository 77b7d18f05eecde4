"""Forms for being away: two days, and who stands in. Why is never asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate

from wolaiban.cases.history.wording import post_words
from wolaiban.desk.answering import AnsweredForm
from wolaiban.people.deputising import possible_deputies
from wolaiban.people.models import User

NOBODY = "先不请人"


def _day(label: str, hint: str = "", days: int = 0) -> forms.DateField:
    def initial() -> Any:
        return localdate() + timedelta(days=days)

    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, initial=initial, widget=widget)


class DeputyForm(AnsweredForm):
    deputy = forms.TypedChoiceField(
        label="请谁代理",
        coerce=int,
        help_text="本单位或上一级单位的人。代理期间，他办的每一步都写明“代”谁；您自己提的事，他不能替您批。",
    )

    may_be_nobody = False

    def __init__(self, *args: Any, principal: User, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["deputy"].required = not self.may_be_nobody
        posts = possible_deputies(principal)
        self.people = {post.user_id: post.user for post in posts}
        offered = [(str(post.user_id), f"{post.user.name}（{post_words(post)}）") for post in posts]
        field = self.fields["deputy"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "请选择" if field.required else NOBODY), *offered]

    @property
    def chosen(self) -> User | None:
        """Whom they chose: None where that was left open."""
        return self.people.get(self.cleaned_data["deputy"] or 0)


class AwayForm(DeputyForm):
    starts = _day("从哪天起不在")
    ends = _day("哪天回来", "这一天起照常上班。不用写原因。", days=7)
    field_order = ("starts", "ends", "deputy")
    may_be_nobody = True
