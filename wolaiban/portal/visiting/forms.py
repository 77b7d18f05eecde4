"""What is asked of whoever books: a day and a telephone; what it is about only of those who like to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from wolaiban.catalogue.models import Category
from wolaiban.duty.booked import ReceptionDay
from wolaiban.portal.tracking.forms import TrackForm
from wolaiban.residents.particulars import MOST_OF_PHONE, tidy_phone
from wolaiban.web.reporters import PersonalField

NOT_FOUND = "没有找到。请核对预约码，还有预约时留的电话后四位。"


class DayForm(forms.Form):
    """Which of these days."""

    day = forms.ChoiceField(
        label="约哪天", widget=forms.RadioSelect, error_messages={"required": "请选一个日子。"}
    )

    def __init__(self, days: Sequence[ReceptionDay], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = {day.number: day for day in days}
        chosen: Any = self.fields["day"]
        chosen.choices = [(number, day.label) for number, day in self.days.items()]

    @property
    def chosen(self) -> ReceptionDay:
        return self.days[self.cleaned_data["day"]]


class VisitForm(DayForm):
    topic = forms.ChoiceField(label="大概什么事", required=False, help_text="可以不选，当面再说")
    phone = PersonalField(
        tidy_phone, label="电话", max_length=MOST_OF_PHONE, help_text="发短信提醒您。加密保存，不给别人看。"
    )
    about = forms.BooleanField(required=False)

    def __init__(
        self,
        days: Sequence[ReceptionDay],
        topics: Sequence[Category],
        number: str,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """`number` is that of the matter that is open in this browser, if any."""
        super().__init__(days, *args, **kwargs)
        self.topics = {topic.code: topic for topic in topics}
        asked: Any = self.fields["topic"]
        asked.choices = [("", "当面再说"), *((code, topic.name) for code, topic in self.topics.items())]
        if number:
            self.fields["about"].label = f"来谈的就是 {number} 这件事"
        else:
            del self.fields["about"]

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if not phone:
            raise forms.ValidationError("请留一个电话，好提醒您，改期、取消也要用它的后四位。")
        return phone

    @property
    def chosen_topic(self) -> Category | None:
        return self.topics.get(self.cleaned_data.get("topic", ""))


class SlipForm(TrackForm):
    """The code on the slip, and four digits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code, digits = self.fields["code"], self.fields["digits"]
        code.label, code.help_text = "预约码", "预约单上的 28 位数字，每四位一组。中间空不空格都行。"
        code.error_messages["required"] = "请填写预约码。"
        digits.label, digits.help_text = "电话后四位", "预约时留的那个电话。"

    def missed(self) -> None:
        self.data = {"code": self.cleaned_data["code"], "digits": ""}
        self.add_error(None, NOT_FOUND)
