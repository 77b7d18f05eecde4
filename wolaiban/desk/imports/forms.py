"""What is asked for an import: the file, and where rows go that name no unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from wolaiban.desk.lists.forms import NamedUnitField, called
from wolaiban.importing.columns import FIELDS
from wolaiban.importing.models import Import
from wolaiban.importing.scope import may_spread, units_for, usual_unit
from wolaiban.importing.starting import MOST_BYTES, Whereto
from wolaiban.people.actor import Actor
from wolaiban.process.errors import BadAnswer

NOT_USED = ("", "（不用）")
FIELD_CHOICES = [NOT_USED, *((name, words[0]) for name, words in FIELDS.items())]


class WheretoForm(forms.Form):
    """The unit from a list, or for the district, which has hundreds, by its name."""

    def __init__(self, actor: Actor, data: QueryDict | None = None, **given: Any) -> None:
        super().__init__(data, label_suffix="", auto_id="import_%s", **given)
        label = "没有写明单位的行，登记到"
        if may_spread(actor):
            self.fields["unit"] = NamedUnitField(label=label, required=False)
            self.fields["spread"] = forms.BooleanField(
                label="分散到全区各村、社区（只用于试用）", required=False
            )
        else:
            choices = units_for(actor)
            self.fields["unit"] = forms.ModelChoiceField(
                choices, label=label, required=False, empty_label="不登记，留在结果表里"
            )
            self.fields["unit"].label_from_instance = called  # type: ignore[attr-defined]
            self.initial.setdefault("unit", usual_unit(actor))
        for name, field in self.fields.items():
            field.widget.attrs |= {"class": "tick" if name == "spread" else "field"}

    @property
    def whereto(self) -> Whereto:
        return Whereto(self.cleaned_data.get("unit"), bool(self.cleaned_data.get("spread")))


class SendForm(WheretoForm):
    def __init__(
        self, actor: Actor, data: QueryDict | None = None, files: MultiValueDict[str, Any] | None = None
    ) -> None:
        super().__init__(actor, data, files=files)
        field = forms.FileField(
            label="台账文件", error_messages={"required": "请选一个文件。", "empty": "文件是空的。"}
        )
        field.widget.attrs |= {"class": "field", "accept": ".xlsx,.xls,.ods,.csv,.gz,.txt,.xlsm"}
        self.fields = {"file": field, **self.fields}

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"文件超过 {MOST_BYTES >> 20} MB。请分成几个文件，分次导入。")
        return file


def corrected(job: Import, shown: dict[str, Any], data: QueryDict) -> dict[tuple[str, int], str]:
    """What each column of each sheet is, as it was chosen. Raises BadAnswer where two are to be the same."""
    places: dict[tuple[str, int], str] = {}
    for sheet in shown["sheets"]:
        chosen = [_chosen(sheet, column, data) for column in sheet["columns"]]
        for field in set(chosen) - {""}:
            if chosen.count(field) > 1:
                name = FIELDS[field][0]
                raise BadAnswer({"": f"{sheet['called']}里有两列都选了“{name}”，只能有一列。"})
        for column, field in zip(sheet["columns"], chosen, strict=True):
            places[sheet["name"], column["place"]] = field
    return places


def _chosen(sheet: dict[str, Any], column: dict[str, Any], data: QueryDict) -> str:
    given = data.get(f"column_{sheet['number']}_{column['place']}", column["field"])
    return given if given in FIELDS else ""
