"""The reception book: what was answered by word, what becomes a case, and what is never written down."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from tests.cast import CHENGGUAN, DAGAOSHE, DONGFEN, HAIYI, Cast, unit
from tests.duty.book import entry, write
from tests.duty.conftest import hired
from wolaiban.cases.actions.registering import Reporter
from wolaiban.cases.models import Case
from wolaiban.cases.models import Event as CaseEvent
from wolaiban.duty.actions.recording import recorded
from wolaiban.duty.kind import RECEPTIONS
from wolaiban.duty.models import Reception, ReceptionReceiver
from wolaiban.duty.months import Month
from wolaiban.duty.parts import ReceptionParts
from wolaiban.duty.queries.book import book_of
from wolaiban.duty.verifying import findings
from wolaiban.ledger.verifying import Verification
from wolaiban.process.calendar import BEIJING
from wolaiban.process.errors import BadAnswer, NotNow, NotYours, ProcessError
from wolaiban.process.words import Function
from wolaiban.residents.models import Resident
from wolaiban.workflow.history import story_of
from wolaiban.workflow.idempotency import KeyReused, Once
from wolaiban.workflow.models import Event, Statement
from wolaiban.workflow.performing import perform

pytestmark = pytest.mark.django_db

ONE = Reporter("赵顺", "13900000071")
FIVE = [Reporter(f"代表{n}", f"1390000008{n}", representative=True) for n in range(5)]


def seen_by(cast: Cast, who: str) -> set[int]:
    return set(RECEPTIONS.visible_to(cast.actor(who)).values_list("pk", flat=True))


def quotations(cast: Cast, who: str, reception: Reception) -> list[str | None]:
    held = RECEPTIONS.roles(cast.actor(who), ReceptionParts(reception))
    return [quoted.words for line in story_of(reception, held) for quoted in line.quotations]


def refusal(cast: Cast, by: str = "bai", **what: Any) -> ProcessError:
    """Why it is refused, leaving nothing behind."""
    with pytest.raises(ProcessError) as refused:
        recorded(entry(**what), by=cast.actor(by))
    assert not Reception.objects.exists()
    assert not Case.objects.exists()
    return refused.value


# ---- Answered by word


def test_what_was_answered_by_word_is_counted_and_nobody_is_stored(cast: Cast) -> None:
    before = Resident.objects.count()
    reception = write(cast)
    assert (reception.stage, reception.outcome, reception.case_id) == ("recorded", "answered", None)
    assert (reception.heads, reception.is_group, reception.representatives) == (1, False, 0)
    assert [str(one) for one in ReceptionReceiver.objects.filter(reception=reception)] == ["白玉兰"]
    assert not Case.objects.exists()
    assert Resident.objects.count() == before
    found = book_of(RECEPTIONS.visible_to(cast.actor("gao")), Month.of(now().astimezone(BEIJING).date()))
    assert (found.whole.number, found.whole.heads) == (1, 1)
    assert list(Verification().findings()) == []


def test_no_column_of_the_book_can_hold_a_person() -> None:
    columns = {field.name for field in Reception._meta.concrete_fields}
    assert columns == {
        "id", "number", "stage", "version", "seq", "head", "changed_at",
        "unit", "at", "way", "topic", "heads", "representatives", "is_group", "times", "outcome", "case",
    }  # fmt: skip


def test_the_words_are_for_the_door_alone(cast: Cast) -> None:
    reception = write(cast, words="他家的水表走得快，讲了怎么校。")
    perform("annotate", on=reception, by=cast.actor("qin"), answers={"more": "下午又打电话说好了。"})
    for who in ("qin", "bai"):
        assert len(quotations(cast, who, reception)) == 2, who
    for who in ("gao", "shen", "jian"):
        assert quotations(cast, who, reception) == [], who
    bodies = Event.objects.filter(process="reception").values_list("body", flat=True)
    assert not [body for body in bodies if "水表".encode() in bytes(body)]


@pytest.mark.parametrize(
    ("who", "sees"),
    [(who, True) for who in ("qin", "bai", "gao", "fang", "shen", "jian")]
    + [(who, False) for who in ("meng", "zhou", "tang", "dong", "he", "cheng", "zhi", "wang", "guan")],
)
def test_a_reception_is_seen_at_its_door_and_above(cast: Cast, who: str, sees: bool) -> None:
    reception = write(cast)
    assert seen_by(cast, who) == ({reception.pk} if sees else set())


def test_leaders_see_those_in_which_they_received(cast: Cast) -> None:
    reception = write(cast, by="gao", code=CHENGGUAN, way="leader", receivers=[cast.user("cheng")])
    write(cast, by="gao", code=CHENGGUAN)
    assert seen_by(cast, "cheng") == {reception.pk}
    assert reception.unit == unit(CHENGGUAN)


# ---- A case comes of it


def test_a_group_of_twelve_is_one_case_with_five_who_speak(cast: Cast) -> None:
    reception = write(cast, outcome="cased", words="村口的路夜里没有灯。", heads=12, reporters=FIVE)
    case = Case.objects.get()
    assert reception.case == case
    assert (reception.heads, reception.representatives, reception.is_group) == (12, 5, True)
    assert case.complainants.filter(representative=True).count() == 5
    assert (case.channel, case.agent, case.unit) == ("walk_in", unit(DONGFEN).studio, unit(DONGFEN))
    assert [event.step for event in CaseEvent.objects.order_by("seq")] == ["register", "proceed"]
    assert not Statement.objects.filter(process="reception").exists(), "what was said stands in the case"
    assert list(Verification().findings()) == []
    assert list(findings()) == []


def test_what_is_told_on_the_phone_came_by_phone(cast: Cast) -> None:
    write(cast, outcome="cased", words="水管裂了。", way="phone", reporters=[ONE])
    assert Case.objects.get().channel == "call"


def test_somebody_may_want_no_name_in_it(cast: Cast) -> None:
    reception = write(cast, outcome="cased", words="水管裂了。", reporters=[Reporter()])
    assert reception.case
    assert reception.representatives == 0


def test_who_must_be_asked_before_a_case_comes_of_it(cast: Cast) -> None:
    wrong = refusal(cast, outcome="cased", words="水管裂了。")
    assert isinstance(wrong, BadAnswer)
    assert "匿名" in wrong.fields["reporters"]


def test_no_case_stays_of_a_reception_that_is_refused(cast: Cast) -> None:
    wrong = refusal(cast, outcome="cased", words="水管裂了。", heads=2, reporters=FIVE)
    assert isinstance(wrong, BadAnswer)
    assert "代表" in wrong.fields["representatives"]
    assert not Statement.objects.exists()


# ---- Words for a case that is there already


def test_words_are_added_to_a_case_and_stand_there_alone(cast: Cast) -> None:
    case = cast.report()
    reception = write(cast, outcome="added", words="又来问扶手什么时候装。", times="again", case=case)
    assert reception.case == case
    assert Case.objects.count() == 1
    steps = [event.step for event in CaseEvent.objects.filter(case=case).order_by("seq")]
    assert steps == ["register", "note", "proceed"]
    assert not Statement.objects.filter(process="reception").exists()
    assert list(Verification().findings()) == []


def test_nothing_is_added_to_a_case_of_others(cast: Cast) -> None:
    case = cast.report(at_unit=HAIYI, by="meng")
    with pytest.raises(NotYours):
        recorded(entry(outcome="added", words="又来了。", case=case), by=cast.actor("bai"))
    assert not Reception.objects.exists()
    assert CaseEvent.objects.count() == 1


def test_one_has_to_say_to_which(cast: Cast) -> None:
    wrong = refusal(cast, outcome="added", words="又来了。")
    assert isinstance(wrong, BadAnswer)
    assert set(wrong.fields) == {"number"}


# ---- What is refused


@pytest.mark.parametrize(
    ("answers", "question", "says"),
    [
        ({"representatives": 7, "heads": 12}, "representatives", "第二十条"),
        ({"representatives": 3, "heads": 2}, "representatives", "比来的人还多"),
        ({"when": now() + timedelta(days=2)}, "when", "还没有到"),
        ({"words": ""}, "words", "怎么答复的"),
        ({"words": "他的电话 13900001111，答复了。"}, "words", "登记为事项"),
        ({"words": "身份证 110111195503120024。"}, "words", "身份证号"),
        ({"heads": 0}, "heads", "1 到"),
        ({"topic": ""}, "topic", "什么事"),
    ],
)
def test_bad_answers_get_words_and_leave_nothing(
    cast: Cast, answers: dict[str, Any], question: str, says: str
) -> None:
    wrong = refusal(cast, **answers)
    assert isinstance(wrong, BadAnswer)
    assert says in wrong.fields[question]


def test_more_than_five_cannot_have_received(cast: Cast) -> None:
    people = [hired(f"委员{n}", Function.COMMITTEE_MEMBER) for n in range(6)]
    wrong = refusal(cast, receivers=people)
    assert isinstance(wrong, BadAnswer)
    assert "最多 5 位" in wrong.fields["receivers"]


@pytest.mark.parametrize(
    ("who", "code"), [("meng", DONGFEN), ("gao", DONGFEN), ("he", DONGFEN), ("cheng", CHENGGUAN)]
)
def test_nobody_writes_for_another_studio(cast: Cast, who: str, code: str) -> None:
    assert isinstance(refusal(cast, by=who, code=code), NotYours)


def test_the_same_key_is_the_same_reception(cast: Cast) -> None:
    once = Once.of("a-key-of-this-form", b"the same")
    first = write(cast, outcome="cased", words="水管裂了。", reporters=[ONE], once=once)
    again = write(cast, outcome="cased", words="水管裂了。", reporters=[ONE], once=once)
    assert again == first
    assert Reception.objects.count() == Case.objects.count() == 1
    with pytest.raises(KeyReused):
        write(cast, once=Once.of("a-key-of-this-form", b"another"))


def test_the_database_holds_what_the_book_says(cast: Cast) -> None:
    reception = write(cast)
    for wrong in ({"outcome": "cased"}, {"heads": 0}, {"representatives": 6}, {"representatives": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reception.objects.filter(pk=reception.pk).update(**wrong)


# ---- What was wrong


def test_what_was_wrong_is_struck_and_not_counted(cast: Cast) -> None:
    wrong, right = write(cast), write(cast, heads=3)
    perform("strike", on=wrong, by=cast.actor("bai"), answers={"reason": "记了两次。"})
    found = book_of(RECEPTIONS.visible_to(cast.actor("qin")), Month.of(now().astimezone(BEIJING).date()))
    assert (found.whole.number, found.whole.heads) == (1, 3)
    assert seen_by(cast, "qin") == {wrong.pk, right.pk}
    assert list(Verification().findings()) == []


def test_what_has_a_case_is_not_struck(cast: Cast) -> None:
    reception = write(cast, outcome="cased", words="水管裂了。", reporters=[ONE])
    with pytest.raises(NotNow, match="不能作废"):
        perform("strike", on=reception, by=cast.actor("bai"), answers={"reason": "记错了。"})


def test_a_case_of_another_studio_is_found(cast: Cast) -> None:
    reception = write(cast, outcome="cased", words="水管裂了。", reporters=[ONE])
    assert reception.case
    Case.objects.filter(pk=reception.case.pk).update(agent=unit(HAIYI).studio)
    assert [str(finding.fault) for finding in findings()] == ["not_ours"]


def test_a_row_that_was_changed_by_hand_is_found(cast: Cast) -> None:
    reception = write(cast)
    Reception.objects.filter(pk=reception.pk).update(heads=40)
    assert reception.number in {finding.number for finding in Verification().findings()}


# ---- Figures


def test_each_reception_is_counted_in_its_month_where_it_is_seen(cast: Cast) -> None:
    noon = datetime(2026, 9, 30, 12, tzinfo=BEIJING)
    write(cast, when=datetime(2026, 9, 30, 23, 59, tzinfo=BEIJING), at=noon + timedelta(days=1), heads=6)
    write(cast, when=datetime(2026, 10, 1, 0, 0, tzinfo=BEIJING), at=noon + timedelta(days=1))
    write(cast, by="zhou", code=DAGAOSHE, way="phone", outcome="guided", at=noon)
    write(cast, by="gao", code=CHENGGUAN, way="leader", times="again", at=noon)

    september = Month(noon.date().replace(day=1))
    told = {
        who: book_of(RECEPTIONS.visible_to(cast.actor(who)), september)
        for who in ("bai", "gao", "dong", "shen")
    }
    assert {who: (one.whole.number, one.whole.heads) for who, one in told.items()} == {
        "bai": (1, 6), "gao": (2, 7), "dong": (1, 1), "shen": (3, 8),
    }  # fmt: skip
    district = told["shen"]
    assert {one.label: one.number for one in district.by_way if one.number} == {
        "定点接访": 1, "领导接访": 1, "来电": 1,
    }  # fmt: skip
    assert {one.label: (one.number, one.share) for one in district.by_outcome if one.number} == {
        "当场答复": (2, 66), "引导到合法途径": (1, 33),
    }  # fmt: skip
    assert (district.groups.number, district.groups.heads, district.again.number) == (1, 6, 1)


def test_a_group_is_what_the_setting_says(cast: Cast, settings: Any) -> None:
    assert write(cast, heads=5).is_group
    assert not write(cast, heads=4).is_group
    settings.RECEPTION_GROUP_FROM = 3
    assert write(cast, heads=4).is_group
