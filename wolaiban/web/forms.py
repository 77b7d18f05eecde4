"""The form of a step: built from what the table asks, filled with what is most likely meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localtime, now

from wolaiban.cases.history.wording import post_words
from wolaiban.cases.models import Case
from wolaiban.cases.process import CASE
from wolaiban.cases.queries.before_registering import recent_nearby
from wolaiban.cases.queries.known import known_to
from wolaiban.cases.roles import Circle, officers_of, standing
from wolaiban.catalogue.models import Category
from wolaiban.catalogue.queries import guess, suggest
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.places.models import Unit
from wolaiban.process.questions import AnswerKind, Asked
from wolaiban.process.words import SummonsState
from wolaiban.web.fields import FilesForm, MomentField, PhotosField, Pick, PickerField, Source, YesNoField
from wolaiban.web.free_words import WordsField
from wolaiban.web.people import named_people
from wolaiban.workflow.answers import MAX_LINE, MAX_TEXT

MOST_OFFERED = 5
MOST_COMPARED = 40
MOST_RADIOS = 5  # more than that is easier to read as a list that opens
DAYS_AHEAD = {"until": 3, "due": 7}


class StepForm(FilesForm):
    """Fields are the step's questions; `answers` is what `perform` takes."""

    error_css_class = "has-fault"

    @property
    def answers(self) -> dict[str, Any]:
        """What was given; what was left empty is left out."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "", []) and not (value is False and self._is_box(name))
        }

    def _is_box(self, name: str) -> bool:
        return isinstance(self.fields[name].widget, forms.CheckboxInput)


@dataclass(frozen=True)
class Setting:
    """What the choices of a form depend on; read only by the fields that need it."""

    case: Case
    actor: Actor
    known: Circle | None = None

    @cached_property
    def circle(self) -> Circle:
        return self.known or Circle.of(self.case)

    @cached_property
    def departments(self) -> dict[str, Unit]:
        """Departments by code, that of the matter's kind first."""
        owner = self.case.category.owner_id if self.case.category else None
        found = sorted(Unit.objects.active().departments(), key=lambda unit: (unit.pk != owner, unit.code))
        return {unit.code: unit for unit in found}


def step_form(
    step: str, case: Case, actor: Actor, data: Any = None, files: Any = None, circle: Circle | None = None
) -> StepForm:
    """The form of one step on one case for one actor. `data` and `files` are what was sent, if anything."""
    setting = Setting(case, actor, circle)
    form = StepForm(data, files, auto_id=f"{step}_%s")
    for asked in CASE.asked_of(step, CASE.acting_as(CASE.by_name[step], standing(actor, setting.circle))):
        if (
            asked.kind in {AnswerKind.COMPLAINANT, AnswerKind.COMPLAINANTS}
            and len(setting.circle.complainants) < 2
        ):
            continue  # nobody to choose from
        field = MAKERS[asked.kind](asked, setting)
        field.label, field.required = asked.label, _must_be_given(asked, case)
        field.help_text = asked.question.help
        field.widget.is_required = field.required
        field.error_messages["required"] = asked.missing
        if (initial := _initial(step, asked, setting)) is not None:
            field.initial = initial
        form.fields[asked.name] = field
    return form


def _must_be_given(asked: Asked, case: Case) -> bool:
    """A kind that nobody has chosen yet is chosen by whoever is asked for it first."""
    if asked.kind is AnswerKind.CATEGORY and case.category_id is None:
        return True
    if asked.kind is AnswerKind.COMPLAINANT:
        return True  # asked only where there are several
    return asked.required and asked.kind is not AnswerKind.FLAG


def _initial(step: str, asked: Asked, setting: Setting) -> Any:
    case = setting.case
    if asked.kind is AnswerKind.CATEGORY and case.category:
        return case.category.code
    if asked.name == "tier":
        return case.tier
    if asked.name == "urgent":
        return case.urgent
    if asked.kind is AnswerKind.MOMENT:
        return _evening_in(DAYS_AHEAD.get(asked.name, 7))
    return None


def _evening_in(days: int) -> datetime:
    return localtime(now()).replace(hour=18, minute=0, second=0, microsecond=0) + timedelta(days=days)


def _text(asked: Asked, setting: Setting) -> forms.Field:
    return WordsField(most=MAX_TEXT)


def _line(asked: Asked, setting: Setting) -> forms.Field:
    return forms.CharField(max_length=MAX_LINE)


def _choice(asked: Asked, setting: Setting) -> forms.Field:
    words = asked.question.choices
    assert words is not None
    if len(words) > MOST_RADIOS:
        return forms.ChoiceField(choices=[("", "请选择"), *words.choices()])
    choices = words.choices() if asked.required else [*words.choices(), ("", "不填")]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect)


def _flag(asked: Asked, setting: Setting) -> forms.Field:
    return forms.BooleanField()


def _yes_no(asked: Asked, setting: Setting) -> forms.Field:
    return YesNoField()


def _days(asked: Asked, setting: Setting) -> forms.Field:
    return forms.IntegerField(min_value=1, max_value=30)


def _moment(asked: Asked, setting: Setting) -> forms.Field:
    return MomentField()


def category_source(edition_id: int, likely: Callable[[], Iterable[Category]] = tuple) -> Source:
    """Kinds of matter of one edition, found by words of their full name; the `likely` ones are there to begin with."""

    def by_code(code: str) -> Category | None:
        return Category.objects.of(edition_id).active().filter(code=code).select_related("owner").first()

    url = reverse("desk:categories", args=[edition_id])
    return Source(lambda text: suggest(text, edition_id=edition_id), by_code, pick_category, url, likely)


def pick_category(category: Category) -> Pick:
    return Pick(category.code, category.path, category.usual_tier)


def _category(asked: Asked, setting: Setting) -> forms.Field:
    """Of a matter that has no kind yet, what its own words sound like is offered first."""
    case = setting.case

    def likely() -> list[Category]:
        first = case.statements.order_by("pk").first() if case.category_id is None else None
        return guess(first.words or "", edition_id=case.edition_id) if first else []

    return PickerField(category_source(case.edition_id, likely))


class OfficerField(forms.TypedChoiceField):
    """One of the holder's officers; whoever fills in the form comes first."""

    def __init__(self, setting: Setting) -> None:
        me = setting.actor.user
        people: dict[int, tuple[User, str]] = {}
        for post in officers_of(setting.case.holder):
            people.setdefault(post.user_id, (post.user, f"{post.user.name}（{post_words(post)}）"))
        order = sorted(people, key=lambda pk: me is None or pk != me.pk)
        self.people = {str(pk): people[pk][0] for pk in order}
        choices = [
            (str(pk), f"我自己，{people[pk][1]}" if me and pk == me.pk else people[pk][1]) for pk in order
        ]
        super().__init__(choices=choices, coerce=self.people.__getitem__, empty_value=None)
        self.initial = next(iter(self.people), None)


def _handler(asked: Asked, setting: Setting) -> forms.Field:
    return OfficerField(setting)


def _department(asked: Asked, setting: Setting) -> forms.Field:
    departments = setting.departments
    first = next(iter(departments.values()), None)
    owner = setting.case.category.owner_id if setting.case.category else None
    return forms.TypedChoiceField(
        initial=first.code if first and first.pk == owner else None,
        choices=[("", "请选择"), *((code, unit.short_name) for code, unit in departments.items())],
        coerce=departments.__getitem__,
        empty_value=None,
    )


def _departments(asked: Asked, setting: Setting) -> forms.Field:
    return _several({code: (unit, unit.short_name) for code, unit in setting.departments.items()})


def _several(things: dict[str, tuple[Any, str]]) -> forms.Field:
    return forms.TypedMultipleChoiceField(
        choices=[(value, label) for value, (_, label) in things.items()],
        coerce=lambda value: things[value][0],
        empty_value=[],
        widget=forms.CheckboxSelectMultiple,
    )


def _one(things: dict[str, tuple[Any, str]], *, required: bool) -> forms.Field:
    """One of a few; where there is no choice it is already made."""
    choices = [(value, label) for value, (_, label) in things.items()]
    field = forms.TypedChoiceField(
        choices=choices if required else [*choices, ("", "不填")],
        coerce=lambda value: things[value][0],
        empty_value=None,
        widget=forms.RadioSelect,
    )
    field.initial = choices[0][0] if len(choices) == 1 else None
    return field


def _summons(asked: Asked, setting: Setting) -> forms.Field:
    objected = [s for s in setting.circle.summonses if s.state == SummonsState.OBJECTED]
    return _one({str(s.pk): (s, s.department.short_name) for s in objected}, required=asked.required)


def _people_of(setting: Setting) -> dict[str, tuple[Any, str]]:
    known = known_to(setting.actor, setting.circle)
    return {str(person.pk): (person, name) for person, name in named_people(setting.circle, known)}


def _complainant(asked: Asked, setting: Setting) -> forms.Field:
    return _one(_people_of(setting), required=True)


def _complainants(asked: Asked, setting: Setting) -> forms.Field:
    return _several(_people_of(setting))


class CaseField(PickerField):
    """Another case: one of the likely ones, or by its number. One that the actor may not see does not exist."""

    def clean(self, value: Any) -> Any:
        typed, picked = value
        if not (typed or picked):
            return super().clean(value)
        found = self.source.by_code(typed or picked)
        if found is None:
            raise ValidationError("找不到这一件，请核对件号。")
        return found


def _pairs(words: str) -> set[str]:
    """Neighbouring characters: what Chinese titles of the same matter share, whatever the order."""
    return {first + second for first, second in pairwise(words)}


def case_source(case: Case, actor: Actor) -> Source:
    """Cases that a case may belong to: offered are those lately open in the same village, likest titles first."""

    def by_number(number: str) -> Case | None:
        return Case.objects.visible_to(actor).filter(number=number.strip().upper()).first()

    def likely() -> list[Case]:
        lately = recent_nearby(case.unit, "", actor).exclude(pk=case.pk)[:MOST_COMPARED]
        return sorted(lately, key=lambda other: -len(_pairs(other.title) & _pairs(case.title)))[:MOST_OFFERED]

    def exactly(number: str) -> list[Case]:
        found = by_number(number)
        return [found] if found else []

    return Source(
        exactly,
        by_number,
        lambda found: Pick(found.number, f"{found.heading}（{found.number}）"),
        start=likely,
    )


def _case(asked: Asked, setting: Setting) -> forms.Field:
    return CaseField(case_source(setting.case, setting.actor))


def _photos(asked: Asked, setting: Setting) -> forms.Field:
    return PhotosField()


MAKERS: dict[AnswerKind, Callable[[Asked, Setting], forms.Field]] = {
    AnswerKind.TEXT: _text,
    AnswerKind.LINE: _line,
    AnswerKind.CHOICE: _choice,
    AnswerKind.FLAG: _flag,
    AnswerKind.YES_NO: _yes_no,
    AnswerKind.DAYS: _days,
    AnswerKind.MOMENT: _moment,
    AnswerKind.PAST_MOMENT: _moment,
    AnswerKind.CATEGORY: _category,
    AnswerKind.HANDLER: _handler,
    AnswerKind.DEPARTMENT: _department,
    AnswerKind.DEPARTMENTS: _departments,
    AnswerKind.SUMMONS: _summons,
    AnswerKind.COMPLAINANT: _complainant,
    AnswerKind.COMPLAINANTS: _complainants,
    AnswerKind.CASE: _case,
    AnswerKind.PHOTOS: _photos,
}
