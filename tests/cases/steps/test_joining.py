"""Joining and parting, in memory: who stands where afterwards, and in which order they took their places."""

from __future__ import annotations

import pytest

from tests.cases.steps.scene import case, complainant, taken, words
from wolaiban.cases.models import Case, Complainant
from wolaiban.cases.steps.family import Family
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import Stage


def family(*cases: Case, complainants: list[Complainant]) -> Family:
    return Family.around({one.pk: one for one in cases}, complainants, [], seen={one.pk for one in cases})


def test_whoever_complains_stands_in_the_matter_that_is_worked_on() -> None:
    one, two = case(pk=1), case(pk=2)
    wang, li, wang_again = complainant(one, 1, who=1), complainant(two, 2, who=2), complainant(two, 3, who=1)
    all_of_them = family(one, two, complainants=[wang, li, wang_again])

    context = taken("merge", two, family=all_of_them, into=one, reason=words("同一处。"))

    assert (two.stage, two.merged_into) == (Stage.MERGED, one)
    assert (li.case, li.home_case_id) == (one, two.pk)
    assert wang_again.case == two  # she is answered there already
    assert context.circle.complainants == [wang_again]
    assert all_of_them.circle(one.pk).complainants == [wang, li]
    assert all_of_them.touched - {two.pk} == {one.pk}


def test_what_is_taken_out_takes_along_what_was_merged_into_it() -> None:
    root, middle, leaf = case(pk=1), case(Stage.MERGED, pk=2), case(Stage.MERGED, pk=3)
    middle.merged_into, leaf.merged_into = root, middle
    li = complainant(root, 1, home_case_id=2, answered_at=root.changed_at)
    xia = complainant(root, 2, home_case_id=3)
    everybody = family(root, middle, leaf, complainants=[li, xia])

    context = taken("unmerge", middle, family=everybody, reason=words("不是同一处。"))

    assert (middle.stage, leaf.merged_into) == (Stage.WORKING, middle)
    assert middle.merged_into_id is None
    assert [(one.case, one.home_case_id) for one in (li, xia)] == [(middle, None), (middle, 3)]
    assert li.answered_at is None
    assert context.circle.complainants == [li, xia]
    assert everybody.touched - {middle.pk} == {root.pk}


def test_whoever_leaves_a_place_is_written_before_whoever_takes_it() -> None:
    """The same person complained in both: a case holds each of them once, also while this is written."""
    root, one, other = case(pk=1), case(Stage.MERGED, pk=2), case(Stage.MERGED, pk=3)
    one.merged_into = other.merged_into = root
    waiting = complainant(other, 1, who=9)
    lent = complainant(root, 2, who=9, home_case_id=2)
    everybody = family(root, one, other, complainants=[waiting, lent])

    taken("unmerge", one, family=everybody, reason=words("不是同一处。"))

    assert (lent.case, waiting.case, waiting.home_case_id) == (one, root, 3)
    assert everybody.moved == [lent, waiting]


def test_a_matter_that_one_may_not_see_is_as_if_it_were_not_there() -> None:
    one, two = case(pk=1), case(pk=2)
    unseen = Family.around({1: one, 2: two}, [], [], seen={2})

    with pytest.raises(BadAnswer, match="找不到这一件"):
        taken("merge", two, family=unseen, into=one, reason=words("同一处。"))
