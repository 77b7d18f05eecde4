"""The closed lists of duty: parts of a day, ways to a shift, what becomes of a swap, how people are received and called."""

from __future__ import annotations

from wolaiban.process.words import Shape, Word


class DutyPart(Word):
    DAY = "day", "日间"
    NIGHT = "night", "夜间电话"
    SECRETARY = "secretary", "书记接待"


class HolidayDuty(Word):
    """What a rotation does on days off by law and those swapped for weekends."""

    SAME = "same", "照常轮"
    OWN_ORDER = "own_order", "假日另外轮，大家假日班一样多"
    PHONE_ONLY = "phone_only", "照常轮，只接电话，有事就到"


class ShiftOrigin(Word):
    """How whoever is on a shift came to it."""

    ROTATION = "rotation", "轮到的"
    HAND = "hand", "派的"
    SWAP = "swap", "换的"
    COVER = "cover", "镇街顶班"


class SwapState(Word):
    ASKED = "asked", "等人接"
    TAKEN = "taken", "等负责人同意"
    DONE = "done", "已换"
    REFUSED = "refused", "没有同意"
    WITHDRAWN = "withdrawn", "已收回"
    LAPSED = "lapsed", "没人接，已过时"

    @property
    def is_open(self) -> bool:
        return self in {SwapState.ASKED, SwapState.TAKEN}

    @property
    def shape(self) -> Shape:
        if self.is_open:
            return Shape.WAITS
        return Shape.DONE if self is SwapState.DONE else Shape.PUT_AWAY


class ReceptionWay(Word):
    """How people were received (信访工作条例 art. 18)."""

    COUNTER = "counter", "定点接访"
    LEADER = "leader", "领导接访"
    WENT_DOWN = "went_down", "下访"
    APPOINTED = "appointed", "约访"
    PHONE = "phone", "来电"


class ReceptionOutcome(Word):
    ANSWERED = "answered", "当场答复"
    CASED = "cased", "登记为事项"
    ADDED = "added", "补充到已有事项"
    GUIDED = "guided", "引导到合法途径"
    APPOINTED = "appointed", "约定再谈"
    LEFT = "left", "离开"

    @property
    def has_case(self) -> bool:
        """Whether what was said stands in a case: then its words, and whoever said them, stand there alone."""
        return self in {ReceptionOutcome.CASED, ReceptionOutcome.ADDED}

    @property
    def shape(self) -> Shape:
        if self is ReceptionOutcome.ANSWERED:
            return Shape.DONE
        if self.has_case:
            return Shape.RAISED
        return Shape.WAITS if self is ReceptionOutcome.APPOINTED else Shape.PUT_AWAY


class HalfDay(Word):
    """The half of a day for which people may book a talk."""

    MORNING = "morning", "上午"
    AFTERNOON = "afternoon", "下午"


class DayWay(Word):
    """How people are received on a day that was published for it."""

    SECRETARY = "secretary", "书记接待"
    LEADER = "leader", "领导接访"
    WENT_DOWN = "went_down", "领导下访"
    APPOINTED = "appointed", "约访"

    @property
    def as_received(self) -> ReceptionWay:
        """How a talk on such a day stands in the reception book."""
        return ReceptionWay.COUNTER if self is DayWay.SECRETARY else ReceptionWay(self.value)


class MatterTimes(Word):
    """Whether a matter comes for the first time. Of matters alone: nobody counts how often a person comes."""

    FIRST = "first", "初次"
    AGAIN = "again", "重复"


class PhoneBack(Word):
    """What somebody who leaves without having been heard says to being called; nothing where nobody could ask."""

    WANTED = "wanted", "要"
    DECLINED = "declined", "不用"
