"""A question answers as its queryset would, however often and with whatever it is asked."""

from __future__ import annotations

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from wolaiban.asking import Question
from wolaiban.people.models import Post, User
from wolaiban.places.models import Unit

UNIT = Question(lambda code: Unit.objects.active().select_related("parent__parent").filter(code=code))


@pytest.mark.django_db
def test_rows_come_as_the_queryset_gives_them(cast: Cast) -> None:
    units = list(Unit.objects.active().select_related("parent__parent"))

    answers = [UNIT(unit.code) for unit in units]  # more often than until a plan is kept

    assert len(units) > 6
    assert answers == [[unit] for unit in units]
    for unit, (answer,) in zip(units, answers, strict=True):
        with CaptureQueriesContext(connection) as captured:
            assert (answer.parent, answer.parent and answer.parent.parent) == (
                unit.parent,
                unit.parent and unit.parent.parent,
            )
        assert len(captured) == 0
        assert {k: v for k, v in vars(answer).items() if k != "_state"} == {
            k: v for k, v in vars(unit).items() if k != "_state"
        }


@pytest.mark.django_db
def test_there_may_be_none(cast: Cast) -> None:
    assert UNIT("nowhere") == []
    assert UNIT.one("nowhere") is None


@pytest.mark.django_db
def test_what_the_queryset_itself_says_stays(cast: Cast) -> None:
    posts = Question(
        lambda user: Post.objects.filter(user=user, function__in=["officer", "head"]).order_by("-pk")
    )

    for user in User.objects.all():
        wanted = Post.objects.filter(user=user, function__in=["officer", "head"]).order_by("-pk")
        assert posts(user.pk) == list(wanted)


@pytest.mark.django_db
def test_it_is_counted_among_the_queries(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as captured:
        for _ in range(20):  # after some it goes by a name
            UNIT("nowhere")

    assert len(captured) == 20
    assert all("places_unit" in query["sql"] for query in captured)


@pytest.mark.django_db
def test_faults_are_those_of_django(cast: Cast) -> None:
    with pytest.raises(DataError), transaction.atomic():
        UNIT("no\0text")
