"""What a resident may do now, in the resident's words; which steps there are is the table's to say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wolaiban.cases.process import CASE
from wolaiban.cases.roles import Offer

# fmt: off
WORDS: dict[str, tuple[str, str, str]] = {
    # step       on the button              on sending it    what it does
    "confirm":  ("评价这次办理",            "交评价",        "事情解决了没有、满不满意，由您说。没有解决、不满意的，转给上一级复核。"),
    "dispute":  ("不满意，请上一级复核",    "请上一级复核",  "由原办理单位的上一级来复核，原来办的人不参加。"),
    "supply":   ("补充情况",                "交给经办人",    "想起什么、情况有变化，随时可以补充，文字、照片、录音都行。"),
    "urge":     ("催一催",                  "催一催",        "经办人和单位负责人会看到。"),
    "ask_up":   ("请上一级来管",            "请上一级来管",  "本单位负责人和上一级都会看到您的请求。"),
    "reopen":   ("请重新办理",              "请重新办理",    "问题又出现了、当时没有真正解决，可以要求重新办。"),
    "withdraw": ("撤回，不办了",            "确定撤回",      "撤回后不再办理。以后还可以重新反映。"),
}
# fmt: on
FIRST = ("confirm", "dispute", "reopen")
LAST = ("withdraw",)
WORDS_OR_VOICE = ("supply", "dispute", "reopen")


@dataclass(frozen=True)
class Choice:
    """A step as a resident is offered it. `why_not` says what stands in the way, if anything."""

    name: str
    label: str
    send: str
    about: str
    why_not: str = ""

    @property
    def takes_words_or_voice(self) -> bool:
        return self.name in WORDS_OR_VOICE

    @property
    def comes_first(self) -> bool:
        return self.name in FIRST


def choice_of(step: str, why_not: str = "") -> Choice:
    """A step that was given no words of its own here is called as in the table."""
    row = CASE.by_name[step]
    label, send, about = WORDS.get(step, (row.label, f"确定{row.label}", ""))
    return Choice(step, label, send, about, why_not)


def choices(offers: Iterable[Offer]) -> list[Choice]:
    """What the matter waits for first, going away last; the rest in the order of the table."""
    ranks = {**dict.fromkeys(FIRST, 0), **dict.fromkeys(LAST, 2)}
    found = [choice_of(offer.step.name, str(offer.obstacle or "")) for offer in offers]
    return sorted(found, key=lambda choice: ranks.get(choice.name, 1))
