"""Fields that no form library has: picking by words from a long list, several files, Beijing moments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localtime, make_aware

from wolaiban.places.queries import UnitsFound
from wolaiban.process.answers import MAX_FILES
from wolaiban.process.calendar import BEIJING
from wolaiban.uploads.bounds import LARGEST_FILE
from wolaiban.uploads.cleaning import Looked, Unfit, clean_all, look


@dataclass(frozen=True)
class Pick:
    """One thing to choose from a list: its code, its name, and what choosing it proposes elsewhere."""

    value: str
    label: str
    tier: str = ""
    cause: str = ""


@dataclass(frozen=True)
class Finds:
    """What a picker offers for a text. What was `guessed` is asked about and never taken by itself."""

    options: list[Pick]
    more: int = 0
    guessed: bool = False

    @property
    def only(self) -> Pick | None:
        return self.options[0] if len(self.options) == 1 and not self.guessed else None


@dataclass(frozen=True)
class OptionSource:
    """Where a picker looks. `url` answers with a fragment of options for `q`; everything works without it."""

    find: Callable[[str], Iterable[Any]]
    by_code: Callable[[str], Any | None]
    pick: Callable[[Any], Pick]
    url: str = ""
    start: Callable[[], Iterable[Any]] = tuple  # what is offered before anything is typed
    only: Pick | None = None  # where there is no choice, nothing is asked
    guess: Callable[[str], Iterable[Any]] = lambda text: ()  # what may be meant where nothing is found

    def finds(self, text: str) -> Finds:
        if not text:
            return Finds([self.pick(one) for one in self.start()])
        found = self.find(text)
        options = [self.pick(one) for one in found]
        if options:
            return Finds(options, found.more if isinstance(found, UnitsFound) else 0)
        return Finds([self.pick(one) for one in self.guess(text)], guessed=True)


def found_facts(found: Finds) -> dict[str, Any]:
    """What the fragment of options shows."""
    guessed = found.guessed and bool(found.options)
    picked = found.only.value if found.only else ""
    return {"options": found.options, "more": found.more, "guessed": guessed, "picked": picked}


class PickerWidget(forms.Widget):
    """A text to search by, and under it the finds as radio buttons. The pick travels as `<name>_pick`."""

    template_name = "web/picker.html"

    def __init__(self, source: OptionSource) -> None:
        super().__init__()
        self.source = source

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        return data.get(name, "").strip(), data.get(f"{name}_pick", "").strip()

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_pick" not in data

    def id_for_label(self, id_: str) -> str:
        return id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        text, code = value if isinstance(value, tuple) else ("", value or "")
        chosen = self.source.by_code(code) if code else None
        found = self.source.finds(text)
        finds = found.options
        picked = self.source.pick(chosen) if chosen else None
        if picked and picked not in finds:
            finds = [picked, *finds]
        if text and not picked:
            picked = found.only
        return context | {
            "text": text,
            "options": finds,
            "more": found.more,
            "guessed": found.guessed and bool(finds),
            "picked": picked.value if picked else "",
            "url": self.source.url,
            "only": self.source.only,
            "described": (attrs or {}).get("aria-describedby", ""),
            "invalid": (attrs or {}).get("aria-invalid", ""),
            "pick_name": f"{name}_pick",
        }


class PickerField(forms.Field):
    """A thing out of a long list: picked, or written so that only one can be meant."""

    widget: PickerWidget
    drawn_by = PickerWidget

    def __init__(self, source: OptionSource, **kwargs: Any) -> None:
        super().__init__(widget=self.drawn_by(source), **kwargs)
        self.source = source

    def clean(self, value: Any) -> Any:
        text, code = value
        if code:
            found = self.source.by_code(code)
            if found is None:
                raise ValidationError("这一项不能选，请重新选择。")
            return found
        if not text:
            if self.required:
                raise ValidationError(f"请选择“{self.label}”。")
            return None
        return self._meant(text)

    def _meant(self, text: str) -> Any:
        finds = list(self.source.find(text))
        exact = [found for found in finds if self.source.pick(found).label == text]
        if len(exact or finds) == 1:
            return (exact or finds)[0]
        if not finds and any(True for _ in self.source.guess(text)):
            raise ValidationError(f"没有叫“{text}”的。下面有相近的，请选一项。")
        if not finds:
            raise ValidationError(f"没有找到“{text}”，请换个词再找。")
        raise ValidationError("请在下面选一项。")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(any(data))


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


T = TypeVar("T")
UNFIT = "unfit_file"
TAKEN = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif,application/pdf,audio/*"


class PhotosField(forms.FileField):
    """Several photos, recordings or PDFs, looked at but not opened (see `WithFiles`); every one that will not do is named.

    Where it `leaves_out`, those are no fault but stand in `left_out`, and the others go on without them.
    """

    widget = FilesInput(attrs={"accept": TAKEN, "multiple": True})
    leaves_out = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.left_out: list[Unfit] = []

    def clean(self, data: Any, initial: Any = None) -> list[Looked]:
        given: Sequence[UploadedFile[bytes]] = (
            data if isinstance(data, list | tuple) else [data] if data else []
        )
        if self.required and not given:
            raise ValidationError(f"请选择“{self.label}”。")
        if len(given) > MAX_FILES:
            raise ValidationError(f"一次最多 {MAX_FILES} 个文件。")
        self.left_out = []
        return self.fit([_looked(file) for file in given])

    def fit(self, files: Sequence[T | Unfit]) -> list[T]:
        """Those that will do; the others are left out, or raised."""
        unfit = [file for file in files if isinstance(file, Unfit)]
        if unfit and not self.leaves_out:
            raise ValidationError([ValidationError(str(file), UNFIT, _facts(file)) for file in unfit])
        self.left_out += unfit
        return [file for file in files if not isinstance(file, Unfit)]


def _looked(file: UploadedFile[bytes]) -> Looked | Unfit:
    try:
        return look(file.read(LARGEST_FILE + 1), file.name or "")
    except Unfit as unfit:
        return unfit


def _facts(file: Unfit) -> dict[str, str]:
    return {"name": file.name, "why": file.why}


class WithFiles(forms.Form):
    """A form whose files are opened by `open_files`, once everything that costs less was asked."""

    _are_open = False

    def open_files(self) -> bool:
        """Whether all may be kept: then they stand cleaned in `cleaned_data`, else the faults stand at their fields."""
        if self.errors or self._are_open:
            return not self.errors
        fields = self._files_fields
        outcomes = iter(clean_all([file for name in fields for file in self.cleaned_data[name]]))
        for name, field in fields.items():
            mine = list(islice(outcomes, len(self.cleaned_data[name])))
            try:
                self.cleaned_data[name] = field.fit(mine)
            except ValidationError as fault:
                self.add_error(name, fault)
        self._are_open = True
        return not self.errors

    @property
    def unfit_files(self) -> list[dict[str, str]]:
        """The field, the name and the trouble of each file that will not do: what faults say, and what was left out."""
        faults = [
            {"field": name, **(fault.params or {})}
            for name, found in self.errors.as_data().items()
            for fault in found
            if fault.code == UNFIT
        ]
        return faults + [
            {"field": name, **_facts(file)}
            for name, field in self._files_fields.items()
            for file in field.left_out
        ]

    def leave_unfit_files(self, *, wanted: bool) -> None:
        for field in self._files_fields.values():
            field.leaves_out = wanted

    @property
    def _files_fields(self) -> dict[str, PhotosField]:
        return {name: field for name, field in self.fields.items() if isinstance(field, PhotosField)}


class FilesForm(WithFiles):
    """Opens its files as its last check: for those who have signed in."""

    def is_valid(self) -> bool:
        return super().is_valid() and self.open_files()


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, datetime):
            value = localtime(value, BEIJING).replace(tzinfo=None) if value.tzinfo else value
        return super().format_value(value)


WRITTEN = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")


class MomentField(forms.DateTimeField):
    """A moment in Beijing time, to the minute."""

    widget = MomentInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "请填写日期和时间，例如 2026-03-05 18:00。"

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, str):
            for written in WRITTEN:
                try:
                    return make_aware(datetime.strptime(value.strip(), written), BEIJING)  # noqa: DTZ007
                except ValueError:
                    continue
            if value.strip():
                raise ValidationError(self.error_messages["invalid"])
            return None
        return super().to_python(value)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class YesNoField(forms.TypedChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", "是"), ("no", "否")],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            **kwargs,
        )
