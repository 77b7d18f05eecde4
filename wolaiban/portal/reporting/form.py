"""The form on which a resident says it once: what, where, whom may we call, a photo or a voice; the rest is folded."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from wolaiban.cases.actions.registering import Report, Reporter
from wolaiban.cases.bounds import MAX_REPRESENTATIVES
from wolaiban.catalogue.models import Category
from wolaiban.catalogue.queries import current_edition, guess
from wolaiban.people.actor import ANYBODY
from wolaiban.places.models import Unit
from wolaiban.process.answers import MAX_TEXT
from wolaiban.process.words import AccusedOffice, Channel, Relation, RequestKind
from wolaiban.residents.models import Resident
from wolaiban.residents.particulars import MOST_OF_PHONE, tidy_name, tidy_phone
from wolaiban.web.fields import PhotosField, PickerField, PickerWidget, WithFiles
from wolaiban.web.free_words import TOO_LONG, WordsField
from wolaiban.web.keys import SECRET, fresh_key
from wolaiban.web.maps import read_pin, with_pin
from wolaiban.web.reporters import PersonalField, PersonForm, rows_wanted, unit_source

MOST_PEOPLE = 30
MOST_OF_PLACE = 200
MOST_AT_FIRST = 500  # of the words, for a guess at what they are about
SAY_IT = "请写几句是什么事；写字不方便的，可以录一段音。"
SPOKEN_ONLY, SPOKEN_TITLE = "（见录音）", "录音反映"
FIRST = ("words", "unit", "township", "place_words", "name", "phone", "photos")
FOLDED = ("anonymous", "relation", "sensitive", "kind", "about")
WHOSE = (
    (Relation.SELF, "我自己的事"),
    (Relation.RELATIVE, "家里人的事，我是家属"),
    (Relation.GUARDIAN, "我是监护人（未满 14 岁的孩子，请监护人来填）"),
    (Relation.NEIGHBOUR, "邻居的事，我代为反映"),
    (Relation.PROXY, "别人委托我来反映"),
)
WHAT_FOR = (
    (RequestKind.HELP, "求助：请帮忙解决"),
    (RequestKind.COMPLAINT, "投诉：对服务、管理不满意"),
    (RequestKind.ENQUIRY, "咨询：想问清楚一件事"),
    (RequestKind.SUGGESTION, "建议：希望改进"),
    (RequestKind.TIP_OFF, "举报：有人违规违法"),
    (RequestKind.ACCUSATION, "检举控告：公职人员违纪违法"),
)


WHOM = (
    ("", "别的单位、别的人"),
    (AccusedOffice.OFFICE.value, "区联席办（管理本平台的办公室）的人"),
    (AccusedOffice.DIRECTOR.value, "区联席办主任本人"),
)


class PlaceWidget(PickerWidget):
    template_name = "portal/reporting/place.html"


class PlaceField(PickerField):
    drawn_by = PlaceWidget


class OtherForm(PersonForm):
    """One who reports along: everybody speaks for themself."""

    relation = None  # type: ignore[assignment]


class ReportForm(WithFiles):
    key = forms.CharField(widget=forms.HiddenInput)
    people = forms.IntegerField(min_value=0, max_value=MOST_PEOPLE, required=False, widget=forms.HiddenInput)
    words = WordsField(
        label="什么事",
        most=MAX_TEXT,
        rows=5,
        required=False,
        help_text="想到哪说到哪：出了什么事，希望怎么办。",
    )
    place_words = forms.CharField(
        label="具体位置",
        max_length=MOST_OF_PLACE,
        required=False,
        help_text="例如：3 号楼 2 单元门口",
        error_messages={"max_length": TOO_LONG},
    )
    pin = forms.CharField(required=False, widget=forms.HiddenInput)
    name = PersonalField(tidy_name, label="怎么称呼您", max_length=50)
    phone = PersonalField(tidy_phone, label="电话", max_length=MOST_OF_PHONE)
    photos = PhotosField(
        label="照片或录音", required=False, help_text="最多 9 个。照片里的位置信息会自动去除。"
    )
    voice = PhotosField(label="录音", required=False)
    anonymous = forms.BooleanField(label="我不留姓名和电话（匿名）", required=False)
    relation = forms.ChoiceField(
        label="这是谁的事", choices=[(word.value, label) for word, label in WHOSE], widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(
        label="您是要", choices=[(word.value, label) for word, label in WHAT_FOR], widget=forms.RadioSelect
    )
    about = forms.ChoiceField(label="检举控告的是谁", choices=WHOM, required=False, widget=forms.RadioSelect)
    sensitive = forms.BooleanField(
        label="这件事涉及孩子、病情、家里的伤害等，请尽量少让人知道", required=False
    )
    category = forms.CharField(required=False)
    leave_unfit = forms.BooleanField(required=False)
    again = forms.CharField(required=False, widget=forms.HiddenInput)  # said before, and meant once more

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        unit: str = "",
        units_url: str = "",
        resident: Resident | None = None,
    ) -> None:
        super().__init__(data, files, auto_id="report_%s", use_required_attribute=False)
        self.resident = None if self._names_somebody() else resident
        self.fields["unit"] = PlaceField(
            unit_source(ANYBODY, units_url), label="哪个村或社区", required=False, initial=unit or None
        )
        self.townships = list(_townships())
        self.fields["township"] = forms.ChoiceField(
            label="只知道镇街，或者说不清",
            required=False,
            choices=[("", "请选择"), *((place.code, place_words(place)) for place in self.townships)],
        )
        self.leave_unfit_files(wanted="leave_unfit" in self.data)
        self.fields["key"].initial = fresh_key()
        self.fields["relation"].initial = Relation.SELF.value
        self.fields["kind"].initial = RequestKind.HELP.value
        for name, hint in (("name", "name"), ("phone", "tel")):
            self.fields[name].widget.attrs["autocomplete"] = hint
        self.fields["phone"].widget.input_type = "tel"
        if self.resident:
            del self.fields["name"], self.fields["phone"]
        self.rows = [self._row(number) for number in range(rows_wanted(self, MOST_PEOPLE))]
        self.spare_row = OtherForm(None, prefix="person_0", auto_id="report_%s")

    def _names_somebody(self) -> bool:
        """Whoever has signed in reports for themself, unless a name or a number was written all the same."""
        return any(self.data.get(name, "").strip() for name in ("name", "phone"))

    def _row(self, number: int) -> OtherForm:
        return OtherForm(self.data if self.is_bound else None, prefix=f"person_{number}", auto_id="report_%s")

    @property
    def folded(self) -> list[forms.BoundField]:
        return [self[name] for name in FOLDED]

    @property
    def has_faults_below(self) -> bool:
        return any(bound.errors for bound in self.folded) or any(row.errors for row in self.rows)

    @property
    def guesses(self) -> list[Category]:
        """What kind of matter the words sound like; the resident may keep one of them or leave it to the studio."""
        return guesses(self.data.get("words", "")) if self.is_bound else []

    @property
    def kept_guess(self) -> str:
        """The guess that is marked: what was chosen, or at first the likeliest."""
        first = next((kind.code for kind in self.guesses), "")
        return str(self.data.get("category", first))

    # ---- Is it enough to begin with?

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(row.is_valid() for row in self.rows)])

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if not SECRET.fullmatch(key):
            raise ValidationError("这张表填得不完整，请刷新页面重新填写。")
        return key

    def clean_category(self) -> Category | None:
        code = self.cleaned_data["category"]
        return next((kind for kind in self.guesses if kind.code == code), None)

    def clean_pin(self) -> str:
        return read_pin(self.cleaned_data["pin"]) if settings.MAP_TILES else ""

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        self._check_place(given)
        self._check_place_words(given)
        if not given.get("words") and not self._is_spoken(given) and "words" not in self.errors:
            self.add_error("words", SAY_IT)
        if self._is_nobody(given):
            self.add_error("phone", "请留个电话，好回复您；不愿意留的，请在下面勾选“匿名”。")
        if self._representatives() > MAX_REPRESENTATIVES:
            self.add_error(None, f"代表人最多 {MAX_REPRESENTATIVES} 位，参加的人数不限。")
        return given

    def _check_place(self, given: dict[str, Any]) -> None:
        """A village that was not found is no obstacle for whoever knows the township, or not even that."""
        township = next((place for place in self.townships if place.code == given.get("township")), None)
        if given.get("unit") is None and township is not None:
            typed = self.data.get("unit", "").strip()
            self.errors.pop("unit", None)
            given["unit"] = township
            given["place_words"] = " ".join(filter(None, [typed, given.get("place_words", "")]))
        elif given.get("unit") is None and "unit" not in self.errors:
            self.add_error("unit", "请写村或社区的名字；说不清的，在下面选镇街。")

    def _check_place_words(self, given: dict[str, Any]) -> None:
        """With the name that was typed and the pin it may have grown too long; nothing of it is dropped."""
        if "place_words" not in given:
            return
        whole = with_pin(given["place_words"], given.get("pin", ""))
        if len(whole) > MOST_OF_PLACE:
            figures = {"limit_value": MOST_OF_PLACE, "show_value": len(whole)}
            self.add_error("place_words", ValidationError(TOO_LONG, params=figures))

    def _is_spoken(self, given: dict[str, Any]) -> bool:
        return any(file.media_type.startswith("audio/") for file in self._files(given))

    def open_files(self) -> bool:
        """As said there; and a report that was only spoken is none when its recording was left out."""
        if not super().open_files():
            return False
        given = self.cleaned_data
        if not given["words"] and not self._is_spoken(given):
            self.add_error("words", SAY_IT)
        return not self.errors

    def _files(self, given: dict[str, Any]) -> list[Any]:
        """As they were looked at, and once they were opened, as they may be kept."""
        return [*given.get("voice", ()), *given.get("photos", ())]

    def _is_nobody(self, given: dict[str, Any]) -> bool:
        if self.resident:
            return False
        said_something_wrong = {"name", "phone"} & self.errors.keys()
        return not (given.get("anonymous") or given.get("name") or given.get("phone") or said_something_wrong)

    def _representatives(self) -> int:
        others = [row for row in self.rows if row.is_valid() and row.reporter()]
        return bool(others) + sum(bool(row.cleaned_data["representative"]) for row in others)

    # ---- What is to be registered. Only of a valid form

    def report(self) -> Report:
        given = self.cleaned_data
        words = given["words"]
        return Report(
            unit=given["unit"],
            words=words or SPOKEN_ONLY,
            title="" if words else SPOKEN_TITLE,
            reporters=self._reporters(),
            place_words=self.place,
            kind=RequestKind(given["kind"]),
            channel=Channel.ONLINE,
            category=given["category"],
            sensitive=given["sensitive"] or None,
            about=AccusedOffice(given["about"]) if given["about"] else None,
            photos=self._files(given),
            invented=settings.DEMO,
        )

    @property
    def place(self) -> str:
        """The words of the place with its pin. Only of a valid form."""
        return with_pin(self.cleaned_data["place_words"], self.cleaned_data["pin"])

    def _reporters(self) -> tuple[Reporter, ...]:
        given = self.cleaned_data
        others = tuple(other for row in self.rows if (other := row.reporter()))
        named: dict[str, Any] = {}
        if not given["anonymous"]:
            known = self.resident
            named = {"resident": known} if known else {"name": given["name"], "phone": given["phone"]}
        first = Reporter(**named, relation=Relation(given["relation"]), representative=bool(others))
        return (first, *others)

    def forget_faults(self) -> None:
        """Nothing was to be sent yet, so nothing is missing yet."""
        for form in (self, *self.rows):
            form.errors.clear()


def as_kept(key: str) -> str:
    """The key as the submission knows it: the key itself shows the receipt once more, and is for the reporter's phone alone."""
    return sha256(key.encode()).hexdigest()


def guesses(words: str) -> list[Category]:
    return guess(words[:MOST_AT_FIRST], edition_id=current_edition().pk)


def _townships() -> list[Unit]:
    """The townships by their codes, and last the district itself, for those who cannot say."""
    units = Unit.objects.active()
    return [*units.townships().order_by("code"), units.district()]


def place_words(place: Unit) -> str:
    return "说不清在哪，请区里看" if place.is_district else place.short_name
