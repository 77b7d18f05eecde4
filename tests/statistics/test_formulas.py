"""What each formula counts, told as what happens to a matter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.cast import CHENGGUAN, DISTRICT, DONGFEN, Cast, unit
from tests.statistics.counted import count_all, sums
from wolaiban.cases.kind import KIND
from wolaiban.cases.models import Case, Complainant
from wolaiban.process.calendar import BEIJING
from wolaiban.statistics import counting, formulas
from wolaiban.statistics.indicators import INDICATORS, RECEPTION_SUMS, SUMS
from wolaiban.statistics.models import ReceptionTally, Tally
from wolaiban.statistics.publishing import PART_OF
from wolaiban.workflow.performing import act_for_clock

MONDAY = datetime(2026, 3, 2, 9, tzinfo=BEIJING)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANSWERED = {"received": 1, "handled": 1, "settled": 1, "due": 1, "in_time": 1, "evaluable": 1}
JUDGED = {"evaluated": 1, "satisfied": 1, "solved": 1}


def settled(cast: Cast, case: Case, at: datetime = MONDAY) -> Case:
    """Accepted, done and answered within three hours."""
    for hours, step in enumerate(("accept", "resolve", "answer"), start=1):
        cast.take(step, case, "qin", at=at + hours * HOUR)
    return case


def counted(*, whole: bool = False, area: str = DONGFEN) -> dict[str, int]:
    count_all()
    return sums(unit(area), whole=whole)


def test_settled_at_the_counter_and_judged(cast: Cast) -> None:
    case = settled(cast, cast.report(at=MONDAY))
    assert counted() == ANSWERED

    cast.take("confirm", case, "wang", at=MONDAY + DAY)
    assert counted() == ANSWERED | JUDGED


def test_a_matter_counts_in_its_village_its_township_and_the_district(cast: Cast) -> None:
    settled(cast, cast.report(at=MONDAY))
    assert counted(area=CHENGGUAN, whole=True) == ANSWERED
    assert counted(area=DISTRICT, whole=True) == ANSWERED
    assert counted(area=CHENGGUAN) == counted(area=DISTRICT) == {}


def test_an_answer_counts_on_its_day_in_beijing(cast: Cast) -> None:
    late = datetime(2026, 2, 28, 22, 30, tzinfo=BEIJING)
    settled(cast, cast.report(at=late), at=late)
    count_all()
    assert sums(unit(DONGFEN), day=date(2026, 2, 28)) == {"received": 1}
    assert sums(unit(DONGFEN), day=date(2026, 3, 1)) == {k: v for k, v in ANSWERED.items() if k != "received"}


def test_what_is_raised_is_not_settled_at_the_studio(cast: Cast) -> None:
    case = cast.report(at=MONDAY)
    for hours, (step, by) in enumerate(
        [("accept", "qin"), ("raise", "qin"), ("take_up", "fang"), ("resolve", "fang"), ("answer", "qin")],
        start=1,
    ):
        cast.take(step, case, by, at=MONDAY + hours * HOUR)
    assert counted() == {k: v for k, v in ANSWERED.items() if k != "settled"}


def test_a_matter_given_to_a_township_was_at_no_studio(cast: Cast) -> None:
    case = cast.report(at_unit=CHENGGUAN, by="gao", at=MONDAY)
    for hours, step in enumerate(("accept", "resolve", "answer"), start=1):
        cast.take(step, case, "gao", at=MONDAY + hours * HOUR)
    assert counted(area=CHENGGUAN) == {"received": 1, "due": 1, "in_time": 1, "evaluable": 1}


def test_a_missed_limit_counts_on_the_day_it_fell_answered_or_not(cast: Cast) -> None:
    case = cast.report(at=MONDAY)
    cast.take("accept", case, "qin", at=MONDAY + HOUR)
    limit = case.deadline
    assert limit
    assert counted() == {"received": 1}

    act_for_clock(KIND, case.pk, limit - DAY / 2)  # urges
    assert counted() == {"received": 1}
    act_for_clock(KIND, case.pk, limit)  # raises
    assert counted() == {"received": 1, "due": 1}

    case.refresh_from_db()
    for hours, (step, by) in enumerate(
        (("take_up", "fang"), ("resolve", "fang"), ("answer", "qin")), start=1
    ):
        cast.take(step, case, by, at=limit + hours * HOUR)
    assert counted() == {"received": 1, "handled": 1, "due": 1, "evaluable": 1}
    assert sums(unit(DONGFEN), day=limit.astimezone(BEIJING).date())["due"] == 1


def test_an_answer_after_its_own_limit_is_late_before_the_clock_has_looked(cast: Cast) -> None:
    case = cast.report(at=MONDAY)
    cast.take("accept", case, "qin", at=MONDAY + HOUR)
    cast.take("resolve", case, "qin", at=MONDAY + 2 * HOUR)
    cast.take("answer", case, "qin", at=MONDAY + 2 * HOUR + DAY * 5)
    assert counted() == {k: v for k, v in ANSWERED.items() if k != "in_time"}


def test_what_is_paused_or_extended_does_not_run(cast: Cast) -> None:
    paused, extended = cast.report(at=MONDAY), cast.report("另一处。", at=MONDAY)
    cast.take("accept", paused, "qin", at=MONDAY + HOUR)
    cast.take("pause", paused, "qin", at=MONDAY + 2 * HOUR, until=MONDAY + 30 * DAY)
    cast.take("note", paused, "qin", at=MONDAY + 9 * DAY)
    cast.take("resume", paused, "qin", at=MONDAY + 10 * DAY)
    cast.take("accept", extended, "bai", at=MONDAY + HOUR)
    cast.take("extend", extended, "bai", at=MONDAY + 2 * HOUR, days=9)
    cast.take("grant", extended, "qin", at=MONDAY + 3 * HOUR)
    for case, by in ((paused, "qin"), (extended, "bai")):
        cast.take("resolve", case, by, at=MONDAY + 10 * DAY + HOUR)
        cast.take("answer", case, by, at=MONDAY + 10 * DAY + 2 * HOUR)
    assert counted() == {name: 2 * number for name, number in ANSWERED.items()}


def test_a_redone_matter_owes_a_second_answer_and_was_not_settled(cast: Cast) -> None:
    case = settled(cast, cast.report(at=MONDAY))
    cast.take("dispute", case, "wang", at=MONDAY + DAY)
    assert counted() == ANSWERED | {"evaluated": 1}

    cast.take("redo", case, "fang", at=MONDAY + 2 * DAY)
    assert counted() == {k: v for k, v in (ANSWERED | {"evaluated": 1}).items() if k != "settled"}
    cast.take("resolve", case, "qin", at=MONDAY + 2 * DAY + HOUR)
    cast.take("answer", case, "qin", at=MONDAY + 2 * DAY + 2 * HOUR)
    cast.take("confirm", case, "wang", at=MONDAY + 3 * DAY, satisfaction="basically", solved="partly")
    assert counted() == {
        "received": 1, "handled": 1, "due": 2, "in_time": 2, "evaluable": 2, "evaluated": 2, "satisfied": 1,
    }  # fmt: skip


def test_what_was_taken_back_is_in_no_sum(cast: Cast) -> None:
    """A wrong press in time is no answer in time; the true one counts on its own day."""
    case = cast.report(at=MONDAY)
    for number, step in enumerate(("resolve", "answer", "take_back", "take_back"), start=1):
        cast.take(step, case, "qin", at=MONDAY + number * timedelta(minutes=1))
    assert counted() == {"received": 1}

    cast.take("resolve", case, "qin", at=MONDAY + HOUR)
    assert counted() == {"received": 1, "handled": 1, "settled": 1}
    cast.take("answer", case, "qin", at=MONDAY + 2 * HOUR)
    assert counted() == ANSWERED


def test_each_complainant_is_asked_and_judges_for_themselves(cast: Cast) -> None:
    case = settled(cast, cast.report(reporters=["wang", "li"], at=MONDAY))
    cast.take("confirm", case, "li", at=MONDAY + DAY)
    assert counted() == ANSWERED | JUDGED | {"evaluable": 2}


def test_what_is_declined_or_withdrawn_owes_no_answer(cast: Cast) -> None:
    cast.take("decline", cast.report(at=MONDAY), "qin", at=MONDAY + HOUR)
    cast.take("withdraw", cast.report("另一处。", at=MONDAY), "qin", at=MONDAY + HOUR)
    assert counted() == {"received": 2}


def test_accusations_are_in_no_sum(cast: Cast) -> None:
    cast.report("举报村干部。", kind="accusation", by="shen", at=MONDAY)
    assert counted() == counted(area=DISTRICT) == counted(area=DISTRICT, whole=True) == {}


def test_what_is_invented_is_counted_apart(cast: Cast) -> None:
    cast.report(at=MONDAY, invented=True)
    count_all()
    assert sums(unit(DONGFEN), invented=True) == {"received": 1}
    assert sums(unit(DONGFEN), invented=False) == {}


def test_new_formulas_count_everything_anew(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(cast, cast.report(at=MONDAY))
    count_all()
    before = sums(unit(DONGFEN))
    Tally.objects.update(received=7)
    monkeypatch.setattr(counting, "READER", replace(counting.READER, version=99))

    counting.sweep()
    assert sums(unit(DONGFEN)) == before
    assert counting.READER.is_current()


def test_every_sum_has_its_words_and_every_indicator_its_sums() -> None:
    assert tuple(kept.name for kept in SUMS) == Tally.SUMS
    used = {i.numerator for i in INDICATORS} | {i.denominator for i in INDICATORS if i.denominator}
    assert tuple(kept.name for kept in RECEPTION_SUMS) == ReceptionTally.SUMS
    assert used == {*SUMS, *RECEPTION_SUMS}
    assert set(PART_OF) == {*Tally.SUMS, *ReceptionTally.SUMS}


def test_the_formulas_read_the_columns_where_bodies_list_them(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = (*Complainant.TRACKED[:1], *reversed(Complainant.TRACKED[1:]))
    monkeypatch.setattr(Complainant, "TRACKED", elsewhere)
    case = settled(cast, cast.report(at=MONDAY))
    cast.take("confirm", case, "wang", at=MONDAY + DAY)

    monkeypatch.setattr(formulas, "ADD", formulas.adding(elsewhere))
    assert counted() == ANSWERED | JUDGED

    monkeypatch.undo()
    assert counting.differences() != {}  # read in the places of today they come to something else


def test_the_formulas_name_what_the_table_has() -> None:
    assert {stage.value for stage in formulas.OWING} == {"reported", "working", "raised", "joint", "resolved"}
    assert set(formulas.AGAIN) == {"redo", "reopen", "unmerge"}
    with pytest.raises(KeyError):
        formulas.step("resolved")
    with pytest.raises(ValueError, match="index"):
        formulas.after("dead_line")
