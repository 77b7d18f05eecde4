"""What a resident may do now, in the resident's words; which steps there are is the table's to say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from wolaiban.cases.process import CASE
from wolaiban.process.words import Solved
from wolaiban.workflow.offers import AvailableStep


class Rank(IntEnum):
    """Where a choice stands: what the matter waits for first, going away last, the rest in the order of the table."""

    FIRST = 0
    AMONG = 1
    LAST = 2


@dataclass(frozen=True)
class DoorTo:
    """One of two doors to the same form, with the answer that was meant by taking it."""

    label: str
    icon: str
    question: str
    answer: str


@dataclass(frozen=True)
class ResidentWords:
    """How a step is offered to a resident. What has no words of its own here is called as in the table."""

    label: str  # on the button
    send: str  # on sending it
    about: str = ""  # what it does
    place: Rank = Rank.AMONG
    by_voice: bool = False  # words or a recording, one of them at least
    cannot_be_taken_back: bool = False
    names_reviewer: bool = False  # who will look at it
    ends_with_window: bool = False  # only for so long after closing
    presses: bool = False  # presses whoever handles it, which makes no sense while it waits for the resident
    ways: tuple[DoorTo, ...] = ()  # of the same weight: nobody is led to one of them


SOLVED_OR_NOT = (
    DoorTo("解决了", "check", "solved", Solved.YES.value),
    DoorTo("没解决", "back", "solved", Solved.NO.value),
)

# fmt: off
WORDS: dict[str, ResidentWords] = {
    "confirm":  ResidentWords("评价这次办理", "交评价", "事情解决了没有、满不满意，由您说。没有解决、不满意的，转给上一级复核。", Rank.FIRST,
                      ways=SOLVED_OR_NOT),
    "dispute":  ResidentWords("不满意，请上一级复核", "请上一级复核", "由原办理单位的上一级来复核，原来办的人不参加。", Rank.FIRST,
                      by_voice=True, names_reviewer=True),
    "supply":   ResidentWords("补充情况", "交给经办人", "想起什么、情况有变化，随时可以补充，文字、照片、录音都行。", by_voice=True),
    "urge":     ResidentWords("催一催", "催一催", "经办人和单位负责人会看到。", presses=True),
    "ask_up":   ResidentWords("请上一级来管", "请上一级来管", "本单位负责人和上一级都会看到您的请求。", presses=True),
    "reopen":   ResidentWords("请重新办理", "请重新办理", "问题又出现了、当时没有真正解决，可以要求重新办。", Rank.FIRST,
                      by_voice=True, ends_with_window=True),
    "withdraw": ResidentWords("撤回，不办了", "确定撤回", "撤回后不再办理。以后还可以重新反映。", Rank.LAST, cannot_be_taken_back=True),
}
# fmt: on


@dataclass(frozen=True)
class Choice:
    """A step as a resident is offered it. `why_not` says what stands in the way, if anything."""

    name: str
    words: ResidentWords
    why_not: str = ""

    @property
    def comes_first(self) -> bool:
        return self.words.place is Rank.FIRST


def choice_of(step: str, why_not: str = "") -> Choice:
    label = CASE.by_name[step].label
    return Choice(step, WORDS.get(step, ResidentWords(label, f"确定{label}")), why_not)


def choices(offers: Iterable[AvailableStep], *, waits_for_me: bool = False) -> list[Choice]:
    """In the order of their ranks. What presses others is not offered while they wait for the one who would press."""
    every = (choice_of(offer.step.name, str(offer.obstacle or "")) for offer in offers)
    found = [choice for choice in every if not (waits_for_me and choice.words.presses)]
    return sorted(found, key=lambda choice: choice.words.place)
