"""How each kind of answer is drawn as a field and read from a form: one class a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Generic, TypeVar

from django import forms
from django.utils.timezone import localtime, now

from wolaiban.cases import answer_kinds
from wolaiban.cases.history.wording import post_words
from wolaiban.cases.models import Case
from wolaiban.cases.queries.departments import likely
from wolaiban.cases.queries.known import known_to
from wolaiban.cases.roles import Circle
from wolaiban.catalogue.models import Category
from wolaiban.catalogue.queries import guess
from wolaiban.duty.queries.now import on_duty_at
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.people.officers import officers_of
from wolaiban.places.models import Unit
from wolaiban.process import answers
from wolaiban.process.answers import AnswerKind
from wolaiban.process.questions import Asked
from wolaiban.process.words import SummonsState
from wolaiban.web.fields import DayInput, MomentField, PhotosField, PickerField, YesNoField
from wolaiban.web.free_words import WordsField
from wolaiban.web.people import named_people
from wolaiban.web.rows import beside, drawn_elsewhere
from wolaiban.web.sources import CaseField, case_source, category_source

MOST_RADIOS = 5  # more than that is easier to read as a list that opens
EVENING = 18
ASSISTING = "assisting"  # the question that is drawn in the rows of the one for the lead department
KindT = TypeVar("KindT", bound=AnswerKind)
SettingT = TypeVar("SettingT", bound="FormSetting")
Things = dict[str, tuple[Any, str]]  # by what the form sends: the thing and its label


class FormSetting:
    """What a form stands in: the subject that it is about, and what may be chosen there."""

    def own(self, column: str) -> Any:
        """What the subject has in one of its columns."""
        return None

    def listed(self, question: str) -> Mapping[str, Any]:
        """What the kind lists for a question, by what the form sends."""
        return {}


@dataclass(frozen=True)
class CaseSetting(FormSetting):
    """A case, for one actor. Read only by the fields that need it."""

    case: Case
    actor: Actor
    known: Circle | None = None

    def own(self, column: str) -> Any:
        return getattr(self if column == "my_contact" else self.case, column)

    @property
    def my_contact(self) -> str | None:
        """何青 010-80380000, as long as the department has named nobody yet."""
        summons, me = self.circle.summons_of(self.actor), self.actor.user
        return None if me is None or (summons and summons.contact_id) else f"{me.name} {me.phone}".strip()

    @cached_property
    def circle(self) -> Circle:
        return self.known or Circle.of(self.case)

    @cached_property
    def likely_departments(self) -> dict[int, str]:
        return likely(self.case)

    @cached_property
    def departments(self) -> dict[str, Unit]:
        """Departments by code, the likely ones first."""
        order = {pk: place for place, pk in enumerate(self.likely_departments)}
        found = Unit.objects.active().departments()
        known = sorted(found, key=lambda unit: (order.get(unit.pk, len(order)), unit.code))
        return {unit.code: unit for unit in known}

    @property
    def people(self) -> Things:
        known = known_to(self.actor, self.circle)
        return {str(person.pk): (person, name) for person, name in named_people(self.circle, known)}


@dataclass(frozen=True)
class AnswerField(Generic[KindT, SettingT]):
    """The field of one question. What the defaults say holds for most kinds."""

    asked: Asked
    kind: KindT
    setting: SettingT

    @property
    def is_put(self) -> bool:
        """Whether there is anything to ask."""
        return True

    @property
    def required(self) -> bool:
        return self.asked.required

    @property
    def initial(self) -> Any:
        """What is most likely meant: the subject's own, where the question is about one of its columns."""
        column = self.asked.question.starts_as
        return self.setting.own(column) if column else None

    def field(self) -> forms.Field:
        raise NotImplementedError


FieldClass = type[AnswerField[Any, Any]]
FIELDS: dict[type[AnswerKind], FieldClass] = {}


def draws(*kinds: type[AnswerKind]) -> Callable[[FieldClass], FieldClass]:
    """Register the field of these kinds of answers."""

    def register(field: FieldClass) -> FieldClass:
        for kind in kinds:
            FIELDS[kind] = field
        return field

    return register


def field_of(asked: Asked, setting: FormSetting) -> forms.Field | None:
    """The field of a question, labelled and filled; None where there is nobody and nothing to choose from."""
    drawn = FIELDS[type(asked.kind)](asked, asked.kind, setting)
    if not drawn.is_put:
        return None
    field = drawn.field()
    field.label, field.required, field.help_text = asked.label, drawn.required, asked.question.help
    field.widget.is_required = field.required
    field.error_messages["required"] = asked.missing
    if (initial := drawn.initial) is not None:
        field.initial = initial
    return field


def _several(things: Things) -> forms.Field:
    return forms.TypedMultipleChoiceField(
        choices=[(value, label) for value, (_, label) in things.items()],
        coerce=lambda value: things[value][0],
        empty_value=[],
        widget=forms.CheckboxSelectMultiple,
    )


def _one(things: Things, *, required: bool) -> forms.Field:
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


# ---- What anybody can write or choose


@draws(answers.FreeText)
class TextField(AnswerField[answers.FreeText, FormSetting]):
    def field(self) -> forms.Field:
        return WordsField(most=self.kind.most)


@draws(answers.OneLine)
class LineField(AnswerField[answers.OneLine, FormSetting]):
    def field(self) -> forms.Field:
        return forms.CharField(max_length=self.kind.most)


@draws(answers.PersonalLine)
class PersonalLineField(AnswerField[answers.PersonalLine, FormSetting]):
    def field(self) -> forms.Field:
        return forms.CharField(
            max_length=self.kind.most, widget=forms.TextInput({"autocomplete": "off"})
        )  # else a browser at the counter offers who was there before


@draws(answers.OneWord)
class ChoiceField(AnswerField[answers.OneWord, FormSetting]):
    def field(self) -> forms.Field:
        words = self.kind.among
        if len(words) > MOST_RADIOS:
            return forms.ChoiceField(choices=[("", "请选择"), *words.choices()])
        choices = words.choices() if self.asked.required else [*words.choices(), ("", "不填")]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect)


@draws(answers.YesNo)
class YesNoAnswerField(AnswerField[answers.YesNo, FormSetting]):
    def field(self) -> forms.Field:
        return YesNoField()


@draws(answers.Flag)
class FlagField(AnswerField[answers.Flag, FormSetting]):
    def field(self) -> forms.Field:
        return forms.BooleanField()


@draws(answers.Amount, answers.Days)
class NumberField(AnswerField[answers.Amount, FormSetting]):
    def field(self) -> forms.Field:
        return forms.IntegerField(min_value=1, max_value=self.kind.most)


@draws(answers.Moment, answers.PastMoment)
class MomentAnswerField(AnswerField[answers.Moment, FormSetting]):
    @property
    def initial(self) -> datetime | None:
        """The evening of a day that is likely; of what is past, nothing is."""
        if self.kind.days_ahead is None:
            return None
        evening = localtime(now()).replace(hour=EVENING, minute=0, second=0, microsecond=0)
        return evening + timedelta(days=self.kind.days_ahead)

    def field(self) -> forms.Field:
        return MomentField()


@draws(answers.Day)
class DayField(AnswerField[answers.Day, FormSetting]):
    def field(self) -> forms.Field:
        return forms.DateField(widget=DayInput)


@draws(answers.SomeFiles)
class SomeFilesField(AnswerField[answers.SomeFiles, FormSetting]):
    def field(self) -> forms.Field:
        return PhotosField()


# ---- What the kind lists


@draws(answers.OneListed)
class OneListedField(AnswerField[answers.OneListed, FormSetting]):
    def field(self) -> forms.Field:
        listed = self.setting.listed(self.asked.name)
        only_one = self.asked.required and len(listed) == 1  # then there is nothing to choose
        none = [] if only_one else [("", "请选择" if self.asked.required else "不填")]
        return forms.TypedChoiceField(
            choices=[*none, *_labelled(listed)],
            coerce=listed.__getitem__,
            empty_value=None,
        )


@draws(answers.SomeListed)
class SomeListedField(AnswerField[answers.SomeListed, FormSetting]):
    def field(self) -> forms.Field:
        listed = self.setting.listed(self.asked.name)
        return forms.TypedMultipleChoiceField(
            choices=_labelled(listed),
            coerce=listed.__getitem__,
            empty_value=[],
            widget=forms.CheckboxSelectMultiple,
        )


def _labelled(listed: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(code, str(getattr(thing, "label", thing))) for code, thing in listed.items()]


# ---- What the house knows, around a case


@draws(answers.OneCategory)
class CategoryField(AnswerField[answers.OneCategory, CaseSetting]):
    """Of a matter that has no kind yet, what its own words sound like is offered first, and one must be chosen."""

    @property
    def required(self) -> bool:
        return self.asked.required or self.setting.case.category_id is None

    @property
    def initial(self) -> str | None:
        category = self.setting.case.category
        return category.code if category else None

    def field(self) -> forms.Field:
        return PickerField(category_source(self.setting.case.edition_id, self._likely))

    def _likely(self) -> list[Category]:
        case = self.setting.case
        first = case.statements.order_by("pk").first() if case.category_id is None else None
        return guess(first.words or "", edition_id=case.edition_id) if first else []


class OfficerField(forms.TypedChoiceField):
    """One of the holder's officers; whoever is on duty comes first, then whoever fills in the form."""

    def __init__(self, setting: CaseSetting) -> None:
        me = setting.actor.user
        people: dict[int, tuple[User, str]] = {}
        for post in officers_of(setting.case.holder):
            people.setdefault(post.user_id, (post.user, f"{post.user.name}（{post_words(post)}）"))
        own, on_duty = me.pk if me else None, on_duty_at(setting.case.holder)
        order = sorted(people, key=lambda pk: (pk != on_duty, pk != own))
        self.people = {str(pk): people[pk][0] for pk in order}
        before = {own: "我自己，"}
        after = {on_duty: "，正在值班"}
        choices = [(str(pk), f"{before.get(pk, '')}{people[pk][1]}{after.get(pk, '')}") for pk in order]
        super().__init__(choices=choices, coerce=self.people.__getitem__, empty_value=None)
        self.initial = next(iter(self.people), None)


@draws(answers.OneOfficer)
class OneOfficerField(AnswerField[answers.OneOfficer, CaseSetting]):
    def field(self) -> forms.Field:
        return OfficerField(self.setting)


@draws(answers.OneDepartment)
class DepartmentField(AnswerField[answers.OneDepartment, CaseSetting]):
    """One row for each department: whether it leads, assists or is not called (`web/departments.html`)."""

    def field(self) -> forms.Field:
        departments = self.setting.departments
        field = forms.TypedChoiceField(
            choices=[("", "请选择"), *((code, unit.short_name) for code, unit in departments.items())],
            coerce=departments.__getitem__,
            empty_value=None,
        )
        return beside(field, ASSISTING, {
            unit.code: self.setting.likely_departments[unit.pk]
            for unit in departments.values() if unit.pk in self.setting.likely_departments
        })  # fmt: skip

    @property
    def initial(self) -> str | None:
        """That of the matter's kind."""
        category = self.setting.case.category
        owner = category.owner_id if category else None
        return next((code for code, unit in self.setting.departments.items() if unit.pk == owner), None)


@draws(answers.SomeDepartments)
class DepartmentsField(AnswerField[answers.SomeDepartments, CaseSetting]):
    def field(self) -> forms.Field:
        field = _several({code: (unit, unit.short_name) for code, unit in self.setting.departments.items()})
        return drawn_elsewhere(field)


# ---- What a case knows


@draws(answer_kinds.OneSummons)
class SummonsField(AnswerField[answer_kinds.OneSummons, CaseSetting]):
    def field(self) -> forms.Field:
        objected = [s for s in self.setting.circle.summonses if s.state == SummonsState.OBJECTED]
        return _one({str(s.pk): (s, s.department.short_name) for s in objected}, required=self.asked.required)


class _OfPeople(AnswerField[KindT, CaseSetting]):
    @property
    def is_put(self) -> bool:
        return len(self.setting.circle.complainants) > 1


@draws(answer_kinds.OneComplainant)
class ComplainantField(_OfPeople[answer_kinds.OneComplainant]):
    """Asked only where there are several, and then somebody is meant."""

    @property
    def required(self) -> bool:
        return True

    def field(self) -> forms.Field:
        return _one(self.setting.people, required=True)


@draws(answer_kinds.SomeComplainants)
class ComplainantsField(_OfPeople[answer_kinds.SomeComplainants]):
    def field(self) -> forms.Field:
        return _several(self.setting.people)


@draws(answer_kinds.OneCase)
class OneCaseField(AnswerField[answer_kinds.OneCase, CaseSetting]):
    def field(self) -> forms.Field:
        return CaseField(case_source(self.setting.case, self.setting.actor))
