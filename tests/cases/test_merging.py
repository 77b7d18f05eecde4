"""Two reports of one matter: one case, every complainant kept."""

import pytest

from tests.cast import DAGAOSHE, Cast
from tests.ledger.forging import verified
from wolaiban.cases.models import Case
from wolaiban.notices.composing import tell
from wolaiban.notices.models import Message
from wolaiban.process.errors import BadAnswer, TooLate


@pytest.fixture
def again(cast: Cast) -> Case:
    return cast.report("还是那处台阶，没有扶手。", reporters=["li"])


def test_complainants_join_the_other_case_and_come_back(cast: Cast, rail: Case, again: Case) -> None:
    cast.take("merge", again, "qin", into=rail)

    assert (again.stage, again.merged_into) == ("merged", rail)
    assert rail.complainants.count() == 2
    assert again.complainants.count() == 0
    assert rail.events.last().answers == {"other": again.number}  # type: ignore[union-attr]

    cast.take("unmerge", again, "qin")
    assert (again.stage, again.merged_into) == ("working", None)
    assert again.complainants.get().resident == cast.resident("li")
    assert rail.complainants.get().resident == cast.resident("wang")


def test_a_merged_complainant_is_answered_and_judges(cast: Cast, rail: Case, again: Case) -> None:
    cast.take("merge", again, "qin", into=rail)
    cast.take("resolve", rail, "qin")
    cast.take("answer", rail, "qin")
    cast.take("confirm", rail, "wang")
    assert rail.stage == "answered"
    cast.take("confirm", rail, "li")
    assert rail.stage == "closed"
    cast.take("unmerge", again, "qin")
    assert again.complainants.get().answered_at is None  # the split-off case owes its own answer


def test_the_same_person_is_not_in_a_case_twice(cast: Cast, rail: Case) -> None:
    twice = cast.report("第二次说。")
    cast.take("merge", twice, "qin", into=rail)
    assert rail.complainants.count() == 1
    assert twice.complainants.count() == 1


def test_a_case_is_not_merged_into_itself_nor_into_one_that_is_over(
    cast: Cast, rail: Case, again: Case
) -> None:
    with pytest.raises(BadAnswer, match="自己"):
        cast.take("merge", again, "qin", into=again)
    cast.moved_to("closed", rail)
    with pytest.raises(TooLate):
        cast.take("merge", again, "qin", into=rail)


def test_a_case_one_may_not_see_cannot_be_merged_into(cast: Cast, rail: Case) -> None:
    elsewhere = cast.report(at_unit=DAGAOSHE, by="zhou", reporters=["li"])
    with pytest.raises(BadAnswer, match="找不到"):
        cast.take("merge", rail, "qin", into=elsewhere)


def test_groups_are_joined_whole(cast: Cast, rail: Case, again: Case) -> None:
    """2 into 1, 4 into 3, then 1 into 3: everybody stands in 3, and the chains of all four hold."""
    third, fourth = cast.report("第三次。", reporters=["xia"]), cast.report("第四次。", reporters=["li"])
    cast.take("merge", again, "qin", into=rail)
    cast.take("merge", fourth, "qin", into=third)
    cast.take("merge", rail, "qin", into=third)

    assert standing_in(third) == {"wang", "li", "xia"}
    assert standing_in(rail) == {"li"}  # who stands there already
    assert verified() == []

    cast.take("unmerge", rail, "qin")
    assert (standing_in(rail), standing_in(third)) == ({"wang", "li"}, {"xia", "li"})
    assert verified() == []


def test_one_in_the_middle_is_taken_out_with_those_under_it(cast: Cast, rail: Case, again: Case) -> None:
    third = cast.report("第三次。", reporters=["xia"])
    cast.take("merge", again, "qin", into=rail)
    cast.take("merge", rail, "qin", into=third)
    cast.take("unmerge", rail, "qin")
    assert (standing_in(rail), standing_in(third)) == ({"wang", "li"}, {"xia"})
    cast.take("unmerge", again, "qin")
    assert (standing_in(again), standing_in(rail)) == ({"li"}, {"wang"})
    assert verified() == []


def test_one_at_the_bottom_is_taken_out_of_where_its_people_stand(
    cast: Cast, rail: Case, again: Case
) -> None:
    third = cast.report("第三次。", reporters=["xia"])
    cast.take("merge", again, "qin", into=rail)
    cast.take("merge", rail, "qin", into=third)
    cast.take("unmerge", again, "qin")
    assert (standing_in(again), standing_in(third)) == ({"li"}, {"xia", "wang"})
    assert verified() == []


def test_whoever_stood_there_twice_is_not_forgotten_when_one_is_taken_out(cast: Cast, rail: Case) -> None:
    """王秀英 reported twice: her second matter leads, until the first is taken out again."""
    other, twice = cast.report("另一处。", reporters=["xia"]), cast.report("第二次说。")
    cast.take("merge", twice, "qin", into=other)
    cast.take("merge", rail, "qin", into=other)
    assert standing_in(other) == {"xia", "wang"}
    cast.take("unmerge", twice, "qin")
    assert (standing_in(twice), standing_in(other)) == ({"wang"}, {"xia", "wang"})
    assert standing_in(rail) == set()
    assert verified() == []


def test_one_that_is_merged_already_says_where_to(cast: Cast, rail: Case, again: Case) -> None:
    third = cast.report("第三次。", reporters=["xia"])
    cast.take("merge", again, "qin", into=rail)
    with pytest.raises(BadAnswer, match=rail.number):
        cast.take("merge", third, "qin", into=again)


def test_everybody_who_is_moved_is_told(cast: Cast, rail: Case, again: Case) -> None:
    third = cast.report("第三次。", reporters=["xia"])
    cast.take("merge", again, "qin", into=rail)
    assert told_of(again) == {("li", "merged")}
    cast.take("merge", rail, "qin", into=third)
    assert told_of(rail) == {("wang", "merged"), ("li", "merged")}
    cast.take("unmerge", rail, "qin")
    assert told_of(rail) == {("wang", "unmerged"), ("li", "unmerged")}


def told_of(case: Case) -> set[tuple[str, str]]:
    """Which residents are told what of the last event."""
    event = case.events.order_by("-seq")[0]
    tell(event.pk)
    told = Message.objects.filter(event=event, complainant__isnull=False)
    return set(told.values_list("complainant__resident__account__username", "text"))


def standing_in(case: Case) -> set[str]:
    return set(case.complainants.values_list("resident__account__username", flat=True))


def test_what_is_sensitive_is_not_joined_with_what_everybody_reads(cast: Cast, rail: Case) -> None:
    quiet = cast.report("孩子的事。", reporters=["li"], sensitive=True)
    for one, other in ((quiet, rail), (rail, quiet)):
        with pytest.raises(BadAnswer, match="敏感"):
            cast.take("merge", one, "qin", into=other)
    again = cast.report("还是孩子的事。", reporters=["xia"], sensitive=True)
    cast.take("merge", again, "qin", into=quiet)
    assert standing_in(quiet) == {"li", "xia"}
