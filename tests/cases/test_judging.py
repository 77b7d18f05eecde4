"""What residents think of the answer: a "no" is reviewed whoever wrote it down, and never closes a matter by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.cast import DONGFEN, Cast
from tests.ledger.forging import verified
from wolaiban.cases.actions.registering import Report, register
from wolaiban.cases.models import Case
from wolaiban.cases.queries.inbox import inbox_of
from wolaiban.cases.steps import answer as answering
from wolaiban.notices.composing import tell
from wolaiban.notices.models import Message
from wolaiban.process.errors import BadAnswer, NotNow
from wolaiban.process.words import Channel
from wolaiban.workflow.clock import sweep

NO_ = [("no", "unsatisfied"), ("no", "satisfied"), ("partly", "unsatisfied"), ("yes", "unsatisfied")]


@pytest.fixture
def answered(cast: Cast, rail: Case) -> Case:
    return cast.moved_to("answered", rail)


@pytest.fixture
def benches(cast: Cast) -> Case:
    case = cast.report("楼下没有长椅，老人没处歇脚。", reporters=["wang", "li"])
    return cast.moved_to("answered", case)


def texts(case: Case) -> set[tuple[str, str]]:
    """Who was told what of the last event: by sign-in name, or "resident"."""
    event = case.events.order_by("-seq")[0]
    tell(event.pk)
    told = Message.objects.filter(event=event).select_related("user")
    return {(m.user.username if m.user else "resident" if m.complainant_id else "unit", m.text) for m in told}


@pytest.mark.parametrize(("solved", "satisfaction"), NO_)
def test_a_no_goes_to_the_review_above(cast: Cast, answered: Case, solved: str, satisfaction: str) -> None:
    cast.take("confirm", answered, "wang", solved=solved, satisfaction=satisfaction)
    assert answered.stage == "disputed"
    cast.take("uphold", answered, "gao")
    assert answered.complainants.get().solved == solved
    assert verified() == []


def test_whoever_wants_it_to_end_says_so(cast: Cast, answered: Case) -> None:
    cast.take("confirm", answered, "wang", solved="no", satisfaction="unsatisfied", close_anyway=True)
    assert answered.stage == "closed"
    assert answered.complainants.get().satisfaction == "unsatisfied"
    assert verified() == []


def test_it_is_for_the_resident_alone_to_end_it_unsolved(cast: Cast, answered: Case) -> None:
    with pytest.raises(BadAnswer, match="不问"):
        cast.take("confirm", answered, "qin", solved="no", satisfaction="unsatisfied", close_anyway=True)
    cast.take("confirm", answered, "qin", solved="no", satisfaction="unsatisfied")
    assert answered.stage == "disputed"


@pytest.mark.parametrize(("solved", "satisfaction"), [("yes", "satisfied"), ("partly", "basically")])
def test_a_word_given_on_the_spot_closes_the_matter(
    cast: Cast, answered: Case, solved: str, satisfaction: str
) -> None:
    cast.take("confirm", answered, "qin", solved=solved, satisfaction=satisfaction)
    person = answered.complainants.get()
    assert answered.stage == "closed"
    assert (person.satisfaction, person.judged_by) == (satisfaction, cast.user("qin"))
    assert verified() == []


def test_an_officer_says_whose_word_it_is(cast: Cast, benches: Case) -> None:
    wang = benches.complainants.all()[0]
    with pytest.raises(BadAnswer, match="谁的评价"):
        cast.take("confirm", benches, "qin")
    cast.take("confirm", benches, "qin", complainant=wang)
    assert benches.stage == "answered"
    with pytest.raises(BadAnswer, match="已经评价"):
        cast.take("confirm", benches, "qin", complainant=wang)
    with pytest.raises(BadAnswer, match="不问"):
        cast.take("confirm", benches, "li", complainant=wang)
    cast.take("confirm", benches, "li")
    assert benches.stage == "closed"


def test_the_resident_is_told_what_was_written_down_for_her(cast: Cast, answered: Case) -> None:
    cast.take("confirm", answered, "qin")
    assert ("resident", "judged_for_you") in texts(answered)


def test_some_of_what_officers_write_down_is_asked_again_by_others(
    cast: Cast, answered: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "CALLED_BACK_ONE_IN", 1)
    cast.take("confirm", answered, "qin")
    assert answered.call_back_due
    tasks = {group.task.key for group in inbox_of(cast.actor("shen")).groups}
    assert "to_call_back" in tasks
    assert "to_call_back" in {group.task.key for group in inbox_of(cast.actor("cheng")).groups}
    assert "to_call_back" not in {group.task.key for group in inbox_of(cast.actor("bai")).groups}
    cast.take("call_back", answered, "shen", reached=False, solved=None, satisfaction=None)
    assert answered.call_back_due  # nobody has been asked yet
    cast.take("call_back", answered, "shen")
    assert answered.stage == "closed"
    assert not Case.objects.filter(call_back_due__isnull=False).exists()
    assert verified() == []


def test_what_is_closed_waits_beside_what_has_a_deadline(
    cast: Cast, answered: Case, benches: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "CALLED_BACK_ONE_IN", 1)
    cast.take("confirm", answered, "qin")
    assert answered.deadline is None
    cast.take("confirm", benches, "wang", solved="no", satisfaction="unsatisfied")
    assert benches.stage == "disputed"
    keys = {group.task.key for group in inbox_of(cast.actor("cheng")).groups}
    assert keys == {"to_call_back", "disputed"}


def test_about_one_in_ten_is_drawn() -> None:
    drawn = sum(answering._is_drawn(Case(salt=n.to_bytes(16))) for n in range(3000))
    assert 200 < drawn < 400


def test_what_the_resident_pressed_herself_is_not_drawn(
    cast: Cast, answered: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "CALLED_BACK_ONE_IN", 1)
    cast.take("confirm", answered, "wang")
    assert answered.call_back_due is None


@pytest.mark.parametrize(("solved", "satisfaction"), NO_)
def test_a_no_on_the_telephone_opens_the_review(
    cast: Cast, answered: Case, solved: str, satisfaction: str
) -> None:
    cast.take("call_back", answered, "bai", solved=solved, satisfaction=satisfaction)
    person = answered.complainants.get()
    assert (answered.stage, person.judged_by) == ("disputed", cast.user("bai"))
    assert {("gao", "to_decide"), ("qin", "disputed"), ("resident", "dispute_received")} <= texts(answered)
    assert sweep(now() + timedelta(days=60)).taken  # the clock presses for the review, and lapses nothing
    answered.refresh_from_db()
    assert answered.stage == "disputed"
    assert verified() == []


def test_a_yes_on_the_telephone_is_a_judgement_too(cast: Cast, answered: Case) -> None:
    cast.take("call_back", answered, "bai", satisfaction="basically")
    assert (answered.stage, answered.complainants.get().satisfaction) == ("closed", "basically")
    assert verified() == []


def test_what_she_judged_herself_stays_unless_she_says_no(cast: Cast, rail: Case) -> None:
    cast.moved_to("closed", rail)
    cast.take("call_back", rail, "shen", satisfaction="basically")
    assert rail.complainants.get().satisfaction == "satisfied"
    cast.take("call_back", rail, "shen", solved="no", satisfaction="unsatisfied")
    assert (rail.stage, rail.complainants.get().solved) == ("disputed", "no")
    cast.take("redo", rail, "gao")
    assert rail.stage == "working"
    assert verified() == []


def test_a_no_that_was_reviewed_is_not_reviewed_again(cast: Cast, rail: Case) -> None:
    cast.moved_to("disputed", rail)
    cast.take("uphold", rail, "gao")
    cast.take("call_back", rail, "shen", solved="no", satisfaction="unsatisfied")
    assert rail.stage == "closed"


def test_after_the_time_to_reopen_a_no_counts_and_she_is_told_how_to_report_anew(cast: Cast) -> None:
    start = now() - timedelta(days=200)
    case = cast.report(at=start)
    for step, by in (("accept", "qin"), ("resolve", "qin"), ("answer", "qin"), ("confirm", "wang")):
        cast.take(step, case, by, at=start + timedelta(days=1))
    cast.take("call_back", case, "shen", solved="no", satisfaction="unsatisfied")
    assert (case.stage, case.complainants.get().satisfaction) == ("closed", "unsatisfied")
    assert ("resident", "report_anew") in texts(case)
    assert verified() == []


def test_a_call_back_takes_down_a_whole_judgement_of_one_person(cast: Cast, benches: Case) -> None:
    with pytest.raises(BadAnswer, match="是否满意"):
        cast.take("call_back", benches, "bai", satisfaction=None)
    with pytest.raises(BadAnswer, match="哪一位"):
        cast.take("call_back", benches, "bai")
    cast.take("call_back", benches, "bai", reached=False, solved=None, satisfaction=None)
    assert benches.stage == "answered"


def test_nobody_calls_back_about_what_they_wrote_down_themselves(cast: Cast, rail: Case) -> None:
    cast.take("accept", rail, "qin", handler=cast.user("qin"))
    cast.take("resolve", rail, "qin")
    cast.take("answer", rail, "qin")
    cast.take("confirm", rail, "bai")
    with pytest.raises(NotNow, match="代为登记"):
        cast.take("call_back", rail, "bai")


@pytest.mark.parametrize(
    ("solved", "satisfaction", "stage"), [("yes", "satisfied", "closed"), ("no", "unsatisfied", "disputed")]
)
def test_what_a_volunteer_found_closes_or_is_reviewed_by_what_is_said_of_it(
    cast: Cast, solved: str, satisfaction: str, stage: str
) -> None:
    unit = cast.unit(DONGFEN)
    found = Report(unit=unit, words="路灯不亮。", channel=Channel.VOLUNTEER)
    case = register(found, by=cast.actor("zhi"))
    cast.moved_to("answered", case)
    cast.take("call_back", case, "bai", solved=solved, satisfaction=satisfaction)
    assert case.stage == stage
    assert verified() == []
