"""The form on which a matter is registered: three fields suffice, the rest is folded away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict

from wolaiban.cases.actions.registering import TITLE_LENGTH, Report, Reporter
from wolaiban.cases.queries.before_registering import units_open_to
from wolaiban.catalogue.models import Category
from wolaiban.catalogue.queries import current_edition, guess
from wolaiban.people.actor import Actor
from wolaiban.process.answers import MAX_TEXT
from wolaiban.process.words import AccusedOffice, Channel, Function, Relation, RequestKind, Tier
from wolaiban.residents.models import Resident
from wolaiban.residents.particulars import MOST_OF_PHONE, tidy_address, tidy_id_number, tidy_name, tidy_phone
from wolaiban.residents.recognising import contact_in, without
from wolaiban.web.fields import PhotosField, PickerField, WithFiles
from wolaiban.web.free_words import WordsField
from wolaiban.web.keys import fresh_key
from wolaiban.web.reporters import PersonalField, PersonForm, rows_wanted, unit_source
from wolaiban.web.sources import category_source

MOST_ROWS = 60
PUT_AWAY = "（见联系方式）"
ASKED_FIRST = ("words", "anonymous", "name", "phone", "unit", "place_words")
FOLDED = (
    "title", "address", "id_number", "relation", "kind", "channel", "tier", "urgent", "sensitive", "about", "photos",
)  # fmt: skip
# Whoever reports for themself is known, and leaves the sorting to the studio.
NOT_FOR_RESIDENTS = (
    "anonymous",
    "name",
    "phone",
    "address",
    "id_number",
    "relation",
    "channel",
    "category",
    "tier",
    "urgent",
)
BY_HAND = [word for word in Channel if word is not Channel.IMPORT]


def with_contact_moved(sent: QueryDict) -> QueryDict:
    """What was sent, with a number that stands in the words put where numbers are kept, unless there is one already."""
    moved, words = sent.copy(), sent.get("words", "")
    found = contact_in(words)
    for name in ("phone", "id_number"):
        if (number := getattr(found, name)) and not moved.get(name, "").strip():
            moved[name] = number
            words = without(words, number, PUT_AWAY)
    moved["words"] = words
    return moved


class RegisterForm(WithFiles):
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    people = forms.IntegerField(min_value=0, max_value=MOST_ROWS, required=False, widget=forms.HiddenInput)
    words = WordsField(
        label="反映什么",
        most=MAX_TEXT,
        rows=5,
        help_text="照原话记：什么事、什么时候起、希望怎样解决",
        error_messages={"required": "请写明反映的事情。"},
    )
    name = PersonalField(tidy_name, label="姓名", max_length=50)
    phone = PersonalField(tidy_phone, label="电话", max_length=MOST_OF_PHONE)
    anonymous = forms.BooleanField(label="不愿留名（匿名）", required=False)
    place_words = forms.CharField(
        label="具体地点", max_length=200, required=False, help_text="例如：3 号楼 2 单元门口"
    )
    title = forms.CharField(
        label="标题", max_length=TITLE_LENGTH, required=False, help_text="不填就用反映内容的开头"
    )
    address = PersonalField(tidy_address, label="反映人住址", max_length=200)
    id_number = PersonalField(tidy_id_number, label="反映人身份证号", max_length=30)
    relation = forms.ChoiceField(label="反映人是", choices=Relation.choices(), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="诉求类型", choices=RequestKind.choices(), initial=RequestKind.HELP.value)
    channel = forms.ChoiceField(label="来源", choices=[(word.value, word.label) for word in BY_HAND])
    tier = forms.ChoiceField(label="层级", choices=Tier.choices(), widget=forms.RadioSelect)
    urgent = forms.BooleanField(label="紧急", required=False)
    sensitive = forms.BooleanField(
        label="敏感事项",
        required=False,
        help_text="涉及孩子、病情、家庭暴力等：标题不列出，只有您、经办人、负责人和上级看得到。内容里说到的会自动标上",
    )
    about = forms.ChoiceField(
        label="检举的是不是区联席办",
        choices=[("", "不是，或不是检举控告"), *AccusedOffice.choices()],
        required=False,
        help_text="是的，由区里指定的纪检部门直接受理，区联席办看不到",
    )
    photos = PhotosField(label="照片或文件", required=False, help_text="最多 9 个；位置信息会自动去除")

    def __init__(self, actor: Actor, url: str, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="new_%s")
        self.actor = actor
        self.has_units = units_open_to(actor).exists()
        self.resident = None if actor.posts else Resident.objects.filter(account=actor.user).first()
        edition = current_edition()
        self.fields["unit"] = PickerField(
            unit_source(actor, url), label="哪个村或社区", initial=self._my_unit()
        )
        self.fields["category"] = PickerField(
            category_source(edition.pk, self._likely),
            label="事项类别",
            required=False,
            help_text="按说的话猜，点一下换；都不对的，在这里查",
        )
        self._start()
        if self.resident:
            for name in NOT_FOR_RESIDENTS:
                del self.fields[name]
        self.rows = [self._row(number) for number in range(rows_wanted(self, MOST_ROWS))]

    def _start(self) -> None:
        volunteer = self.actor.holds(Function.VOLUNTEER)
        self.fields["key"].initial = fresh_key()
        if not self.is_bound:
            self.fields["words"].widget.attrs["autofocus"] = True
        self.fields["relation"].initial = Relation.SELF.value
        self.fields["tier"].initial = Tier.MINOR.value
        self.fields["channel"].initial = (Channel.VOLUNTEER if volunteer else Channel.WALK_IN).value

    def _likely(self) -> list[Category]:
        """What the words that were sent sound like."""
        return guess(self.data.get("words", ""), edition_id=current_edition().pk) if self.is_bound else []

    def _my_unit(self) -> str | None:
        """The unit of my own post; the district is everybody's, so there one has to say."""
        here = [post.unit for post in self.actor.posts if post.unit.is_studio_level or post.unit.is_township]
        return here[0].code if here else None

    def _row(self, number: int) -> PersonForm:
        return PersonForm(self.data if self.is_bound else None, prefix=f"person_{number}", auto_id="new_%s")

    @property
    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in ASKED_FIRST if name in self.fields]

    @property
    def folded(self) -> list[forms.BoundField]:
        return [self[name] for name in FOLDED if name in self.fields]

    @property
    def has_faults_below(self) -> bool:
        return any(bound.errors for bound in self.folded) or any(row.errors for row in self.rows)

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(row.is_valid() for row in self.rows)]) and self.open_files()

    def report(self) -> Report:
        """What is to be registered. Only of a valid form."""
        given = self.cleaned_data
        return Report(
            unit=given["unit"],
            words=given["words"],
            reporters=self._reporters(),
            title=given["title"],
            place_words=given["place_words"],
            kind=RequestKind(given["kind"]),
            channel=Channel(given.get("channel", Channel.ONLINE)),
            category=given.get("category"),
            tier=Tier(given.get("tier", Tier.MINOR)),
            urgent=given.get("urgent", False),
            sensitive=given["sensitive"] or None,
            about=AccusedOffice(given["about"]) if given["about"] else None,
            photos=given["photos"],
            invented=settings.DEMO,
        )

    def _reporters(self) -> tuple[Reporter, ...]:
        others = tuple(other for row in self.rows if (other := row.reporter()))
        if self.resident:
            return (Reporter(resident=self.resident, representative=bool(others)), *others)
        given = self.cleaned_data
        if given["anonymous"]:
            return (Reporter(), *others)
        if not (given["name"] or given["phone"] or given["address"] or given["id_number"]):
            return others
        first = Reporter(
            name=given["name"],
            phone=given["phone"],
            address=given["address"],
            id_number=given["id_number"],
            relation=Relation(given["relation"]),
            representative=bool(others),
        )
        return (first, *others)

    def forget_faults(self) -> None:
        """Nothing was to be registered yet, so nothing is missing yet."""
        for form in (self, *self.rows):
            form.errors.clear()
