"""The other half of the counter: what was done, what the resident was told, what they say of it, each asked once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from wolaiban.cases.actions.settling import DONE, PUT, Settlement, asked_at_the_counter
from wolaiban.process.words import AnswerChannel, Disposition
from wolaiban.web.answer_fields import FormSetting, field_of
from wolaiban.web.forms import StepForm

LATER = "later"
ON_THE_SPOT = (AnswerChannel.IN_PERSON, AnswerChannel.PHONE)
STARTS_AS = {"disposition": Disposition.SOLVED.value, "answer_channel": AnswerChannel.IN_PERSON.value}
LABELS = {"result": "答复", "message": "另外写给居民的话", "solved": "解决了吗", "photos": "办完的照片"}
HELP = {
    "result": "告诉居民的话，也是办理结果，只写一次",
    "root_cause": "问题出在哪儿",
    "message": "不填就用上面的答复。要对居民换个说法的，才另写",
    "photos": "可不拍；位置信息会自动去除",
}
REQUIRED = {"result": "请写上怎么办的，也就是告诉居民的话。"}
MAY_BE_EMPTY = frozenset({"message", "photos", "solved", "satisfaction"})
NOT_SAID = [("", "还没说")]


class SettleForm(StepForm):
    """Bound or not, it stands beside the form that registers; its fields have names of their own there."""

    place = f"{DONE}.result"  # where phrases are put in
    use_required_attribute = False  # it may be put away while the other is sent

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, prefix="done", auto_id="new_%s", initial=STARTS_AS)
        for asked in asked_at_the_counter():
            if (field := field_of(asked, FormSetting())) is not None:
                self.fields[asked.name] = field
        self._say_it_for_the_counter()

    def _say_it_for_the_counter(self) -> None:
        for name, field in self.fields.items():
            field.label, field.help_text = LABELS.get(name, field.label), HELP.get(name, "")
            field.required = name not in MAY_BE_EMPTY
            if name in REQUIRED:
                field.error_messages["required"] = REQUIRED[name]
        for name in ("solved", "satisfaction"):
            self._choices(name, lambda there: [*((code, word) for code, word in there if code), *NOT_SAID])
            self.fields[name].initial = ""
        spoken = {word.value for word in ON_THE_SPOT}
        self._choices(
            "answer_channel", lambda there: [*(c for c in there if c[0] in spoken), (LATER, "回头再告诉")]
        )

    def _choices(self, name: str, made_of: Any) -> None:
        field: Any = self.fields[name]
        field.choices = made_of(list(field.choices))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        said = [name for name in ("solved", "satisfaction") if given.get(name)]
        if len(said) == 1:
            missing = "satisfaction" if said == ["solved"] else "solved"
            self.add_error(missing, ValidationError("两样都要问到；还没问的，都选“还没说”。"))
        if said and given.get("answer_channel") == LATER:
            self.add_error("answer_channel", ValidationError("居民已经说了，请选是怎么告诉的。"))
        return given

    def settlement(self) -> Settlement:
        """What is to be taken down. Only of a valid form."""
        given = self.answers
        done, told, judged = ({name: given[name] for name in names if name in given} for _, names in PUT)
        if told["answer_channel"] == LATER:
            return Settlement(done)
        return Settlement(done, {"message": done["result"], **told}, judged)
