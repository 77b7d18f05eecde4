"""One case, asked for by its number, is seen by exactly those who see it in a list."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from tests.cast import DAGAOSHE, HAIYI, POSTS, RESIDENTS, XILU, YILINJUN, Cast, unit
from wolaiban.cases.models import Case
from wolaiban.cases.visible import visible_one
from wolaiban.people.actor import ANYBODY, CLOCK, Actor
from wolaiban.people.models import Post
from wolaiban.process.words import Function, RequestKind


@pytest.fixture
def cases(cast: Cast, rail: Case) -> list[Case]:
    """Of four places: departments are summoned to one, one is an accusation, one a volunteer found."""
    return [
        cast.moved_to("joint", rail),
        cast.report("书记收了钱。", by="zhi", channel="volunteer", kind=RequestKind.ACCUSATION),
        cast.report("路灯不亮。", at_unit=YILINJUN, by="wen", reporters=[], channel="volunteer"),
        cast.report("水渠堵了。", at_unit=DAGAOSHE, by="zhou", reporters=["li"]),
        cast.report("井盖松动。", at_unit=HAIYI, by="meng", reporters=["xia"]),
    ]


def everybody(cast: Cast, cases: list[Case]) -> list[Actor]:
    receipts = [Actor.with_receipt(one.pk) for case in cases for one in case.complainants.all()]
    return [*map(cast.actor, (*POSTS, *RESIDENTS)), *receipts, ANYBODY, Actor(None, ()), CLOCK]


def test_one_is_seen_by_whom_it_is_listed_for(cast: Cast, cases: list[Case]) -> None:
    seen = set()
    for actor in everybody(cast, cases) * 3:  # more often than until a plan is kept
        listed = set(Case.objects.visible_to(actor))
        found = {visible_one(actor, case.number) for case in cases} - {None}
        assert found == listed, actor
        seen.add(len(found))
    assert seen == {0, 1, 2, 5}


def test_somebody_with_many_posts_sees_by_each(cast: Cast, cases: list[Case]) -> None:
    for place in (HAIYI, YILINJUN, XILU):
        Post.objects.create(
            user=cast.user("zhou"),
            unit=unit(place),
            function=Function.COMMITTEE_MEMBER,
            starts=localdate() - timedelta(days=1),
        )
    zhou = cast.actor("zhou")
    assert {case for case in cases if visible_one(zhou, case.number)} == set(cases[2:])
    assert set(Case.objects.visible_to(zhou)) == set(cases[2:])


def test_nobody_finds_what_is_not_there(cast: Cast) -> None:
    assert visible_one(cast.actor("shen"), "FS-2026-999999") is None


def test_what_lies_around_it_comes_along(
    cast: Cast, cases: list[Case], django_assert_num_queries: object
) -> None:
    shen = cast.actor("shen")
    with django_assert_num_queries(1):  # type: ignore[operator]
        case = visible_one(shen, cases[0].number, "holder__parent", "agent")
        assert case is not None
        assert str(case.holder.parent)
        assert str(case.agent)
