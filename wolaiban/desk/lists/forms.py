"""The ledger's filter as a form: what an address says, checked and named."""

from __future__ import annotations

import re
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wolaiban.cases.queries.ledger import Filter, Origin, Progress, Sorting
from wolaiban.cases.queries.summons_filters import SummonsFilter
from wolaiban.cases.queries.tasks import BY_KEY
from wolaiban.cases.queries.terms import MOST, words_of
from wolaiban.places.models import Unit
from wolaiban.process.words import Channel, Disposition, Satisfaction, Stage, Tier, Word
from wolaiban.web.fields import DayInput
from wolaiban.web.free_words import uncut

CODE = re.compile(r"[0-9D]{9,12}")
NAMESAKES_SHOWN = 3
LONGEST = 100
TOO_LONG = {"max_length": f"最多 {LONGEST} 个字，请少写一些。"}
ASKING = {"hx-trigger": "input changed delay:250ms", "hx-sync": "this:replace", "autocomplete": "off"}
ALWAYS_SHOWN = {"q", "stage", "unit", "task", "sort"}


class NameInput(forms.TextInput):
    """A name to type, with names that fit offered below; works as plain text too. It must have an id."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        offered = f"{(attrs or {})['id']}_names"
        asking = {"list": offered, "hx-target": f"#{offered}", "hx-get": reverse("desk:unit_names"), **ASKING}
        shown = called(value) if isinstance(value, Unit) else value
        drawn = super().render(name, shown, {**(attrs or {}), **asking}, renderer)
        return format_html('{}<datalist id="{}"></datalist>', drawn, offered)


class NamedUnitField(forms.CharField):
    """A unit by its code or its name; a name that several bear wants its township in front."""

    widget = NameInput

    def clean(self, value: Any) -> Unit | None:
        text = super().clean(value)
        if not text:
            return None
        if CODE.fullmatch(text):
            found = list(Unit.objects.with_township().filter(code=text))
        else:
            found = list(Unit.objects.named(text))
            exact = [
                unit for unit in found if text.replace(" ", "") in {str(unit), unit.name, unit.full_name}
            ]
            found = exact or found
        if len(found) > 1:
            names = "、".join(called(unit) for unit in found[:NAMESAKES_SHOWN])
            raise ValidationError(f"叫“{text}”的不止一个，请写全，如：{names}。")
        if not found:
            raise ValidationError(f"没有找到“{text}”，请换个名称。")
        return found[0]


def called(unit: Unit) -> str:
    """The name that finds it again: 窦店镇 大高舍村."""
    return f"{unit.township} {unit}" if unit.is_studio_level and unit.township else str(unit)


class ClosedListField(forms.TypedChoiceField):
    """Each form has its own fields, as Django has it, but not its own list of choices, which nobody changes."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        choices = self.choices
        memo[id(choices)] = choices
        return super().__deepcopy__(memo)


class WordField(ClosedListField):
    """A word of one or more closed lists; empty is any."""

    def __init__(self, *lists: type[Word], anything: str, **kwargs: Any) -> None:
        known = {word.value: word for words in lists for word in words}
        choices = [("", anything), *((value, word.label) for value, word in known.items())]
        super().__init__(choices=choices, coerce=known.__getitem__, empty_value=None, **kwargs)


def _look(field: forms.Field) -> dict[str, str]:
    if isinstance(field, forms.BooleanField):
        return {"class": "tick", "value": "1"}
    return {"class": "field"}


class LedgerForm(forms.Form):
    EMPTY_FOR_ALL = True  # what nothing stands in is drawn alike for everybody (`filters`)

    q = forms.CharField(label="件号、标题、地点、内容或村居", max_length=LONGEST, error_messages=TOO_LONG)
    stage = WordField(Progress, Stage, label="环节", anything="全部")
    unit = NamedUnitField(label="所在单位（含下级）或部门")
    tier = WordField(Tier, label="层级", anything="全部")
    category = forms.CharField(label="事项类别", max_length=LONGEST, error_messages=TOO_LONG)
    channel = WordField(Channel, label="来源", anything="全部")
    holder = NamedUnitField(label="承办单位（含下级）")
    call = WordField(SummonsFilter, label="部门联动", anything="不限")
    since = forms.DateField(label="登记日期，从", widget=DayInput)
    until = forms.DateField(label="到", widget=DayInput)
    reported_since = forms.DateField(label="反映日期，从", widget=DayInput)
    reported_until = forms.DateField(label="到", widget=DayInput)
    resolved_since = forms.DateField(label="办完日期，从", widget=DayInput)
    source = WordField(Origin, label="补录的历史", anything="一起看")
    disposition = WordField(Disposition, label="处理结论", anything="全部")
    satisfaction = WordField(Satisfaction, label="居民评价", anything="全部")
    handler = forms.CharField(label="经办人姓名", max_length=LONGEST, error_messages=TOO_LONG)
    sort = WordField(Sorting, label="排列", anything="新登记的在前")
    overdue = forms.BooleanField(label="看已超期的")
    soon = forms.BooleanField(label="看一天内到期的")
    paused = forms.BooleanField(label="只看暂停中的")
    urgent = forms.BooleanField(label="只看紧急的")
    supervised = forms.BooleanField(label="只看督办过的")
    mine = forms.BooleanField(label="只看我经办的")
    own = forms.BooleanField(label="只看本级，不含下级")
    task = ClosedListField(choices=[(key, task.heading) for key, task in BY_KEY.items()])

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, label_suffix="", auto_id="filter_%s")
        for field in self.fields.values():
            field.required = False
            field.widget.attrs |= _look(field)
        uncut(self)
        for name in self.errors:
            self.fields[name].widget.attrs |= {
                "aria-invalid": "true",
                "aria-describedby": f"filter_{name}_faults",
            }

    def clean_q(self) -> str:
        text: str = self.cleaned_data["q"]
        if len(words_of(text)) > MOST:
            raise ValidationError(f"一次最多找 {MOST} 个词，请少写几个。")
        return text

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for first, last in (("since", "until"), ("reported_since", "reported_until")):
            if given.get(first) and given.get(last) and given[first] > given[last]:
                self.add_error(last, "结束日期早于开始日期。")
        return given

    def understood(self) -> Self:
        """The same form, which now shows what was understood of an address instead of what it said."""
        self.initial, self.is_bound = self.cleaned_data, False
        return self

    @property
    def ticks(self) -> list[forms.BoundField]:
        return [self[name] for name, field in self.fields.items() if isinstance(field, forms.BooleanField)]

    @property
    def wanted(self) -> Filter:
        given = dict(self.cleaned_data)
        return Filter(text=given.pop("q"), **given)
