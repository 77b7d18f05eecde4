"""What happens to six matters: every step of the table at least once, at moments that are always the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.cast import CIVIL, DONGFEN, HOUSING, Cast, unit
from wolaiban.cases.actions.backfilling import Past
from wolaiban.cases.actions.correcting import correct
from wolaiban.cases.actions.erasing import erase
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.kind import KIND
from wolaiban.cases.models import Case, Complainant, Summons
from wolaiban.people.actor import Actor
from wolaiban.process.words import Disposition, Satisfaction, Solved
from wolaiban.uploads.cleaning import Cleaned
from wolaiban.workflow.performing import act_for_clock, perform

BEGINNING = datetime(2026, 3, 2, 1, 0, 0, 123456, tzinfo=UTC)
PICTURE = Cleaned(name="王秀英家门口.png", media_type="image/png", content=b"the rail")
Given = dict[str, Any]


@dataclass
class Stage:
    """The matters by their names here, and what time it is."""

    cast: Cast
    cases: dict[str, Case] = field(default_factory=dict)
    at: datetime = BEGINNING

    def report(self, name: str, words: str, **facts: Any) -> None:
        self.at += timedelta(minutes=7)
        self.cases[name] = self.cast.report(words, at=self.at, **facts)

    def take(self, name: str, step: str, who: str | Actor, hours: float = 1, **given: Any) -> None:
        """Wait so many hours, then take the step; what is due within days is told as a timedelta."""
        self.at += timedelta(hours=hours)
        case = Case.objects.get(pk=self.cases[name].pk)
        by = self.cast.actor(who) if isinstance(who, str) else who
        usual = self.cast.usual(step, case, who) if isinstance(who, str) else {}
        answers = {n: self._moment(n, value) for n, value in (usual | given).items()}
        perform(step, on=case, by=by, answers=answers, at=self.at)

    def _moment(self, name: str, value: Any) -> Any:
        if isinstance(value, timedelta):
            return self.at + value
        return self.at + timedelta(days=7) if name in {"due", "until"} else value

    def wait(self, name: str) -> None:
        """Until the clock has something to do on it; it does one thing."""
        case = Case.objects.get(pk=self.cases[name].pk)
        assert case.wake_at is not None
        self.at = max(self.at, case.wake_at)
        assert act_for_clock(KIND, case.pk, self.at)

    def case(self, name: str) -> Case:
        return Case.objects.get(pk=self.cases[name].pk)

    def complaint(self, name: str, nth: int = 0) -> Complainant:
        return self.case(name).complainants.order_by("pk")[nth]

    def summons(self, name: str, department: str) -> Summons:
        return Summons.objects.filter(case=self.cases[name], department=unit(department)).latest("pk")


def settled_at_the_studio(play: Stage) -> None:
    play.report("rail", "3 号楼前台阶没有扶手。", place_words="东坟村 3 号楼", photos=[PICTURE])
    play.take("rail", "supply", "wang", photos=[PICTURE], words="照片在这里。")
    play.take("rail", "accept", "qin")
    play.take("rail", "assign", "qin", handler=play.cast.user("bai"))
    play.take("rail", "reclassify", "bai")
    play.take("rail", "note", "bai", photos=[PICTURE, PICTURE])
    play.take("rail", "ask", "bai")
    play.take("rail", "supply", "qin", words="是 3 号楼。")
    play.take("rail", "extend", "bai")
    play.take("rail", "refuse", "qin")
    play.take("rail", "extend", "bai", days=5)
    play.take("rail", "grant", "qin", message="再等等。")
    play.take("rail", "pause", "bai")
    play.take("rail", "resume", "bai", message="料到了。")
    play.take("rail", "pause", "bai", until=timedelta(days=2))
    play.wait("rail")  # resumed by itself
    play.take("rail", "interim", "bai")
    play.take("rail", "urge", "wang")
    play.take("rail", "ask_up", "wang")
    play.take("rail", "supervise", "shen")
    play.take("rail", "mark_sensitive", "qin")
    play.take("rail", "resolve", "bai", photos=[PICTURE])
    play.take("rail", "answer", "qin", told_at=play.at)
    play.take("rail", "dispute", "wang", photos=[PICTURE])
    play.take("rail", "redo", "fang")
    play.take("rail", "resolve", "bai")
    play.take("rail", "answer", "qin")
    play.take("rail", "confirm", "qin", words="她说行。", complainant=play.complaint("rail"))
    play.take("rail", "call_back", "shen", solved="no", satisfaction="unsatisfied")
    play.take("rail", "note", "qin")


def raised_and_whistled(play: Stage) -> None:
    play.report("drain", "井盖丢了。", reporters=["wang", "li"], by="bai")
    play.take("drain", "raise", "qin", as_petition=True)
    play.take("drain", "guide", "fang")
    play.wait("drain")  # urged
    play.wait("drain")  # raised by itself
    play.take("drain", "take_up", "fang")
    play.take("drain", "whistle", "fang", assisting=[unit(HOUSING), unit(CIVIL)])
    play.take("drain", "report_in", "he")
    play.take("drain", "object", "ma")
    play.take("drain", "uphold_summons", "shen", summons=play.summons("drain", HOUSING))
    play.take("drain", "object", "ning")
    play.take("drain", "release_summons", "fang", summons=play.summons("drain", CIVIL))
    play.take("drain", "contribute", "he", photos=[PICTURE])
    for _ in range(3):
        play.wait("drain")  # urged, and the silent one is brought to notice
    play.take("drain", "call_off", "fang")
    play.take("drain", "whistle", "fang", urgent=True, assisting=[])
    play.wait("drain")  # it did not report in
    play.take("drain", "contribute", "he")
    play.take("drain", "resolve", "fang")
    play.take("drain", "answer", "qin", complainants=[play.complaint("drain", 1)])
    play.take("drain", "answer", "fang")
    play.take("drain", "confirm", "li")
    play.take("drain", "confirm", "wang", solved="no", satisfaction="unsatisfied")
    play.take("drain", "uphold", "shen")
    play.take("drain", "reopen", "wang")
    play.take("drain", "withdraw", "qin")


def left_to_the_clock(play: Stage) -> None:
    play.report("lamp", "路灯不亮。", reporters=["xia"])
    play.take("lamp", "resolve", "qin")
    play.wait("lamp")  # urged
    play.take("lamp", "answer", "qin")
    play.wait("lamp")  # lapsed
    play.take("lamp", "call_back", "bai", solved="yes", satisfaction="satisfied")


def declined(play: Stage) -> None:
    play.report("court", "已经起诉了。", reporters=[])
    play.take("court", "decline", "qin")


def joined_and_parted(play: Stage) -> None:
    for name, who in (("one", ["wang"]), ("two", ["li", "wang"]), ("three", ["xia"]), ("four", ["xia"])):
        play.report(name, f"同一处台阶，第{name}次说。", reporters=who)
    play.take("four", "merge", "qin", into=play.case("three"))
    play.take("three", "merge", "qin", into=play.case("two"))
    play.take("two", "merge", "qin", into=play.case("one"))
    play.take("two", "unmerge", "qin")
    play.take("three", "unmerge", "qin")
    play.take("one", "accept", "qin")
    play.take("one", "resolve", "qin")
    play.take("one", "answer", "qin")
    shown = Actor.with_receipt(play.complaint("one").pk)
    play.take("one", "confirm", shown, solved="yes", satisfaction="basically")


def forgotten(play: Stage) -> None:
    erase(play.cast.resident("li"), by=play.cast.actor("shen"), reason="本人要求。", words=True)


def taken_over(play: Stage) -> None:
    past = Past(
        play.at - timedelta(days=400), "早就修好了。", Disposition.SOLVED, Solved.YES, Satisfaction.SATISFIED
    )
    report = Report(
        unit=unit(DONGFEN), words="老台账里的一件。", reporters=[Reporter()], past=past,
        reported_at=play.at - timedelta(days=410),
    )  # fmt: skip
    play.cases["old"] = register(report, by=play.cast.actor("qin"), at=play.at)


def taken_back(play: Stage) -> None:
    play.report("door", "楼门关不上。", reporters=["xia"])
    play.take("door", "accept", "qin")
    play.take("door", "resolve", "qin")
    play.take("door", "take_back", "qin", hours=0.05)
    play.take("door", "resolve", "qin", result="换了闭门器。")
    play.take("door", "answer", "qin", hours=0.05)
    play.take("door", "take_back", "qin", hours=0.05)
    play.take("door", "take_back", "qin", hours=0.05)
    correct(
        play.cast.resident("xia"),
        by=play.cast.actor("qin"),
        reason="登记时写错了。",
        particulars={"name": "夏文敏敏"},
    )


LIVES: tuple[Callable[[Stage], None], ...] = (
    settled_at_the_studio,
    raised_and_whistled,
    left_to_the_clock,
    declined,
    joined_and_parted,
    forgotten,
    taken_over,
    taken_back,
)
