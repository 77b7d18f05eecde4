"""Two reports of one matter: one case, every complainant kept."""

import pytest

from tests.cast import DAGAOSHE, Cast
from wolaiban.cases.models import Case
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


def test_a_case_that_others_joined_is_not_merged_on(cast: Cast, rail: Case, again: Case) -> None:
    third = cast.report("第三次。", reporters=["li"])
    cast.take("merge", again, "qin", into=rail)
    with pytest.raises(BadAnswer, match="反过来"):
        cast.take("merge", rail, "qin", into=third)
